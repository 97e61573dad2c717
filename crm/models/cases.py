"""The company's side of one matter: the case, and what happened in it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.querysets import CaseQuerySet
from portal import richtext
from portal.worktime import now


class State(models.TextChoices):
    """Where a case stands, after ISO 10002. What leads where: `crm.moves`."""

    RECEIVED = "received", _("Received")
    ACKNOWLEDGED = "acknowledged", _("Taken")
    ASSESSED = "assessed", _("Assessed")
    IN_PROGRESS = "in_progress", _("In progress")
    WAITING = "waiting", pgettext_lazy("case", "Waiting")
    ANSWERED = "answered", _("Answered")
    COMMUNICATED = "communicated", _("Customer told")
    CLOSED = "closed", pgettext_lazy("case", "Closed")
    FOLLOWED_UP = "followed_up", _("Followed up")
    REOPENED = "reopened", _("Reopened")


ENDED = (State.CLOSED, State.FOLLOWED_UP)


class CaseKind(models.TextChoices):
    COMPLAINT = "complaint", _("Complaint")
    REPAIR = "repair", _("Repair")
    SUGGESTION = "suggestion", _("Suggestion")
    ENQUIRY = "enquiry", _("Enquiry")
    LEGAL = "legal", _("Legal question")


class Severity(models.TextChoices):
    ORDINARY = "ordinary", _("Ordinary")
    IMPORTANT = "important", _("Important")
    HOT = "hot", _("Hot")
    MAJOR = "major", _("Major")


class Case(models.Model):
    """Exactly one per conversation, under its number.

    `first_asked` is whom the customer met first; once set it never changes (首问负责). `handler`
    works on it now. `next_due_at` and `next_due_from` repeat end and beginning of the earliest clock
    that runs, for the queue; empty while every clock is paused or stopped. `round` counts reopenings.
    `is_private`: it came from the forum and goes on in private, as its author agreed. `home_count` is how many
    homes stand behind it by "me too" now.
    """

    number = models.CharField(_("number"), max_length=30, unique=True)
    conversation = models.OneToOneField("mailbox.Conversation", on_delete=models.PROTECT, related_name="+")
    estate = models.ForeignKey("owners.Estate", on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=60)
    kind = models.CharField(_("kind"), max_length=12, choices=CaseKind)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.RECEIVED)
    severity = models.CharField(
        pgettext_lazy("case", "severity"), max_length=10, choices=Severity, default=Severity.ORDINARY
    )
    subject = models.CharField(_("subject"), max_length=200)
    topic_public_id = models.CharField(max_length=12, blank=True)
    first_asked = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    offered_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    round = models.PositiveSmallIntegerField(default=0)
    home_count = models.PositiveIntegerField(default=0)
    is_private = models.BooleanField(default=False)
    next_due_at = models.DateTimeField(null=True, blank=True)
    next_due_from = models.DateTimeField(null=True, blank=True)
    customer_wrote_at = models.DateTimeField(
        null=True, blank=True, help_text=_("The customer's last message that nobody has answered yet.")
    )
    opened_at = models.DateTimeField(_("opened"), default=now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(
                fields=["topic_public_id"], condition=~Q(topic_public_id=""), name="case_once_per_topic"
            ),
            models.CheckConstraint(
                condition=Q(handler__isnull=True) | Q(first_asked__isnull=False),
                name="case_handler_follows_first_asked",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, closed_at__isnull=False) | Q(~Q(state__in=ENDED), closed_at__isnull=True),
                name="case_closed_has_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["estate", "-id"], name="case_newest"),
            models.Index(fields=["estate", "opened_at"], name="case_opened"),
            models.Index(
                fields=["estate", "next_due_at", "id"], name="case_urgent", condition=Q(closed_at__isnull=True)
            ),
            models.Index(
                fields=["handler", "next_due_at", "id"], name="case_mine", condition=Q(closed_at__isnull=True)
            ),
            models.Index(fields=["estate", "state"], name="case_open_state", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["estate", "closed_at"], name="case_closed", condition=Q(closed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.next_due_at is not None and self.next_due_at < now()


class JoinedTopic(models.Model):
    """A further topic about the matter of a case: it shows the same public progress."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="joined_topics")
    topic_public_id = models.CharField(max_length=12, unique=True)
    joined_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.topic_public_id} in {self.case_id}"


