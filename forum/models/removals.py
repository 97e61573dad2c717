"""What staff took out of sight, until a second person has looked at it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forum.models.moderation import ModerationRecord
from forum.models.posts import Post
from forum.models.topics import Topic
from forum.querysets import RemovalQuerySet
from owners.models.accounts import new_public_id


class RemovalKind(models.TextChoices):
    """Why words must go. Only what harms somebody by being seen stays out of sight without a second person."""

    PRIVATE = "private", _("Shows somebody's private data")
    INSULT = "insult", _("Insults or threatens")
    ADVERTISING = "advertising", _("Advertising or spam")
    ILLEGAL = "illegal", _("Against the law")
    OTHER = "other", _("Something else")


class RemovalState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("removal", "Waits for a second person")
    CONFIRMED = "confirmed", pgettext_lazy("removal", "Confirmed by a second person")
    UNDONE = "undone", pgettext_lazy("removal", "Undone")
    LAPSED = "lapsed", pgettext_lazy("removal", "Not confirmed in time; undone by itself")
    GONE = "gone", pgettext_lazy("removal", "Deleted by the author")


class Removal(models.Model):
    """A reader's words that staff hid: out of sight at once, for good only when a second person agrees.

    `post` is empty where a whole topic was hidden; `author` is whose words they are. Reason and moment stand in
    `record`. `objection` is what the author says against it, once.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    record = models.OneToOneField(ModerationRecord, on_delete=models.CASCADE, related_name="removal")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="removals")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.CASCADE, related_name="removals")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=20, choices=RemovalKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=RemovalState, default=RemovalState.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    objection = models.CharField(max_length=500, blank=True)
    objected_at = models.DateTimeField(null=True, blank=True)

    objects = RemovalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "post"], condition=Q(state="waiting"), name="removal_once_of_post"
            ),
            models.UniqueConstraint(
                fields=["topic"], condition=Q(state="waiting", post=None), name="removal_once_of_topic"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed", decided_by=F("by")), name="removal_confirmed_by_another"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="removal_waiting"),
            models.Index(fields=["-decided_at", "-id"], condition=~Q(state="waiting"), name="removal_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.kind} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("forum:removal", args=[self.public_id])

    @property
    def is_waiting(self) -> bool:
        return self.state == RemovalState.WAITING

    @property
    def returns_by_itself(self) -> bool:
        """Private data of a third person is not put on show because nobody had time."""
        return self.kind != RemovalKind.PRIVATE
