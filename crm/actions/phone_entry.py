"""A matter told by telephone, at the counter or in a letter, written down by staff."""

from datetime import timedelta

from django.db import transaction

from crm import permissions
from crm.actions.cases import open_case, permit, take_case
from crm.models import Case, CaseKind
from mailbox import actions as mailbox_actions
from owners import personal
from owners.models import Estate, Person, Unit
from owners.viewers import Viewer
from portal import richtext
from portal.worktime import now

# How long a caller stays identified.
CALL_LASTS = timedelta(minutes=30)


@transaction.atomic
def enter_call(
    *,
    viewer: Viewer,
    channel: str,
    estate: Estate,
    kind: str,
    subject: str,
    text: str = "",
    name: str = "",
    phone: str = "",
    address: str = "",
    unit: Unit | None = None,
    person: Person | None = None,
) -> Case:
    """Opens conversation and case at once. Whoever answered the telephone is the first one asked.

    `person` is whom staff recognised; the contact is linked to them, its words stay as given.
    """
    permit(viewer.has_role(*permissions.WORKERS, estate_id=estate.pk))
    conversation = mailbox_actions.open_conversation(
        viewer=viewer,
        estate=estate,
        kind=CaseKind(kind),
        channel=channel,
        subject=subject,
        html=richtext.from_text(text or subject),
        name=name,
        phone=phone,
        address=address,
        unit=unit,
    )
    if person and conversation.contact:
        conversation.contact.person = person
        conversation.contact.save(update_fields=["person"])
    return take_case(viewer=viewer, case=open_case(conversation_id=conversation.pk))


@transaction.atomic
def identify_callers(*, viewer: Viewer, people: list[Person]) -> None:
    """Whoever rings is work in hand: those known under the number are open to this officer for the call."""
    permit(viewer.has_role(*permissions.WORKERS))
    personal.grant(key=viewer.pseudonym, subjects=people, source="call", until=now() + CALL_LASTS)
