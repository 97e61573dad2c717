from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from mailbox.letters import mail_answer
from mailbox.models import Conversation, Direction, Message
from mailbox.telling import tell_answer
from owners.viewers import VISITOR, Viewer
from portal import audit, outbox, realtime, richtext, uploads
from portal.domain_events import MessageReceived
from portal.errors import Refused
from portal.uploads.models import Upload


class NothingSaid(Refused):
    """Neither words nor files."""


@transaction.atomic
def receive_message(
    *,
    conversation: Conversation,
    text: str,
    viewer: Viewer = VISITOR,
    upload_ids: Iterable[str] = (),
    upload_owner: str = "",
    idempotency_key: str = "",
) -> Message:
    """Takes what the customer wrote on the tracking page, and tells crm (MessageReceived).

    The same `idempotency_key` gives the message that was taken with it. Raises NothingSaid.
    """
    conversation = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
    existing = Message.objects.filter(idempotency_key=idempotency_key).first() if idempotency_key else None
    if existing:
        return existing
    upload_ids = list(upload_ids)
    if not text.strip() and not upload_ids:
        raise NothingSaid(_("Please write something, or add a photo."))
    message = Message(
        html=richtext.from_text(text),
        author_name=_name_of(conversation),
        idempotency_key=idempotency_key or None,
    )
    add_message(conversation, message, direction=Direction.IN)
    bind_files(conversation, message, upload_ids, owner=upload_owner or viewer.pseudonym)
    if conversation.end_confirmed_at:
        # Whoever writes again has something that isn't settled.
        Conversation.objects.filter(pk=conversation.pk).update(end_confirmed_at=None)
    record_received(conversation, message)
    return message


@transaction.atomic
def send_answer(
    *,
    conversation: Conversation,
    html: str,
    who: str,
    viewer: Viewer,
    upload_ids: Iterable[str] = (),
) -> Message:
    """Puts the company's word into the conversation and mails it where an address is known.

    `who` is the name that the customer reads. `upload_ids` are unbound uploads of the viewer. A reply to
    the mail comes back into this conversation. Raises NothingSaid.
    """
    conversation = (
        Conversation.objects.select_for_update(of=("self",))
        .select_related("mailbox", "estate", "contact", "user")
        .get(pk=conversation.pk)
    )
    if not richtext.to_text(html):
        raise NothingSaid(_("Please write an answer first."))
    message = Message(html=richtext.clean(html), author_name=who[:100])
    add_message(conversation, message, direction=Direction.OUT)
    files = uploads.attach(upload_ids, owner=viewer.pseudonym, scope=message.scope)
    message.outgoing = mail_answer(conversation, message, files=len(files))
    message.save(update_fields=["outgoing"])
    audit.record(
        actor=viewer.pseudonym,
        action="conversation.answered",
        subject=f"conversation:{conversation.number}",
        estate_id=conversation.estate_id,
        mailed=message.outgoing is not None,
    )
    tell_answer(conversation, message)
    return message


def add_message(conversation: Conversation, message: Message, *, direction: Direction) -> None:
    """Saves a message into the conversation and tells open tracking pages, unless it is for staff only."""
    message.conversation = conversation
    message.direction = direction
    message.text = message.text or richtext.to_text(message.html)
    message.fresh_text = message.fresh_text or message.text
    message.save()
    if direction != Direction.STAFF_ONLY:
        open_pages(conversation, "message")


def bind_files(conversation: Conversation, message: Message, upload_ids: Iterable[str], *, owner: str) -> None:
    """Binds the customer's files to their message. In an anonymous matter they forget who sent them."""
    uploads.attach(upload_ids, owner=owner, scope=message.scope)
    if conversation.anonymous:
        Upload.objects.filter(scope=message.scope).update(owner="anonymous")


def record_received(conversation: Conversation, message: Message) -> None:
    outbox.record(
        MessageReceived(conversation_id=conversation.pk, message_id=message.pk), key=f"conversation:{conversation.pk}"
    )


def open_pages(conversation: Conversation, kind: str) -> None:
    """Tells the tracking pages that are open now; they fetch what is new themselves."""
    realtime.tell(f"conversation:{conversation.token}", kind)


def _name_of(conversation: Conversation) -> str:
    first = conversation.messages.filter(direction=Direction.IN).values_list("author_name", flat=True).first()
    return first or ""
