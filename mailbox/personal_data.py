"""What this room holds of people: their matters, what was written, the mails; and how a contact is found by its
name in the audit trail, to be revealed for a reason."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

import notify
from mailbox.letters import REPLY_KIND
from mailbox.models import Companion, Conversation, Delivery, Direction, Message, new_query_code, new_token
from owners import rights
from owners.personal import register_subjects
from owners.personal.subjects import Subject
from owners.rights import Holding, Retention, Whose, delete_rows
from owners.rights.erasing import forget_contacts
from owners.rights.scrubbing import scrub
from owners.viewers import Viewer
from portal import uploads
from portal.mailwire import raw_mail
from portal.mailwire.models import OutgoingMail


def _contact(viewer: Viewer, ref: str) -> Subject | None:
    if not ref.isdecimal():
        return None
    conversation = Conversation.objects.visible_to(viewer).select_related("contact").filter(contact_id=int(ref)).first()
    return Subject(conversation.contact, frozenset({conversation.estate_id})) if conversation else None


register_subjects("contact", _contact)


def conversations_of(whose: Whose) -> QuerySet[Conversation]:
    """Matters of the account; without one, those of the person, or that came from a proven number or address."""
    theirs = Q(person__in=whose.people) | Q(contact__person__in=whose.people)
    if whose.phone:
        theirs |= Q(contact__phone=whose.phone)
    if whose.emails:
        theirs |= Q(contact__email__in=whose.emails)
    return Conversation.objects.filter(Q(user=whose.user) | Q(user__isnull=True) & theirs)


@rights.register_contacts
def contacts_of(whose: Whose) -> list[int]:
    found = conversations_of(whose).filter(contact__isnull=False)
    return list(found.values_list("contact_id", flat=True))


def forget_conversations(holding: Holding, whose: Whose) -> None:
    """The matter stays as a figure with its course; who it was, their files and the mail itself go."""
    for conversation in conversations_of(whose).order_by("pk"):
        with transaction.atomic():
            for message in conversation.messages.all():
                _forget_message(message, whose.names)
            _forget_deliveries(Delivery.objects.filter(conversation=conversation), whose.names)
            _forget_conversation(conversation, whose.names)


def _forget_conversation(conversation: Conversation, names: list[str]) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(
        subject=scrub(conversation.subject, names)[:200],
        wish=scrub(conversation.wish, names)[:500],
        place="",
        user=None,
        person=None,
        unit=None,
        # The links and codes that they have open nothing any more.
        token=new_token(),
        query_code=new_query_code(),
    )
    if conversation.contact_id:
        # In the same transaction: without its conversation nobody would find it again.
        forget_contacts([conversation.contact_id])
    sent = OutgoingMail.objects.filter(
        Q(reply_kind=REPLY_KIND, reply_ref=conversation.public_id)
        | Q(pk__in=conversation.messages.filter(outgoing__isnull=False).values("outgoing"))
    )
    sent.update(to="", to_fp="", subject="", text="", html="", problem="", in_reply_to="")


def _forget_message(message: Message, names: list[str]) -> None:
    theirs = message.direction != Direction.OUT
    if theirs:
        uploads.remove(message.scope)
    Message.objects.filter(pk=message.pk).update(
        html=scrub(message.html, names),
        text=scrub(message.text, names),
        fresh_text=scrub(message.fresh_text, names),
        author_name="" if theirs else message.author_name,
        **({"from_address": "", "from_address_fp": ""} if theirs else {}),
        mail_id="" if theirs else message.mail_id,
        left_out="",
    )
    if message.raw_id:
        raw_mail.erase([message.raw_id])
    notify.forget([f"mailbox.message:{message.pk}"])


def _forget_deliveries(deliveries: QuerySet[Delivery], names: list[str]) -> None:
    for delivery in deliveries:
        Delivery.objects.filter(pk=delivery.pk).update(
            from_address="",
            from_address_fp="",
            subject=scrub(delivery.subject, names)[:300],
            reason=scrub(delivery.reason, names)[:200],
        )
        raw_mail.erase([delivery.raw_id])


def _deliveries(whose: Whose) -> QuerySet[Delivery]:
    """Mails from a proven address, whatever was made of them."""
    return Delivery.objects.filter(from_address__in=whose.emails) if whose.emails else Delivery.objects.none()


@transaction.atomic
def forget_mails(holding: Holding, whose: Whose) -> None:
    _forget_deliveries(_deliveries(whose), whose.names)


rights.hold(
    "mailbox.Conversation",
    title=_("Your matters"),
    retention=Retention.MATTER,
    rows=lambda whose: conversations_of(whose).select_related("estate"),
    shows={
        "number": _("Number"),
        "estate__name": _("Estate"),
        "kind": _("Kind"),
        "subject": _("Subject"),
        "wish": _("Your wish"),
        "place": _("Place"),
        "progress_state": _("State"),
        "created_at": _("Sent"),
    },
    erase=forget_conversations,
    kept=_("A matter stays with its number, kind and dates; your name, number, files and mails are taken out."),
    sort=15,
)
rights.hold(
    "mailbox.Message",
    title=_("What was written about your matters"),
    retention=Retention.MATTER,
    rows=lambda whose: (
        Message.objects.for_customer().filter(conversation__in=conversations_of(whose)).select_related("conversation")
    ),
    shows={
        "conversation__number": _("Number"),
        "sent_at": _("When"),
        "author_name": _("From"),
        "fresh_text": _("Text"),
        "text": _("Full text"),
    },
    hides={"from_address": "it stands with the mails that they sent"},
    erase=forget_conversations,
    kept=_("Texts stay without names, numbers and addresses, so that the company’s answers remain understandable."),
    sort=14,
)
rights.hold(
    "mailbox.Companion",
    title=_("Matters that you share with your home"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: Companion.objects.filter(user=whose.user).select_related("conversation"),
    shows={"conversation__number": _("Number"), "conversation__subject": _("Subject"), "since": _("Since")},
    erase=delete_rows,
    sort=17,
)
rights.hold(
    "mailbox.Delivery",
    title=_("E-mails you sent us"),
    retention=Retention.MATTER,
    rows=_deliveries,
    shows={"created_at": _("Received"), "from_address": _("From"), "subject": _("Subject"), "outcome": _("Outcome")},
    erase=forget_mails,
    kept=_("That a mail came in stays counted; the mail itself is deleted."),
    sort=16,
)
rights.exempt("mailbox.Mailbox", why="an address of the company")
rights.exempt("mailbox.ProgressStep", why="states and dates")
