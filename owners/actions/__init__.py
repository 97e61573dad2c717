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
from owners.actions.claims import claim_by_code, claim_unit, decide_claim, make_notice_codes

__all__ = [
    "EmailTaken",
    "LastAdministrator",
    "PhoneTaken",
    "assign_role",
    "change_profile",
    "claim_by_code",
    "claim_unit",
    "decide_claim",
    "end_other_sessions",
    "end_session",
    "grant_key",
    "make_notice_codes",
    "register_account",
    "revoke_key",
    "set_phone",
    "withdraw_role",
]
