"""To which of our mails does a mail answer? And whose business is that kind of reply?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.mailreader.parsed import ParsedMail
    from portal.mailwire.models import RawMail

ReplyHandler = Callable[["ParsedMail", "RawMail", str], Any]
_handlers: dict[str, ReplyHandler] = {}


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """What a mail answers. `sent_to` are the addresses that we sent that mail to; empty where the row is
    gone and only the keyed hash speaks."""

    kind: str
    ref: str
    message_id: str
    sent_to: frozenset[str]


def register_reply_kind(kind: str, handler: ReplyHandler) -> None:
    """Says what is done with replies of a kind: `handler(parsed, raw, ref)` returns the outcome."""
    if kind in _handlers:
        raise ValueError(f"two handlers for replies of kind {kind!r}")
    _handlers[kind] = handler


def reply_handler(kind: str) -> ReplyHandler | None:
    return _handlers.get(kind)


def replied_to(message_ids: list[str]) -> ReplyTo | None:
    """The nearest of our mails among the Message-IDs, given nearest first; None where none is ours.

    Ours is what we stored, letter for letter, or what carries our keyed hash.
    """
    from portal.mailwire.models import OutgoingMail
    from portal.mailwire.tokens import read_message_id

    stored = {mail.message_id: mail for mail in OutgoingMail.objects.filter(message_id__in=message_ids[:100])}
    for message_id in message_ids:
        mail = stored.get(message_id)
        if mail and mail.reply_kind:
            return ReplyTo(mail.reply_kind, mail.reply_ref, message_id, frozenset({mail.to.open().lower()}))
        proven = None if mail else read_message_id(message_id)
        if proven:
            return ReplyTo(proven[0], proven[1], message_id, frozenset())
    return None
