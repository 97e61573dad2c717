"""Mails to customers: the acknowledgement, and answers. Both in the customer's language."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from mailbox.models import Conversation, Direction, Mailbox, Message
from portal import mailwire
from portal.languages import localized
from portal.mailreader.robots import may_be_answered
from portal.mailwire.models import OutgoingMail
from portal.worktime import now

REPLY_KIND = "conversation"
ACKNOWLEDGEMENTS_PER_HOUR = 5  # to one address; what comes beyond is opened all the same


def acknowledge(conversation: Conversation, *, in_reply_to: str = "") -> OutgoingMail | None:
    """The one receipt by mail of a new conversation: number, tracking link, what happens next.

    None where there is no address, nobody reads there, it is one of our own, or it had its share this hour.
    """
    if not _may_acknowledge(conversation.email):
        return None
    with translation.override(conversation.language or settings.LANGUAGE_CODE):
        return _send(
            conversation,
            subject=_("We have received: %(subject)s") % {"subject": conversation.subject},
            template="acknowledgement",
            context={"ack_text": localized(conversation.mailbox, "ack_text") if conversation.mailbox else ""},
            in_reply_to=in_reply_to,
            auto=True,
        )


def mail_answer(conversation: Conversation, message: Message, *, files: int) -> OutgoingMail | None:
    """An answer by mail; it threads below the customer's last mail. None without an address."""
    if not conversation.email:
        return None
    last_mail = (
        conversation.messages.filter(direction=Direction.IN)
        .exclude(mail_id="")
        .values_list("mail_id", flat=True)
        .last()
    )
    with translation.override(conversation.language or settings.LANGUAGE_CODE):
        return _send(
            conversation,
            subject=_("Re: %(subject)s") % {"subject": conversation.subject},
            template="answer",
            context={"message": message, "files": files},
            in_reply_to=last_mail or "",
        )


def tracking_url(conversation: Conversation) -> str:
    """The address of the tracking page for mails, in the active language."""
    return settings.CANONICAL_URL + reverse("mailbox:tracking", args=[conversation.token])


def addresses_of(conversation: Conversation) -> set[str]:
    """Every address at which we know the customer, lower case."""
    known = {
        conversation.contact.email.open() if conversation.contact else "",
        conversation.user.email if conversation.user else "",
    }
    return {address.lower() for address in known if address}


def _send(
    conversation: Conversation,
    *,
    subject: str,
    template: str,
    context: dict[str, Any],
    in_reply_to: str,
    auto: bool = False,
) -> OutgoingMail:
    mailbox = conversation.mailbox
    context |= {
        "conversation": conversation,
        "tracking_url": tracking_url(conversation),
        "sender": sender_name(mailbox, conversation),
        "phone": conversation.estate.phone_24h,
    }
    return mailwire.send(
        to=conversation.email,
        subject=f"{subject} [{conversation.number}]",
        text=render_to_string(f"mailbox/mail/{template}.txt", context).strip() + "\n",
        html=render_to_string(f"mailbox/mail/{template}.html", context),
        from_address=mailbox.address if mailbox else None,
        from_name=context["sender"],
        reply_kind=REPLY_KIND,
        reply_ref=conversation.public_id,
        in_reply_to=in_reply_to,
        auto=auto,
    )


def sender_name(mailbox: Mailbox | None, conversation: Conversation) -> str:
    return (mailbox.from_name if mailbox else "") or localized(mailbox or conversation.estate, "name")


def _may_acknowledge(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    if not may_be_answered(address) or Mailbox.objects.filter(address__iexact=address).exists():
        return False
    since = now() - timedelta(hours=1)
    sent = OutgoingMail.objects.filter(to=address, auto=True, reply_kind=REPLY_KIND, created_at__gt=since)
    return sent.count() < ACKNOWLEDGEMENTS_PER_HOUR
