"""What becomes of a mail that arrived. One question (`decide`), one deed (`receive`).

Who may speak in a conversation:
- A mail that answers one of ours (In-Reply-To or References, letter for letter or by our keyed hash) **and**
  comes from an address at which we know the customer is a reply.
- A mail that answers one of ours from any other address is `unverified`: staff see it beside the case,
  the stranger hears nothing, nothing changes.
- A number in the subject proves nothing by itself, for numbers are said aloud and From is easily forged.
  It counts only where our own mail server vouches for the customer's address (DMARC pass); else the mail
  opens a matter of its own.
"""

import hashlib
import logging
import re
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mailbox.actions.conversations import open_conversation
from mailbox.actions.messages import add_message, record_received
from mailbox.letters import REPLY_KIND, addresses_of
from mailbox.models import Channel, Conversation, Delivery, Direction, Mailbox, Message, Outcome
from owners.models import User
from owners.viewers import staff_key
from portal import audit, mailwire, richtext, uploads
from portal.mailreader.parse import Unreadable, parse_apart
from portal.mailreader.parsed import ParsedMail
from portal.mailreader.robots import AUTO, BOUNCE
from portal.mailwire import raw_mail
from portal.mailwire.models import OutgoingMail, OutgoingState, RawMail, RawMailState
from portal.mailwire.tokens import read_message_id

logger = logging.getLogger(__name__)

ATTEMPTS = 3  # at making something of a mail, before it is put apart
FILES = 50  # attachments of one mail that are kept
_NUMBER = re.compile(r"\b[A-Z0-9]{2,6}-\d{4}-\d{6}\b")


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: Outcome
    reason: str = ""
    conversation: Conversation | None = None
    reply_kind: str = ""  # set where another app's handler is to take the reply
    reply_ref: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """What `receive` did. `parsed` is None for what could not be read, or had been received before."""

    outcome: Outcome
    conversation: Conversation | None
    reason: str = ""
    parsed: ParsedMail | None = None


def receive(raw: bytes, mailbox: Mailbox, *, source: str) -> Received:
    """Takes in one mail, exactly once per `source`. Stores it first; whatever happens then, it is kept."""
    return process(raw_mail.keep(raw, source=source, account=account_of(mailbox)), mailbox)


def account_of(mailbox: Mailbox) -> str:
    return f"mailbox:{mailbox.pk}"


def process(raw: RawMail, mailbox: Mailbox) -> Received:
    """Makes of a stored mail what it is to be, in one transaction. Doing it again changes nothing."""
    done = Delivery.objects.filter(raw=raw).select_related("conversation").first()
    if done:
        return Received(Outcome(done.outcome), done.conversation, done.reason)
    parsed = read(raw.read(), mailbox)
    try:
        return _settle(raw, mailbox, parsed)
    except IntegrityError:
        # Somebody settled the same mail, or its twin, in the same moment: now it is a duplicate.
        return _settle(raw, mailbox, parsed)


def read(raw: bytes, mailbox: Mailbox | None) -> ParsedMail | str:
    """The mail, read in a process of its own; or why it could not be read."""
    trusted = [mailbox.trusted_server] if mailbox and mailbox.trusted_server else []
    try:
        parsed = parse_apart(raw, trusted_servers=trusted)
    except Unreadable as problem:
        return str(problem)
    if not parsed.subject and not parsed.from_address:
        return "no mail"
    if not parsed.text and not parsed.attachments and (parsed.defects or not parsed.subject):
        return ", ".join(parsed.defects) or "empty"
    return parsed


# ── the question ────────────────────────────────────────────────────────────────────────────


def decide(parsed: ParsedMail, mailbox: Mailbox | None, fingerprint: str) -> Decision:
    """What the mail is, from what it says and what the database knows. Writes nothing."""
    twin = (
        Delivery.objects.filter(mailbox=mailbox, fingerprint=fingerprint).select_related("conversation").first()
        if mailbox
        else None
    )
    if twin:
        return Decision(Outcome.DUPLICATE, "seen before", twin.conversation)
    if parsed.verdict.kind == BOUNCE:
        return Decision(
            Outcome.BOUNCE, parsed.verdict.reason, _conversation_of(mailwire.replied_to([parsed.verdict.about]))
        )
    if parsed.verdict.kind == AUTO:
        return Decision(Outcome.AUTO, parsed.verdict.reason)
    if _is_loop(parsed):
        return Decision(Outcome.AUTO, "loop")
    reply = mailwire.replied_to(parsed.refers_to)
    if reply and reply.kind != REPLY_KIND and mailwire.reply_handler(reply.kind):
        return Decision(Outcome.REPLY, reply.kind, reply_kind=reply.kind, reply_ref=reply.ref)
    conversation = _conversation_of(reply)
    if reply and conversation:
        return _judge_reply(parsed, conversation, reply.sent_to)
    conversation = _named_in_subject(parsed)
    if conversation:
        return Decision(Outcome.REPLY, "number in the subject, address proven", conversation)
    return Decision(Outcome.NEW)


