from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from forum.querysets import AbsenceQuerySet, ShiftQuerySet

WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


class Shift(models.Model):
    """When somebody is on duty at the spokesperson's desk, week by week. Without estate: for the company's boards."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    estate = models.ForeignKey("owners.Estate", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField(choices=list(enumerate(WEEKDAYS)))
    starts = models.TimeField()
    ends = models.TimeField()

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ["weekday", "starts", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="shift_ends_after_start"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="shift_on_a_weekday"),
            # An empty estate counts as one: the company's own boards.
            models.UniqueConstraint("user", Coalesce("estate", Value(0)), "weekday", "starts", name="shift_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.weekday} {self.starts:%H:%M}"


class Absence(models.Model):
    """Days on which somebody is away, whatever the week says, and who stands in."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateField()
    until = models.DateField()
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="absence_ends_after_start"),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True) | ~Q(substitute=F("user")), name="absence_substitute_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.since}–{self.until}"
