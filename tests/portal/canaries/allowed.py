"""Route → who may see there in full → which fields."""

from owners.models import (
    Role,
)
from tests.portal.test_routes import (
    ADAM,
    DANA,
    EVERYBODY,
    MONA,
    OWNER,
    PETRA,
    STELLA,
)

# The roles that nobody of the cast holds are each held by somebody called so.
HANDLER, APPROVER, LEGAL, EXECUTIVE = NEWCOMERS = (Role.HANDLER, Role.APPROVER, Role.LEGAL, Role.EXECUTIVE)
CASE_WORKERS = {DANA, MONA}
CASE_READERS = CASE_WORKERS | {LEGAL, EXECUTIVE}
REVIEWERS = {STELLA, ADAM}

# Route → who may see there in full → which fields. Nobody may see anything else, nor these elsewhere.
ALLOWED: dict[str, list[tuple[set[str], set[str]]]] = {
    # What is one person's own.
    "owners:profile": [({OWNER}, {"owners.User.phone", "owners.User.email"})],
    "owners:claim-details": [({OWNER}, {"owners.User.phone"})],
    "mailbox:matter-new": [({OWNER}, {"owners.PersonName.name", "owners.User.phone", "owners.User.email"})],
    "notify:preference-edit": [({OWNER}, {"owners.User.email"})],
    "club:card": [({OWNER}, {"owners.PersonName.name"})],
    "club:landing": [({OWNER}, {"owners.PersonName.name"})],
    # Whom a role is asked for, or given to, is named to those who see who may do what.
    **{
        route: [({ADAM, PETRA}, {"owners.User.last_name", "owners.User.first_name"})]
        for route in ("desk:staff-list", "desk:role-request")
    },
    "owners:my-data": [({OWNER}, {"owners.DataRequest.answer"})],
    "owners:household": [({OWNER}, {"owners.HouseholdInvitation.label", "owners.HouseholdMember.label"})],
    "owners:household-invitation": [({OWNER}, {"owners.HouseholdInvitation.label"})],
    "owners:household-member": [({OWNER}, {"owners.HouseholdMember.label"})],
    # Work in hand: the parties of a case until its follow-up is over, and who is sent to do the work.
    "desk:case": [
        (
            CASE_WORKERS,
            {
                "owners.PersonName.name", "owners.Contact.name", "owners.Contact.phone", "owners.Contact.email",
                "owners.Contact.address", "crm.WorkOrder.handler_phone",
            },
        ),
        (CASE_READERS, {"crm.Entry.author_name", "crm.WorkOrder.handler_name"}),
    ],
    "desk:follow-up-list": [(CASE_WORKERS, {"owners.Contact.name", "owners.Contact.phone"})],
    "desk:work-order-list": [(CASE_WORKERS, {"crm.WorkOrder.handler_name"})],
    # The same grants, and those of a correction that was asked for, open the pages of the registry to the same people.
    **{
        route: [(CASE_WORKERS | REVIEWERS, {"owners.PersonName.name", "owners.PersonContact.value"})]
        for route in ("desk:registry-person", "desk:registry-unit", "desk:counter-home")
    },
    **{
        route: [(REVIEWERS, {"owners.PersonName.name", "owners.PersonContact.value"})]
        for route in ("desk:registry-merge", "desk:club-event")
    },
    "desk:residency-end": [(REVIEWERS, {"owners.PersonName.name"})],
    # A claim until it is decided: what was typed, and what the account has confirmed.
    "desk:claim-review": [
        (REVIEWERS, {"owners.Claim.name", "owners.Claim.phone", "owners.User.phone", "owners.User.email"})
    ],
    # Who asked for a list and who may agree to it; who looks into a pattern.
    "desk:export": [({DANA, MONA, PETRA, ADAM}, {"owners.ExportRequest.why", "owners.ExportRequest.refusal"})],
    # A correction until it is answered.
    "desk:data-request": [
        (
            REVIEWERS | {PETRA},
            {
                "owners.DataRequest.wish", "owners.DataRequest.answer", "owners.PersonName.name",
                "owners.PersonContact.value",
            },
        )
    ],
    # Before those to whom their work opens the name; to others of the counter it is masked.
    "desk:consent-person": [(CASE_WORKERS | REVIEWERS | {PETRA}, {"owners.PersonName.name"})],
    "desk:privacy-alert": [({PETRA}, {"owners.PrivacyAlert.note"})],
    "desk:privacy-look": [({PETRA}, {"owners.Reveal.note"})],
    # The demonstration's own inbox stands for everybody's telephone.
    "notify:demo-inbox": [
        (EVERYBODY | set(NEWCOMERS), {"owners.SmsMessage.phone", "mailwire.OutgoingMail.to"}),
    ],
}  # fmt: skip


def allowed(route: str, who: str) -> set[str]:
    return {field for names, fields in ALLOWED.get(route, []) if who in names for field in fields}
