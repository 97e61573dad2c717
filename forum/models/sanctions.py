"""What somebody is told, or may not do for a time, because of a post; and what a second person says to that."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forum.models.bursts import BurstMember
from forum.models.moderation import ModerationRecord
from forum.models.posts import Post
from forum.querysets import SanctionQuerySet
from owners.models.accounts import new_public_id
from portal.worktime import now


class SanctionKind(models.TextChoices):
    WARNING = "warning", _("Warning")
    TIME_OUT = "time_out", _("Time-out")
    BAN = "ban", _("Ban")


class AppealState(models.TextChoices):
    NONE = "", "—"
    WAITING = "waiting", pgettext_lazy("appeal", "Waits for a second person")
    UPHELD = "upheld", pgettext_lazy("appeal", "The decision stands")
    LIFTED = "lifted", pgettext_lazy("appeal", "Lifted")


class Sanction(models.Model):
    """Because of `post`: then reason, moment and who decided stand in the open `record` as well.

    Or because of how the account came here, as a `member` of a burst: without post and record, for the reason
    in `cause`. Runs from the decision until `until` and ends by itself, unless it is taken back (`withdrawn_at`);
    without `estate` it holds everywhere. `appeal` is said once, and decided by somebody else.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    record = models.OneToOneField(
        ModerationRecord, null=True, blank=True, on_delete=models.CASCADE, related_name="sanction"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.CASCADE, related_name="sanctions")
    member = models.ForeignKey(BurstMember, null=True, blank=True, on_delete=models.SET_NULL, related_name="sanctions")
    cause = models.CharField(max_length=200, blank=True)
    estate = models.ForeignKey("owners.Estate", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=SanctionKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    since = models.DateTimeField(default=now)
    until = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    appeal = models.CharField(max_length=500, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal_state = models.CharField(max_length=10, choices=AppealState, blank=True, default=AppealState.NONE)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=200, blank=True)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="warning", until__isnull=True) | (~Q(kind="warning") & Q(until__gt=F("since"))),
                name="sanction_ends_by_itself",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(by__isnull=True) | ~Q(decided_by=F("by")),
                name="appeal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(record__isnull=False, post__isnull=False, cause="")
                | (Q(record__isnull=True, post__isnull=True) & ~Q(cause="")),
                name="sanction_for_post_or_arrival",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "until"], name="sanction_running"),
            models.Index(fields=["appealed_at", "id"], condition=Q(appeal_state="waiting"), name="appeal_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    def get_absolute_url(self) -> str:
        return reverse("forum:sanction", args=[self.public_id])

    @property
    def reason(self) -> str:
        return self.record.reason if self.record else self.cause

    @property
    def is_running(self) -> bool:
        """Whether it keeps its person from writing now."""
        holds = self.withdrawn_at is None and self.appeal_state != AppealState.LIFTED
        return holds and self.until is not None and self.until > now()

    @property
    def may_be_appealed(self) -> bool:
        return not self.appeal and self.withdrawn_at is None and (self.until is None or self.until > now())
