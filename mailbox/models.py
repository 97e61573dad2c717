import secrets

from django.conf import settings
from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mailbox.querysets import ConversationQuerySet, DeliveryQuerySet, MailboxQuerySet, MessageQuerySet
from owners.models import Contact, Estate
from portal.sealed_fields import FingerprintField, SealedTextField
from portal.sealing import SealBroken, seal, unseal
from portal.words import mask_email
from portal.worktime import now

# No vowels and no 0/1/l/o: no words by accident, nothing to misread aloud.
_CODE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"


def new_public_id() -> str:
    return get_random_string(12, "23456789bcdfghjkmnpqrstvwxyz")


def new_token() -> str:
    """192 bits: whoever has it may read and answer, so nobody may guess it."""
    return secrets.token_urlsafe(24)


def new_query_code() -> str:
    return get_random_string(8, _CODE_ALPHABET)


class Kind(models.TextChoices):
    """What a matter is about. The words are the customer's; crm's kinds of cases have the same values."""

    COMPLAINT = "complaint", _("Complaint")
    REPAIR = "repair", _("Repair")
    SUGGESTION = "suggestion", _("Suggestion")
    ENQUIRY = "enquiry", _("Enquiry")
    LEGAL = "legal", _("Legal question")


class Channel(models.TextChoices):
    WEB = "web", _("Web form")
    MAIL = "mail", _("E-mail")
    PHONE = "phone", _("Telephone")
    COUNTER = "counter", _("Counter")
    LETTER = "letter", _("Letter")
    FORUM = "forum", _("Forum")
    TRANSFER = "transfer", _("Transfer from the city")


class Progress(models.TextChoices):
    """The public state of a matter, pushed down by crm."""

    RECEIVED = "received", pgettext_lazy("matter", "Received")
    IN_PROGRESS = "in_progress", pgettext_lazy("matter", "In progress")
    ANSWERED = "answered", pgettext_lazy("matter", "Answered")
    CLOSED = "closed", pgettext_lazy("matter", "Closed")
    FOLLOWED_UP = "followed_up", pgettext_lazy("matter", "Followed up")


class ImapSecurity(models.TextChoices):
    SSL = "ssl", _("TLS (port 993)")
    STARTTLS = "starttls", _("STARTTLS (port 143)")
    NONE = "none", _("None (only within one's own network)")


