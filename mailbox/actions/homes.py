"""The numbers of homes that stand behind somebody's matter by "me too". Called down by crm."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from mailbox.actions.conversations import open_conversation
from mailbox.actions.messages import NothingSaid, add_message, record_received
from mailbox.letters import mail_answer
from mailbox.models import Channel, Companion, Conversation, Direction, Message
from mailbox.permissions import can_judge_end
from mailbox.telling import tell_answer, tell_number
from owners.models import Unit, User
from owners.viewers import VISITOR, Viewer, viewer_for_user
from portal import audit, richtext, uploads
from portal.errors import Refused
from portal.worktime import now


class NothingToJudge(Refused):
    """The matter has not ended, or the home has said that it is settled."""


@transaction.atomic
def open_home_number(
    *, matter: Conversation, unit: Unit, user: User, topic_ref: str, kind: str, since: datetime | None = None
) -> Conversation:
    """Gives a home its own number behind `matter`, with query code, page and notices, and tells its account.

    `since` is when the home said "me too". The caller sees to it that a home has one number for a matter.
    """
    with translation.override(user.language or settings.LANGUAGE_CODE):
        said = _("Me too: “%(topic)s”, in the owners’ forum.") % {"topic": matter.subject}
    conversation = open_conversation(
        estate=matter.estate,
        kind=kind,
        channel=Channel.FORUM,
        subject=matter.subject,
        first_message=Message(html=richtext.from_text(said), sent_at=since or now()),
        viewer=viewer_for_user(user),
        user=user,
        unit=unit,
        topic_ref=topic_ref,
        language=user.language,
        stands_behind=matter.number,
    )
    tell_number(conversation, user)
    return conversation


@transaction.atomic
def share_with(*, conversation: Conversation, user: User) -> bool:
    """A further account of the home sees the matter as its own from now on. False if it did before."""
    if conversation.user_id == user.pk:
        return False
    _row, is_new = Companion.objects.get_or_create(conversation=conversation, user=user, defaults={"since": now()})
    if is_new:
        tell_number(conversation, user)
    return is_new


@transaction.atomic
def withdraw(*, conversation: Conversation) -> None:
    """The home has taken its "me too" back: the number stays and says so; nothing more is sent to it."""
    standing = Conversation.objects.filter(pk=conversation.pk, withdrawn_at__isnull=True)
    if standing.update(withdrawn_at=now()):
        _audit(conversation, "withdrawn")


@transaction.atomic
def stand_again(*, conversation: Conversation) -> None:
    """The home says "me too" again: its number goes on."""
    if Conversation.objects.filter(pk=conversation.pk, withdrawn_at__isnull=False).update(withdrawn_at=None):
        _audit(conversation, "stands_again")


@transaction.atomic
def repeat_answer(*, message: Message, conversation: Conversation) -> Message:
    """Says an answer to a home that stands behind its matter, by its channels. Once, however often it is called."""
    repeated = Message.objects.filter(original=message, conversation=conversation).first()
    if repeated is not None:
        return repeated
    repeated = Message(html=message.html, author_name=message.author_name, original=message, sent_at=message.sent_at)
    add_message(conversation, repeated, direction=Direction.OUT)
    repeated.outgoing = mail_answer(conversation, repeated, files=len(uploads.of(repeated.scope)))
    repeated.save(update_fields=["outgoing"])
    tell_answer(conversation, repeated)
    return repeated


@transaction.atomic
def judge_end(*, conversation: Conversation, settled: bool, said: str = "", viewer: Viewer = VISITOR) -> Conversation:
    """A home, or whoever went on in private, says that it is settled for them, or why not: that is their message.

    Raises NothingToJudge, and NothingSaid for a dispute without a reason.
    """
    conversation = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
    if not can_judge_end(conversation):
        raise NothingToJudge(_("There is nothing to confirm here now."))
    if not settled:
        return _dispute(conversation, said)
    conversation.end_confirmed_at = now()
    conversation.save(update_fields=["end_confirmed_at"])
    _audit(conversation, "end_confirmed", viewer)
    return conversation


@transaction.atomic
def go_private(*, conversation: Conversation) -> None:
    """What began in the forum goes on here alone, as its author agreed."""
    if Conversation.objects.filter(pk=conversation.pk, went_private_at__isnull=True).update(went_private_at=now()):
        _audit(conversation, "went_private")


def _dispute(conversation: Conversation, said: str) -> Conversation:
    if not said.strip():
        raise NothingSaid(_("Please say what is not settled yet."))
    message = Message(html=richtext.from_text(said.strip()[:1000]))
    add_message(conversation, message, direction=Direction.IN)
    record_received(conversation, message)
    _audit(conversation, "end_disputed")
    return conversation


def _audit(conversation: Conversation, what: str, viewer: Viewer | None = None) -> None:
    audit.record(
        actor=viewer.pseudonym if viewer else "system",
        action=f"conversation.{what}",
        subject=f"conversation:{conversation.number}",
        estate_id=conversation.estate_id,
    )