def fingerprint_of(parsed: ParsedMail, raw: RawMail | None = None) -> str:
    """What makes two deliveries the same mail: its Message-ID with sender and content, for a Message-ID
    alone can be taken by anybody. Without one its date speaks, or the day on which it came."""
    arrived = raw.received_at.date().isoformat() if raw else ""
    when = parsed.message_id or (parsed.sent_at.isoformat() if parsed.sent_at else arrived)
    digest = hashlib.sha256()
    for piece in (when, parsed.from_address, parsed.subject, parsed.text):
        digest.update(piece.encode() + b"\0")
    for attachment in parsed.attachments:
        digest.update(hashlib.sha256(attachment.content).digest())
    return digest.hexdigest()


def _is_loop(parsed: ParsedMail) -> bool:
    """Our own mail coming round: from a mailbox of ours, under a Message-ID of ours, or under our host's
    name though the sender is elsewhere. A colleague writing from the company's domain is no loop."""
    if read_message_id(parsed.message_id) or OutgoingMail.objects.filter(message_id=parsed.message_id or "-").exists():
        return True
    own = [address.lower() for address in Mailbox.objects.values_list("address", flat=True)]
    hosts = {address.rpartition("@")[2] for address in own}
    host = parsed.message_id.rpartition("@")[2].rstrip(">").lower()
    return parsed.from_address in own or (host in hosts and parsed.from_address.rpartition("@")[2] not in hosts)


def _conversation_of(reply: mailwire.ReplyTo | None) -> Conversation | None:
    if reply is None or reply.kind != REPLY_KIND:
        return None
    return Conversation.objects.select_related("contact", "user").filter(public_id=reply.ref).first()


def _judge_reply(parsed: ParsedMail, conversation: Conversation, sent_to: frozenset[str]) -> Decision:
    if parsed.authentication.failed:
        return Decision(Outcome.UNVERIFIED, "DMARC failed", conversation)
    if parsed.from_address and parsed.from_address in addresses_of(conversation) | sent_to:
        return Decision(Outcome.REPLY, "", conversation)
    return Decision(Outcome.UNVERIFIED, "address not the customer's", conversation)


def _named_in_subject(parsed: ParsedMail) -> Conversation | None:
    if not parsed.authentication.passed:
        return None
    numbers = _NUMBER.findall(parsed.subject)[:5]
    named = Conversation.objects.select_related("contact", "user").filter(number__in=numbers)
    return next((found for found in named if parsed.from_address in addresses_of(found)), None)


# ── the deed ────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def _settle(raw: RawMail, mailbox: Mailbox, parsed: ParsedMail | str) -> Received:
    raw = RawMail.objects.select_for_update().get(pk=raw.pk)
    done = Delivery.objects.filter(raw=raw).select_related("conversation").first()
    if done:
        return Received(Outcome(done.outcome), done.conversation, done.reason)
    if isinstance(parsed, str):
        return _put_apart(raw, mailbox, reason=parsed)
    fingerprint = fingerprint_of(parsed, raw)
    decision = decide(parsed, mailbox, fingerprint)
    message = _carry_out(decision, parsed, raw, mailbox)
    conversation = message.conversation if message else decision.conversation
    Delivery.objects.create(
        raw=raw,
        mailbox=mailbox,
        audience=staff_key(mailbox.estate_id),
        outcome=decision.outcome,
        reason=decision.reason[:200],
        fingerprint=fingerprint,
        from_address=parsed.from_address,
        subject=parsed.subject,
        conversation=conversation,
        message=message,
    )
    raw.state = RawMailState.DONE
    raw.save(update_fields=["state"])
    return Received(decision.outcome, conversation, decision.reason, parsed)


def _carry_out(decision: Decision, parsed: ParsedMail, raw: RawMail, mailbox: Mailbox) -> Message | None:
    match decision.outcome:
        case Outcome.NEW:
            return _open(parsed, raw, mailbox)
        case Outcome.REPLY if decision.reply_kind:
            handler = mailwire.reply_handler(decision.reply_kind)
            if handler:
                handler(parsed, raw, decision.reply_ref)
        case Outcome.REPLY | Outcome.UNVERIFIED if decision.conversation:
            return _add(decision, decision.conversation, parsed, raw)
        case Outcome.BOUNCE:
            return _note_bounce(decision.conversation, parsed, raw)
    return None


