from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forum.models.boards import Board
from forum.querysets import TopicQuerySet
from forum.speakers import name_of
from owners.models.accounts import new_public_id
from portal.worktime import now


class Visibility(models.TextChoices):
    VISIBLE = "visible", _("visible")
    HELD = "held", _("waiting for review")
    HIDDEN = "hidden", _("hidden")
    TAKEN_BACK = "taken_back", _("taken back by the author")
    # Topics only: its posts stand in another one now, its address leads there.
    MERGED = "merged", _("merged")


class ProgressState(models.TextChoices):
    """The public life of the matter that grew out of a topic; crm pushes it."""

    RECEIVED = "received", pgettext_lazy("progress", "Received")
    IN_PROGRESS = "in_progress", pgettext_lazy("progress", "In progress")
    ANSWERED = "answered", pgettext_lazy("progress", "Answered")
    CLOSED = "closed", pgettext_lazy("progress", "Closed")
    FOLLOWED_UP = "followed_up", pgettext_lazy("progress", "Followed up")


# From here on the author is asked whether it is so.
ENDED = (ProgressState.CLOSED, ProgressState.FOLLOWED_UP)


class Privacy(models.TextChoices):
    """Whether the matter of a topic goes on in private: the author's to say."""

    ASKED = "asked", _("the author is asked")
    PRIVATE = "private", _("goes on in private")
    DECLINED = "declined", _("the author wants it public")


class Topic(models.Model):
    """A question or a conversation. Its posts are numbered from 1; post 1 is what was asked.

    `last_post_number` is the highest number given (held and hidden posts included), so that one
    read mark per reader tells what is new. The counters change by F() under the topic's row lock.
    `has_moves`: posts came from another topic, went to one, or were numbered anew (forum.models.moves).
    `changes` counts whatever an open page has to show anew (forum.actions.telling).
    `slow_*`: what each person waits between two posts, and until when; `pace` is what holds now.
    `progress_*` and `case_number` show the matter in the CRM; empty without one. `end_confirmed_at` is when
    the author agreed that it is settled.
    `is_anonymous`: nobody sees who started it (forum.speakers), unless the author has `named_to_company`: then
    whoever handles it for the company does.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="topics")
    estate = models.ForeignKey("owners.Estate", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=60)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    is_anonymous = models.BooleanField(default=False)
    named_to_company = models.BooleanField(default=False)
    title = models.CharField(_("title"), max_length=80)
    excerpt = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField(default=now)
    last_post_at = models.DateTimeField(default=now)
    last_post_number = models.PositiveIntegerField(default=0)
    last_author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reply_count = models.PositiveIntegerField(default=0)
    helpful_count = models.PositiveIntegerField(default=0)
    me_too_count = models.PositiveIntegerField(default=0)
    changes = models.PositiveIntegerField(default=0)

    has_poll = models.BooleanField(default=False)
    has_moves = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    awaits_answer = models.BooleanField(default=False)
    first_answer_at = models.DateTimeField(null=True, blank=True)
    last_answer_at = models.DateTimeField(null=True, blank=True)

    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.VISIBLE)
    hidden_reason = models.CharField(max_length=200, blank=True)
    is_pinned = models.BooleanField(default=False)
    is_locked = models.BooleanField(default=False)
    locked_reason = models.CharField(max_length=200, blank=True)
    slow_minutes = models.PositiveSmallIntegerField(default=0)
    slow_until = models.DateTimeField(null=True, blank=True)

    case_number = models.CharField(max_length=20, blank=True)
    progress_state = models.CharField(max_length=20, choices=ProgressState, blank=True)
    progress_who = models.CharField(max_length=60, blank=True)
    progress_promise_at = models.DateTimeField(null=True, blank=True)
    end_confirmed_at = models.DateTimeField(null=True, blank=True)
    privacy = models.CharField(max_length=10, choices=Privacy, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="topic_has_a_title"),
            models.CheckConstraint(
                condition=~Q(visibility="hidden") | ~Q(hidden_reason=""), name="topic_hidden_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(visibility="merged", merged_into__isnull=False)
                | (~Q(visibility="merged") & Q(merged_into__isnull=True)),
                name="topic_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(last_answer_at__isnull=True) | Q(last_answer_at__gte=F("first_answer_at")),
                name="topic_answers_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["-last_post_at", "-id"], condition=Q(visibility="visible"), name="topic_latest"),
            models.Index(
                fields=["board", "-last_post_at", "-id"],
                condition=Q(visibility="visible"),
                name="topic_latest_of_board",
            ),
            models.Index(
                fields=["estate", "-last_post_at", "-id"],
                condition=Q(visibility="visible"),
                name="topic_latest_of_estate",
            ),
            models.Index(
                fields=["-last_post_at", "-id"],
                condition=Q(visibility="visible", awaits_answer=True),
                name="topic_unanswered",
            ),
            models.Index(
                fields=["-last_answer_at", "-id"],
                condition=Q(visibility="visible", last_answer_at__isnull=False),
                name="topic_answered",
            ),
            # The newest, and the most discussed: all, of a board, of an estate.
            models.Index(fields=["board", "-id"], condition=Q(visibility="visible"), name="topic_new_of_board"),
            models.Index(fields=["estate", "-id"], condition=Q(visibility="visible"), name="topic_new_of_estate"),
            models.Index(fields=["-reply_count", "-id"], condition=Q(visibility="visible"), name="topic_discussed"),
            models.Index(
                fields=["board", "-reply_count", "-id"],
                condition=Q(visibility="visible"),
                name="topic_discussed_of_board",
            ),
            models.Index(
                fields=["estate", "-reply_count", "-id"],
                condition=Q(visibility="visible"),
                name="topic_discussed_of_estate",
            ),
            models.Index(fields=["board"], condition=Q(is_pinned=True), name="topic_pinned"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("forum:topic", args=[self.public_id])

    @property
    def by_name(self) -> str:
        """Who started it, as readers see it. Needs `author`."""
        return name_of(self)

    @property
    def is_nameless(self) -> bool:
        """The company, too, does not know whose it is."""
        return self.is_anonymous and not self.named_to_company

    @property
    def is_taken_back(self) -> bool:
        return self.visibility == Visibility.TAKEN_BACK

    @property
    def is_hidden(self) -> bool:
        return self.visibility == Visibility.HIDDEN

    @property
    def is_held(self) -> bool:
        return self.visibility == Visibility.HELD

    @property
    def is_merged(self) -> bool:
        return self.visibility == Visibility.MERGED

    @property
    def pace(self) -> int:
        """Minutes that each person waits between two posts here; 0 for none. Ends by itself."""
        ended = self.slow_until is not None and self.slow_until <= now()
        return 0 if ended else self.slow_minutes

    @property
    def heat(self) -> int:
        """How much of the neighbourhood is moved: replies, thanks, and each "me too" twice."""
        return self.reply_count + self.helpful_count + 2 * self.me_too_count


class ProgressStep(models.Model):
    """When the matter of a topic first reached a public state."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="progress_steps")
    state = models.CharField(max_length=20, choices=ProgressState)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "state"], name="topic_progress_step_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.state}"


class Verdict(models.Model):
    """What the author says of the end of their matter: it is settled, or it isn't and why."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="verdicts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    settled = models.BooleanField()
    said = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=now)
    heard_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(settled=True) | ~Q(said=""), name="verdict_disputed_with_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.settled}"
