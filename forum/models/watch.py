from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forum.models.topics import Topic
from forum.querysets import WatchQuerySet
from portal import richtext
from portal.worktime import now


class WatchReason(models.TextChoices):
    EXPECTED = "expected", _("New topic where the company answers")
    ASKED_AGAIN = "asked_again", _("The author asks again")
    MENTIONED = "mentioned", _("Somebody spoke to the company (@客服)")
    PUT_HERE = "put_here", _("Put here by staff")


class WatchState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("watch", "Waiting")
    CLAIMED = "claimed", pgettext_lazy("watch", "Taken")
    DRAFTED = "drafted", pgettext_lazy("watch", "Drafted")
    APPROVAL = "approval", pgettext_lazy("watch", "Waiting for approval")
    ANSWERED = "answered", pgettext_lazy("watch", "Answered")
    DISMISSED = "dismissed", pgettext_lazy("watch", "Needs no answer")


OPEN_STATES = (WatchState.WAITING, WatchState.CLAIMED, WatchState.DRAFTED, WatchState.APPROVAL)


class Watch(models.Model):
    """A topic that needs the company's word, in the spokesperson's queue.

    The clock runs from `started_at` to `due_at` (already counted in working time) and stops at
    `closed_at`. A claim holds until `claimed_until`; after that anybody may take it.
    """

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="watch")
    estate = models.ForeignKey("owners.Estate", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=WatchReason, default=WatchReason.EXPECTED)
    state = models.CharField(max_length=20, choices=WatchState, default=WatchState.WAITING)
    started_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    claimed_until = models.DateTimeField(null=True, blank=True)
    draft_html = models.TextField(blank=True)
    draft_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    draft_saved_at = models.DateTimeField(null=True, blank=True)
    returned_note = models.CharField(max_length=200, blank=True)
    dismissed_reason = models.CharField(max_length=200, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = WatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="dismissed") | ~Q(dismissed_reason=""), name="watch_dismissed_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False) | ~Q(state__in=["answered", "dismissed"]),
                name="watch_closed_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["estate", "due_at"],
                condition=Q(state__in=["waiting", "claimed", "drafted", "approval"]),
                name="watch_open",
            ),
            models.Index(fields=["estate", "-closed_at"], name="watch_closed"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def safe_draft(self) -> SafeString:
        return richtext.clean(self.draft_html)

    def is_held_by_other(self, user_id: int) -> bool:
        """Whether somebody else's claim on it still runs."""
        return (
            self.claimed_by_id is not None
            and self.claimed_by_id != user_id
            and self.claimed_until is not None
            and self.claimed_until > now()
        )
