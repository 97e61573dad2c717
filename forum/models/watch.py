from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from owners.models import User


class WatchReason(models.TextChoices):
    EXPECTED = "expected", _("New topic where the company answers")
    COMPLAINT = "complaint", _("Words of a complaint")
    MENTIONED = "mentioned", _("Calls the company by @")
    ME_TOOS = "me_toos", _("Many homes say “me too”")
    HEAT = "heat", _("Much is written here")
    PROMISED = "promised", _("Promised to report by then")
    ASKED_AGAIN = "asked_again", _("The author asks again")
    TAPPED = "tapped", _("A moderator asks for an answer")
    PUT_HERE = "put_here", _("Put here by staff")


# What somebody does calls the company each time; a rule calls it once for a topic.
CALLS_EACH_TIME = (
    WatchReason.EXPECTED,
    WatchReason.MENTIONED,
    WatchReason.PROMISED,
    WatchReason.ASKED_AGAIN,
    WatchReason.TAPPED,
    WatchReason.PUT_HERE,
)


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
    state = models.CharField(max_length=20, choices=WatchState, default=WatchState.WAITING)
    started_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    claimed_until = models.DateTimeField(null=True, blank=True)
    draft_html = models.TextField(blank=True)
    draft_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    draft_saved_at = models.DateTimeField(null=True, blank=True)
    draft_promised_for = models.DateField(null=True, blank=True)
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
    def holder(self) -> User | None:
        """Whose claim on it runs. A claim that has lapsed is nobody's."""
        held = self.claimed_until is not None and self.claimed_until > now()
        return self.claimed_by if held else None

    @property
    def why(self) -> list[WatchCause]:
        """What put it here since its clock began, the first reason first."""
        causes = [cause for cause in self.causes.all() if cause.at >= self.started_at]
        return sorted(causes, key=lambda cause: (cause.at, cause.pk))

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


class WatchCause(models.Model):
    """One reason for which a topic is in the queue. `said` is what the rule saw: the words, the number of homes."""

    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="causes")
    reason = models.CharField(max_length=20, choices=WatchReason)
    said = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["watch", "reason"], name="watch_cause_once")]

    def __str__(self) -> str:
        return f"{self.watch_id} {self.reason}"
