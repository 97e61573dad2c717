"""What is said about a case: to the customer, by the customer, and among colleagues."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from crm import moves, permissions
from crm.actions.cases import enter_message, lock, open_case, permit, worker
from crm.actions.clocks import resume_clocks, start_clocks, stop_clocks
from crm.actions.entries import move_to, push_progress, record, tell, tell_homes, write_entry, write_step
from crm.actions.naming import tell_nameless
from crm.disclosure import open_parties
from crm.models import Case, ClockKind, Entry, EntryKind, State, Step
from mailbox import actions as mailbox_actions
from mailbox.models import Conversation, Message
from notify import send
from owners.models import User
from owners.viewers import Viewer
from portal import audit, richtext
from portal.errors import Refused
from portal.worktime import now

# To whom an answer goes, where it isn't the number of one home.
ALL, ASKER = "", "asker"
_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_ID_NUMBER = re.compile(r"(?<![\dA-Za-z])\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{5}[\dXx](?![\dA-Za-z])")


class HoldsPersonalNumbers(Refused):
    """The answer holds a telephone or identity number that isn't the customer's. May be confirmed."""


class NothingSaid(Refused):
    """The text is empty."""


def leaks(text: str, *, own: str = "") -> list[str]:
    """Mobile and identity numbers in `text`, without the customer's own telephone `own`."""
    own_digits = re.sub(r"\D", "", own)[-11:]
    found = [match.group() for pattern in (_PHONE, _ID_NUMBER) for match in pattern.finditer(text)]
    return [number for number in found if re.sub(r"\D", "", number)[-11:] != own_digits or not own_digits]


@transaction.atomic
def add_note(*, viewer: Viewer, case: Case, html: str) -> Entry:
    """Writes a note that only colleagues see."""
    permit(permissions.can_note(viewer, case))
    _must_say_something(html)
    entry = write_entry(case, EntryKind.NOTE, html=html, author=worker(viewer))
    record(viewer, case, "case.noted")
    return entry


@transaction.atomic
def answer_customer(
    *,
    viewer: Viewer,
    case: Case,
    html: str,
    solves: bool = False,
    confirmed: bool = False,
    upload_ids: tuple[str, ...] = (),
    to: str = ALL,
) -> Entry:
    """Sends an answer to the customer, by their channel and on their tracking page: to all homes that stand behind
    the matter as well, to the ASKER alone, or (by its number) to one home that wrote.

    `solves` says that the matter is solved by it: the solution clock stops too. An answer to one home moves
    nothing. Raises HoldsPersonalNumbers for other people's numbers, unless `confirmed`.
    """
    case = lock(case.pk)
    permit(permissions.can_work(viewer, case))
    state = moves.after("tell" if solves else "answer", case)
    _must_say_something(html)
    if case.is_private and to == ALL:
        to = ASKER
    conversation = _addressed(case, to)
    # What all homes read holds nobody's number, not even the asker's.
    contact = conversation.contact if to or not case.home_count else None
    if not confirmed and (found := leaks(richtext.to_text(html), own=contact.phone.open() if contact else "")):
        raise HoldsPersonalNumbers(
            _(
                "The answer holds somebody's number (%(numbers)s). "
                "Take it out, or confirm that the customer may have it."
            )
            % {"numbers": "、".join(found)}
        )
    who = worker(viewer).get_full_name()
    message = mailbox_actions.send_answer(
        viewer=viewer, conversation=conversation, html=html, who=who, upload_ids=upload_ids
    )
    entry = Entry.objects.create(
        case=case, kind=EntryKind.PUBLIC_ANSWER, message=message, author=viewer.user, author_name=who[:60]
    )
    if conversation == case.conversation:
        tell_nameless(case, message)
        _customer_was_told(case, state)
        if to == ALL:
            tell_homes(case, message_id=message.pk)
    else:
        Case.objects.filter(pk=case.pk).update(customer_wrote_at=None)
    record(viewer, case, "case.answered", solves=solves, to=to or "all")
    tell(case)
    return entry