class JoinedHome(models.Model):
    """A home that says "me too" to the matter of a case. It has a number and a page of its own, and no case of
    its own: what is done and answered in this one reaches it. `withdrawn_at`: it took its word back."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="joined_homes")
    unit = models.ForeignKey("owners.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    conversation = models.OneToOneField("mailbox.Conversation", on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Its people have moved or are forgotten: who lives there now has another number, or none.
    is_former = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "unit"], condition=Q(is_former=False), name="home_joined_once")
        ]
        indexes = [models.Index(fields=["case", "id"], condition=Q(withdrawn_at__isnull=True), name="homes_of_case")]

    def __str__(self) -> str:
        return f"home {self.unit_id} behind {self.case_id}"


class EntryKind(models.TextChoices):
    CUSTOMER = "customer", _("Customer")
    PUBLIC_ANSWER = "public_answer", _("Answer to the customer")
    CALL = "call", _("Telephone call")
    VISIT = "visit", _("Visit")
    NOTE = "note", _("Internal note")
    SYSTEM = "system", _("Course of the case")


class Step(models.TextChoices):
    """What a system entry says happened; the words are made in the reader's language."""

    OPENED = "opened", _("Case opened")
    TAKEN = "taken", _("Taken over")
    OFFERED = "offered", _("Hand-over offered")
    HANDED_OVER = "handed_over", _("Handed over")
    ASSESSED = "assessed", _("Assessed")
    DISPATCHED = "dispatched", _("Work order sent")
    ORDER_ACCEPTED = "order_accepted", _("Work order accepted")
    ORDER_REFUSED = "order_refused", _("Work order refused")
    ORDER_HANDED_BACK = "order_handed_back", _("Work order handed back")
    ORDER_DONE = "order_done", _("Work order done")
    WAITING = "waiting", _("Waiting, clocks paused")
    RESUMED = "resumed", _("Resumed, clocks running")
    TOLD = "told", _("Customer told")
    CLOSED = "closed", _("Case closed")
    FOLLOW_UP_PLANNED = "follow_up_planned", _("Follow-up call planned")
    NOT_REACHED = "not_reached", _("Follow-up call: not reached")
    FOLLOWED_UP = "followed_up", _("Follow-up call done")
    REOPENED = "reopened", _("Case reopened")
    NAMED = "named", _("The author lets us know who they are")
    CONFIRMED = "confirmed", _("The author says it is settled")
    DISPUTED = "disputed", _("The author says it is not settled")
    WENT_PRIVATE = "went_private", _("Goes on in private, as the author agreed")
    TOPIC_JOINED = "topic_joined", _("Another topic about the same joined")


class Entry(models.Model):
    """One line in the course of a case, never changed afterwards.

    `html` has been through richtext. A customer's message or a public answer points at the
    mailbox's `message`, which holds the text; a system entry names a `step`.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=14, choices=EntryKind)
    step = models.CharField(max_length=18, choices=Step, blank=True)
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    author_name = models.CharField(max_length=60, blank=True)
    message = models.OneToOneField("mailbox.Message", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("case entry")
        verbose_name_plural = _("case entries")
        indexes = [models.Index(fields=["case", "-id"], name="entry_of_case")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EntryKind.SYSTEM, step__gt="") | Q(~Q(kind=EntryKind.SYSTEM), step=""),
                name="entry_of_system_names_step",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def safe_html(self) -> SafeString:
        """What was written, for a page: the message's text where the entry points at one."""
        return richtext.clean(self.message.html if self.message else self.html)
