"""Every write of people and access: keyword-only, atomic, audited. Other floors call these."""

from owners.actions.access import LastAdministrator, assign_role, grant_key, revoke_key, withdraw_role
from owners.actions.accounts import (
    EmailTaken,
    PhoneTaken,
    change_profile,
    end_other_sessions,
    end_session,
    register_account,
    set_phone,
)
from owners.actions.claims import claim_by_code, claim_unit, decide_claim
from owners.actions.households import accept_invitation, invite, leave_home, remove_member, withdraw_invitation
from owners.actions.notice_codes import make_notice_codes
from owners.actions.residencies import end_residency, end_residency_at_desk

__all__ = [
    "EmailTaken",
    "LastAdministrator",
    "PhoneTaken",
    "accept_invitation",
    "assign_role",
    "change_profile",
    "claim_by_code",
    "claim_unit",
    "decide_claim",
    "end_other_sessions",
    "end_residency",
    "end_residency_at_desk",
    "end_session",
    "grant_key",
    "invite",
    "leave_home",
    "make_notice_codes",
    "register_account",
    "remove_member",
    "revoke_key",
    "set_phone",
    "withdraw_invitation",
    "withdraw_role",
]