def homes_that_wrote(case: Case) -> list[str]:
    """Numbers of homes behind the case that wrote to it themselves. No query for a case without."""
    if not case.home_count:
        return []
    theirs = Entry.objects.filter(case=case, kind=EntryKind.CUSTOMER).exclude(
        message__conversation=case.conversation_id
    )
    return list(theirs.order_by().values_list("message__conversation__number", flat=True).distinct())


def _addressed(case: Case, to: str) -> Conversation:
    if to in (ALL, ASKER):
        return case.conversation
    home = case.joined_homes.select_related("conversation__contact").filter(conversation__number=to).first()
    if home is None:
        raise Refused(_("No home of this number stands behind the case."))
    return home.conversation


@transaction.atomic
def note_contact(*, viewer: Viewer, case: Case, kind: str, html: str, told: bool) -> Entry:
    """Notes down a call or visit. `told`: the customer now knows how their matter ended."""
    case = lock(case.pk)
    permit(permissions.can_work(viewer, case))
    _must_say_something(html)
    state = moves.after("tell", case) if told else State(case.state)
    entry = write_entry(case, EntryKind(kind), html=html, author=worker(viewer))
    if told:
        write_step(case, Step.TOLD, author=viewer.user)
        _customer_was_told(case, state)
    record(viewer, case, "case.contacted", kind=kind, told=told)
    return entry


@transaction.atomic
def receive_from_customer(*, conversation_id: int, message_id: int) -> bool:
    """Puts a customer's message into their case and wakes it. False if it was there already.

    A message whose sender could not be verified is shown to staff and moves nothing.
    """
    case = lock(open_case(conversation_id=conversation_id).pk)
    message = Message.objects.get(pk=message_id, conversation_id=conversation_id)
    is_first = not case.entries.filter(kind=EntryKind.CUSTOMER).exclude(message=message).exists()
    made = enter_message(case, message)
    if not made or message.unverified or is_first:
        return made
    _wake(case)
    audit.record(
        actor="system", action="case.customer_replied", subject=f"case:{case.number}", estate_id=case.estate_id
    )
    send(
        [person for person in (case.handler,) if person],
        kind="case.customer_replied",
        params={"number": case.number, "subject": case.subject},
        url=f"/desk/cases/{case.number}/",
        dedupe=f"mailbox.message:{message.pk}",
    )
    tell(case)
    return True


def _wake(case: Case) -> None:
    was_ended = not case.is_open
    case.customer_wrote_at = case.customer_wrote_at or now()
    case.save(update_fields=["customer_wrote_at"])
    state = moves.after("wake", case)
    if was_ended:
        begin_new_round(case)
        push_progress(case)
    elif case.state == State.WAITING:
        resume_clocks(case)
        write_step(case, Step.RESUMED)
    if state != case.state:
        move_to(case, state)


def begin_new_round(case: Case, *, author: User | None = None, reason: str = "") -> None:
    """Opens an ended case again, with fresh clocks for answer and solution."""
    case.round += 1
    case.closed_at = None
    case.state = State.REOPENED
    case.save(update_fields=["round", "closed_at", "state"])
    start_clocks(case, (ClockKind.FIRST_ANSWER, ClockKind.SOLUTION))
    open_parties(case)
    write_step(case, Step.REOPENED, author=author, text=reason)
    case.follow_ups.filter(state="planned").update(state="dropped")


def _customer_was_told(case: Case, state: State) -> None:
    resume_clocks(case)
    told_all = state == State.COMMUNICATED
    kinds = (ClockKind.FIRST_ANSWER, ClockKind.SOLUTION) if told_all else (ClockKind.FIRST_ANSWER,)
    stop_clocks(case, *kinds)
    case.customer_wrote_at = None
    move_to(case, state, "customer_wrote_at")


def _must_say_something(html: str) -> None:
    if not richtext.to_text(html).strip() and "<img" not in html:
        raise NothingSaid(_("Please write something first."))