class Mailbox(models.Model):
    """A 信箱 of one estate: what it takes, its mail address, and where its mail is fetched."""

    estate = models.ForeignKey(Estate, verbose_name=_("estate"), on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_zh_hant = models.CharField(_("name (Traditional Chinese)"), max_length=60, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=60, blank=True)
    kinds = models.JSONField(_("kinds"), default=list, help_text=_("What people may address to this mailbox."))
    default_kind = models.CharField(
        _("kind of what comes by mail"), max_length=12, choices=Kind, default=Kind.COMPLAINT
    )
    address = models.EmailField(_("e-mail address"), unique=True)
    from_name = models.CharField(_("sender's name"), max_length=60, blank=True)
    ack_text = models.TextField(_("acknowledgement"), blank=True, help_text=_("Stands in every receipt by mail."))
    ack_text_zh_hant = models.TextField(_("acknowledgement (Traditional Chinese)"), blank=True)
    ack_text_en = models.TextField(_("acknowledgement (English)"), blank=True)
    imap_host = models.CharField(_("IMAP server"), max_length=100, blank=True)
    imap_port = models.PositiveIntegerField(_("IMAP port"), default=993)
    imap_security = models.CharField(_("encryption"), max_length=8, choices=ImapSecurity, default=ImapSecurity.SSL)
    imap_user = models.CharField(_("IMAP user"), max_length=100, blank=True)
    imap_secret_sealed = models.TextField(editable=False, blank=True)
    trusted_server = models.CharField(
        _("our mail server's name"),
        max_length=100,
        blank=True,
        help_text=_("As it stands first in Authentication-Results. Without it no sender counts as proven."),
    )
    fetched_at = models.DateTimeField(null=True, blank=True, editable=False)
    fetch_problem = models.CharField(max_length=200, blank=True, editable=False)
    active = models.BooleanField(_("in use"), default=True)
    sort = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = MailboxQuerySet.as_manager()

    class Meta:
        ordering = ["estate_id", "sort", "id"]
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")

    def __str__(self) -> str:
        return self.name

    @property
    def imap_secret(self) -> str:
        """The password, opened. Empty where none is kept or it was sealed with another key."""
        try:
            return unseal(self.imap_secret_sealed) if self.imap_secret_sealed else ""
        except SealBroken:
            return ""

    def keep_secret(self, secret: str) -> None:
        """Seals a new password; it is never shown again."""
        self.imap_secret_sealed = seal(secret) if secret else ""


class Conversation(models.Model):
    """One matter as the customer knows it, whatever road it came by.

    `token` opens the tracking page; `number` with `query_code` finds it again. An anonymous one has
    neither contact nor user. `audience` is the staff of its estate; the customer sees it as their own.
    `progress_*` are pushed down by crm. `idempotency_key` makes a form that is sent twice one matter.
    `stands_behind` is the number of the matter behind which a home stands by its "me too": it has a number
    of its own and goes the way of that one; `withdrawn_at` is when the home took its word back,
    `end_confirmed_at` when it said that the matter is settled for it. `went_private_at`: it began in the forum,
    and its author agreed that it goes on here alone.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    query_code = models.CharField(max_length=8, default=new_query_code, editable=False)
    mailbox = models.ForeignKey(Mailbox, null=True, blank=True, on_delete=models.PROTECT, related_name="conversations")
    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=60, editable=False)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    subject = models.CharField(_("subject"), max_length=200)
    wish = models.CharField(_("what would put it right"), max_length=500, blank=True)
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    person = models.ForeignKey("owners.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    unit = models.ForeignKey("owners.Unit", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    building = models.ForeignKey("owners.Building", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    place = models.CharField(_("place"), max_length=120, blank=True)
    anonymous = models.BooleanField(_("anonymous"), default=False)
    language = models.CharField(max_length=10, blank=True)
    topic_ref = models.CharField(max_length=40, blank=True)
    outside_url = models.URLField(_("address outside"), max_length=400, blank=True)
    outside_number = models.CharField(_("number given by others"), max_length=60, blank=True)
    outside_due_at = models.DateTimeField(_("due to others"), null=True, blank=True)
    progress_state = models.CharField(max_length=12, choices=Progress, default=Progress.RECEIVED)
    progress_who = models.CharField(max_length=60, blank=True)
    progress_promise_at = models.DateTimeField(null=True, blank=True)
    stands_behind = models.CharField(max_length=20, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    end_confirmed_at = models.DateTimeField(null=True, blank=True)
    went_private_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=40, unique=True, null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=now)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(anonymous=False)
                | models.Q(contact__isnull=True, user__isnull=True, person__isnull=True),
                name="anonymous_is_nobody",
            )
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="conversation_mine"),
            models.Index(fields=["audience", "-id"], name="conversation_by_audience"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def email(self) -> str:
        """Where answers go by mail: the address given, else the account's; empty for none."""
        if self.contact and self.contact.email:
            return self.contact.email.open()
        return self.user.email if self.user else ""


class Companion(models.Model):
    """A further account of the same home: the matter is theirs as well."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="companions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "conversation"], name="companion_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.conversation_id}"


class ProgressStep(models.Model):
    """When a matter last reached a public state; the status rail shows the dates."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=Progress)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "state"], name="conversation_step_once")]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.state}"


class Direction(models.TextChoices):
    IN = "in", _("from the customer")
    OUT = "out", _("from us")
    STAFF_ONLY = "staff_only", _("seen by staff only")


class Message(models.Model):
    """One utterance in a conversation. `html` is clean; mail comes as text and is shown as text.

    `fresh_text` is `text` without quoted history. `unverified`: it names this conversation, but nothing
    proves that it comes from the customer; such a message is staff-only and changes nothing.
    Files hang on the scope `mailbox.message:<id>`; `left_out` names those that could not be kept.
    `original`: the same answer, said to somebody else first; its files are there, once for all.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    direction = models.CharField(max_length=10, choices=Direction)
    author_name = models.CharField(max_length=100, blank=True)
    from_address = SealedTextField(fingerprint="from_address_fp", purpose="contact")
    from_address_fp = FingerprintField()
    html = models.TextField()
    text = models.TextField(blank=True)
    fresh_text = models.TextField(blank=True)
    sent_at = models.DateTimeField(default=now)
    raw = models.ForeignKey("mailwire.RawMail", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outgoing = models.ForeignKey(
        "mailwire.OutgoingMail", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    mail_id = models.CharField(max_length=998, blank=True, help_text="Message-ID of the mail it came by")
    unverified = models.BooleanField(default=False)
    left_out = models.CharField(max_length=500, blank=True)
    original = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    idempotency_key = models.CharField(max_length=40, unique=True, null=True, blank=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unverified=False) | models.Q(direction="staff_only"),
                name="unverified_is_for_staff",
            ),
            models.UniqueConstraint(fields=["original", "conversation"], name="answer_repeated_once"),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.direction} {self.sent_at:%Y-%m-%d %H:%M}"

    @property
    def scope(self) -> str:
        return f"mailbox.message:{self.original_id or self.pk}"


class Outcome(models.TextChoices):
    """What intake made of a mail."""

    NEW = "new", _("new matter")
    DUPLICATE = "duplicate", _("delivered again")
    REPLY = "reply", _("reply")
    AUTO = "auto", _("automatic")
    BOUNCE = "bounce", _("came back")
    UNVERIFIED = "unverified", _("from an unknown address")
    QUARANTINED = "quarantined", _("could not be read")


class Delivery(models.Model):
    """What became of one received mail: exactly one row per raw mail, whatever happens in between.

    `fingerprint` is of Message-ID, sender and content; within a mailbox it counts once, so the same mail
    by another road is a duplicate.
    """

    raw = models.OneToOneField("mailwire.RawMail", on_delete=models.PROTECT, related_name="+")
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="deliveries")
    audience = models.CharField(max_length=60, editable=False)
    outcome = models.CharField(_("outcome"), max_length=11, choices=Outcome)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    fingerprint = models.CharField(max_length=64, editable=False)
    from_address = SealedTextField(_("sender"), fingerprint="from_address_fp", purpose="contact")
    from_address_fp = FingerprintField()
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    conversation = models.ForeignKey(Conversation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("received"), default=now)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("received mail")
        verbose_name_plural = _("received mails")
        indexes = [models.Index(fields=["from_address_fp"], name="delivery_sender")]
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "fingerprint"],
                condition=~models.Q(outcome="duplicate"),
                name="delivery_once_per_mailbox",
            )
        ]

    def __str__(self) -> str:
        return self.subject or str(self.raw_id)

    @property
    def sender(self) -> str:
        """The sender as lists show it: masked."""
        return mask_email(self.from_address.open()) if self.from_address else ""
