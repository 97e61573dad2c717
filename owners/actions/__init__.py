"""Every write of people and access: keyword-only, atomic, audited. Other floors call these."""

from owners.actions.access import LastAdministrator, assign_role, grant_key, remove_role, revoke_key
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
from owners.actions.pledge import NotYourName, PledgeChanged, accept_pledge
from owners.actions.residencies import end_residency, end_residency_at_desk
from owners.actions.rights import (
    answer_request,
    ask_for_copy,
    ask_for_correction,
    ask_to_close,
    choose_consent,
    take_back_closing,
)
from owners.actions.roles import (
    NoAdministrator,
    RoleHeldAlready,
    RoleRequestOver,
    SecondPersonNeeded,
    confirm_role,
    give_role,
    refuse_role,
    request_role,
    withdraw_role,
)

__all__ = [
    "EmailTaken",
    "LastAdministrator",
    "NoAdministrator",
    "NotYourName",
    "PhoneTaken",
    "PledgeChanged",
    "RoleHeldAlready",
    "RoleRequestOver",
    "SecondPersonNeeded",
    "accept_invitation",
    "accept_pledge",
    "answer_request",
    "ask_for_copy",
    "ask_for_correction",
    "ask_to_close",
    "assign_role",
    "change_profile",
    "choose_consent",
    "claim_by_code",
    "claim_unit",
    "confirm_role",
    "decide_claim",
    "end_other_sessions",
    "end_residency",
    "end_residency_at_desk",
    "end_session",
    "give_role",
    "grant_key",
    "invite",
    "leave_home",
    "make_notice_codes",
    "refuse_role",
    "register_account",
    "remove_member",
    "remove_role",
    "request_role",
    "revoke_key",
    "set_phone",
    "take_back_closing",
    "withdraw_invitation",
    "withdraw_role",
]
