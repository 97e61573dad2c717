from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from mailbox.actions.messages import add_message, bind_files, open_pages
from mailbox.letters import acknowledge
from mailbox.models import Channel, Conversation, Direction, Kind, Mailbox, Message, Progress, ProgressStep
from mailbox.telling import tell_progress
from owners.models import Building, Contact, Estate, Unit, User
from owners.viewers import VISITOR, Viewer, staff_key
from portal import audit, numbers, outbox, richtext
from portal.domain_events import ConversationOpened
from portal.worktime import now


@transaction.atomic
def open_conversation(
    *,
    estate: Estate,
    kind: str,
    channel: str,
    subject: str,
    text: str = "",
    html: str = "",
    viewer: Viewer = VISITOR,
    mailbox: Mailbox | None = None,
    name: str = "",
    phone: str = "",
    email: str = "",
    address: str = "",
    user: User | None = None,
    unit: Unit | None = None,
    building: Building | None = None,
    place: str = "",
    wish: str = "",
    anonymous: bool = False,
    language: str = "",
    upload_ids: Iterable[str] = (),
    upload_owner: str = "",
    topic_ref: str = "",
    url: str = "",
    outside_number: str = "",
    outside_due_at: datetime | None = None,
    idempotency_key: str = "",
    in_reply_to: str = "",
    first_message: Message | None = None,
    receipt: bool = True,
    stands_behind: str = "",
) -> Conversation:
    """Opens a matter, whatever the channel, gives it its number, and tells crm (ConversationOpened).

    What was said comes as `text` or as `html` (sanitised here). `viewer` is who enters it: the customer on
    the web, a member of staff for telephone, counter, letter and forum. The customer is described by
    `name`, `phone`, `email`, `address` (kept as a Contact, as given) and by `user` where it is an account.
    `anonymous` drops all of them: only number, query code and link lead back.

    Forum: `channel="forum"`, `topic_ref` the topic's public id, `user` its author. Elsewhere: `url` the
    page where it was seen. Transfers: `outside_number` and `outside_due_at` as the other office gave them.
    `upload_ids` are unbound uploads of `upload_owner` (else of the viewer). The same `idempotency_key`
    gives the conversation that was opened with it, and changes nothing. `first_message` is an unsaved
    message that intake has prepared; `receipt=False` sends no acknowledgement by mail. `stands_behind` is the
    number of the matter that a home joins by "me too" (see `open_home_number`).
    """
    given = {} if anonymous else {"name": name, "phone": phone, "email": email, "address": address}
    customer = None if anonymous else user
    conversation, is_new = _create_once(
        given=given,
        estate=estate,
        mailbox=mailbox or mailbox_for(estate, kind),
        audience=staff_key(estate.pk),
        channel=Channel(channel),
        kind=Kind(kind),
        subject=subject.strip()[:200],
        wish=wish.strip()[:500],
        user=customer,
        person=customer.person if customer else None,
        unit=unit,
        building=building or (unit.entrance.building if unit else None),
        place=place.strip()[:120],
        anonymous=anonymous,
        language=language,
        topic_ref=topic_ref,
        outside_url=url[:400],
        outside_number=outside_number[:60],
        outside_due_at=outside_due_at,
        stands_behind=stands_behind,
        idempotency_key=idempotency_key or None,
    )
    if not is_new:
        return conversation
    message = first_message or Message(html=richtext.clean(html) if html else richtext.from_text(text))
    message.author_name = message.author_name or _author(conversation, name)
    add_message(conversation, message, direction=Direction.IN)
    bind_files(conversation, message, upload_ids, owner=upload_owner or viewer.pseudonym)
    _tell_of_new(conversation, viewer)
    if receipt and channel in {Channel.WEB, Channel.MAIL}:
        acknowledge(conversation, in_reply_to=in_reply_to)
    return conversation


def _create_once(*, given: dict[str, str], **columns: Any) -> tuple[Conversation, bool]:
    """The conversation of these columns, and whether it is new. Of two that come at once with the same
    idempotency key the second gives its number back and finds the first."""
    key, estate = columns["idempotency_key"], columns["estate"]
    existing = Conversation.objects.filter(idempotency_key=key).first() if key else None
    if existing:
        return existing, False
    try:
        with transaction.atomic():
            number = numbers.next_number(estate_code=estate.code)
            conversation = Conversation.objects.create(number=number, contact=_contact(given), **columns)
    except IntegrityError:
        if not key:
            raise
        return Conversation.objects.get(idempotency_key=key), False
    ProgressStep.objects.create(conversation=conversation, state=Progress.RECEIVED)
    return conversation, True


def _tell_of_new(conversation: Conversation, viewer: Viewer) -> None:
    audit.record(
        actor="visitor" if conversation.anonymous else viewer.pseudonym,
        action="conversation.opened",
        subject=f"conversation:{conversation.number}",
        estate_id=conversation.estate_id,
        channel=str(conversation.channel),
        kind=str(conversation.kind),
    )
    outbox.record(ConversationOpened(conversation_id=conversation.pk), key=f"conversation:{conversation.pk}")


def mailbox_for(estate: Estate, kind: str) -> Mailbox | None:
    """The estate's mailbox for a kind: the first that takes it, else the first."""
    boxes = list(Mailbox.objects.in_use().filter(estate=estate))
    return next((box for box in boxes if kind in box.kinds), boxes[0] if boxes else None)


@transaction.atomic
def set_progress(
    *, conversation_id: int, state: str, who: str = "", promise_at: datetime | None = None, tells: bool = True
) -> None:
    """Shows the public state, the person answerable and the next promised time to the customer.

    Called down by crm. Tells open tracking pages; a new state also tells the customer's account, if `tells`.
    """
    conversation = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation_id)
    shown = (conversation.progress_state, conversation.progress_who, conversation.progress_promise_at)
    if shown == (state, who, promise_at):
        return
    is_new = conversation.progress_state != state
    conversation.progress_state = Progress(state)
    conversation.progress_who = who[:60]
    conversation.progress_promise_at = promise_at
    conversation.save(update_fields=["progress_state", "progress_who", "progress_promise_at"])
    ProgressStep.objects.update_or_create(conversation=conversation, state=state, defaults={"at": now()})
    open_pages(conversation, "progress")
    if is_new and tells:
        tell_progress(conversation)


@transaction.atomic
def name_customer(*, conversation_id: int, user: User) -> bool:
    """Whoever brought an anonymous matter has let the company know who they are. False if it is known already."""
    conversation = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation_id)
    if not conversation.anonymous:
        return False
    conversation.anonymous, conversation.user, conversation.person = False, user, user.person
    conversation.save(update_fields=["anonymous", "user", "person"])
    audit.record(
        actor=user.pseudonym,
        action="conversation.named",
        subject=f"conversation:{conversation.number}",
        estate_id=conversation.estate_id,
    )
    return True


def _contact(known: dict[str, str]) -> Contact | None:
    """A Contact of what was given, cut to its columns; None where nothing was."""
    if not any(known.values()):
        return None
    room = {"name": 60, "phone": 30, "email": 254, "address": 120}
    return Contact.objects.create(**{field: value.strip()[: room[field]] for field, value in known.items()})


def _author(conversation: Conversation, name: str) -> str:
    if conversation.anonymous:
        return ""
    if name or conversation.user is None:
        return name[:100]
    return conversation.user.display_name[:100]