def _open(parsed: ParsedMail, raw: RawMail, mailbox: Mailbox) -> Message:
    message = _message(parsed, raw, text=parsed.text)
    subject = parsed.subject or richtext.excerpt(message.html, 40) or _("(no subject)")
    open_conversation(
        estate=mailbox.estate,
        mailbox=mailbox,
        kind=mailbox.default_kind,
        channel=Channel.MAIL,
        subject=subject,
        name=parsed.from_name,
        email=parsed.from_address,
        user=_account(parsed),
        in_reply_to=parsed.message_id,
        first_message=message,
        receipt=not parsed.authentication.failed,
    )
    _store_files(message, parsed)
    return message


def _add(decision: Decision, conversation: Conversation, parsed: ParsedMail, raw: RawMail) -> Message:
    message = _message(parsed, raw, text=parsed.fresh_text)
    message.unverified = decision.outcome == Outcome.UNVERIFIED
    add_message(conversation, message, direction=Direction.STAFF_ONLY if message.unverified else Direction.IN)
    _store_files(message, parsed)
    record_received(conversation, message)
    audit.record(
        actor="mail",
        action=f"conversation.{decision.outcome}",
        subject=f"conversation:{conversation.number}",
        estate_id=conversation.estate_id,
    )
    return message


def _note_bounce(conversation: Conversation | None, parsed: ParsedMail, raw: RawMail) -> Message | None:
    """Marks our mail as come back and tells staff, if the report names the mail and whom it went to."""
    verdict = parsed.verdict
    ours = OutgoingMail.objects.filter(message_id=verdict.about or "-").first()
    if ours is None or ours.to.open().lower() != verdict.failed_recipient:
        return None
    OutgoingMail.objects.filter(pk=ours.pk).update(state=OutgoingState.BOUNCED, problem=parsed.subject[:200])
    if conversation is None:
        return None
    note = _("Our mail to %(address)s came back. Please reach the customer another way.") % {"address": ours.to.open()}
    message = Message(html=richtext.from_text(note), author_name=_("Mail server"), raw=raw, unverified=True)
    add_message(conversation, message, direction=Direction.STAFF_ONLY)
    record_received(conversation, message)
    return message


def _put_apart(raw: RawMail, mailbox: Mailbox, *, reason: str) -> Received:
    """Keeps what could not be read where staff find it. The same bytes again are a duplicate."""
    fingerprint = f"{raw.sha256}"
    twin = Delivery.objects.filter(mailbox=mailbox, fingerprint=fingerprint).exists()
    outcome = Outcome.DUPLICATE if twin else Outcome.QUARANTINED
    Delivery.objects.create(
        raw=raw,
        mailbox=mailbox,
        audience=staff_key(mailbox.estate_id),
        outcome=outcome,
        reason=reason[:200],
        fingerprint=fingerprint,
    )
    raw.state, raw.note = RawMailState.QUARANTINED, reason[:200]
    raw.save(update_fields=["state", "note"])
    return Received(outcome, None, reason)


def _message(parsed: ParsedMail, raw: RawMail, *, text: str) -> Message:
    """Mail is shown as text: its HTML never reaches a page."""
    return Message(
        author_name=parsed.from_name[:100] or parsed.from_address[:100],
        from_address=parsed.from_address,
        html=richtext.from_text(text),
        text=parsed.text,
        fresh_text=parsed.fresh_text,
        raw=raw,
        mail_id=parsed.message_id,
    )


def _account(parsed: ParsedMail) -> User | None:
    """The account of a proven sender; a forged From must not put a matter into somebody's list."""
    if not parsed.authentication.passed:
        return None
    return User.objects.filter(email__iexact=parsed.from_address, is_active=True, emailaddress__verified=True).first()


def _store_files(message: Message, parsed: ParsedMail) -> None:
    left_out = [attachment.name for attachment in parsed.attachments[FILES:]]
    for attachment in parsed.attachments[:FILES]:
        try:
            uploads.store_bytes(attachment.content, name=attachment.name, owner="mail", scope=message.scope)
        except uploads.UploadRefused:
            left_out.append(attachment.name)
    if left_out:
        message.left_out = "、".join(left_out)[:500]
        message.save(update_fields=["left_out"])


# ── many ────────────────────────────────────────────────────────────────────────────────────


def process_waiting(mailbox: Mailbox) -> int:
    """Settles every stored mail of a mailbox that waits. One that fails again and again is put apart."""
    count = 0
    for raw in RawMail.objects.filter(account=account_of(mailbox), state=RawMailState.STORED).order_by("id")[:500]:
        try:
            process(raw, mailbox)
            count += 1
        except Exception:
            logger.exception("mail %s could not be taken in", raw.source)
            raw.attempts += 1
            raw.save(update_fields=["attempts"])
            if raw.attempts >= ATTEMPTS:
                with transaction.atomic():
                    _put_apart(raw, mailbox, reason="failed repeatedly")
    return count
