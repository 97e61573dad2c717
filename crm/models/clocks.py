"""Promised times, counted in working time, and who was told when one ran out."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models.cases import Case, CaseKind, Severity
from portal.worktime import calendar, now


class ClockKind(models.TextChoices):
    ACKNOWLEDGE = "acknowledge", _("Take over")
    FIRST_ANSWER = "first_answer", _("First answer")
    SOLUTION = "solution", _("Solution")


class ClockPolicy(models.Model):
    """How much working time a clock allows. Overrides the built-in figures of `crm.policies`."""

    clock = models.CharField(_("clock"), max_length=12, choices=ClockKind)
    case_kind = models.CharField(
        _("kind of case"), max_length=12, choices=CaseKind, blank=True, help_text=_("Empty: every kind.")
    )
    severity = models.CharField(pgettext_lazy("case", "severity"), max_length=10, choices=Severity)
    minutes = models.PositiveIntegerField(
        _("working minutes"), help_text=_("A working day from 9 to 18 has 540 minutes.")
    )

    class Meta:
        ordering = ["clock", "case_kind", "severity"]
        verbose_name = _("clock policy")
        verbose_name_plural = _("clock policies")
        constraints = [
            models.UniqueConstraint(fields=["clock", "case_kind", "severity"], name="clock_policy_once"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="clock_policy_gives_time"),
        ]

    def __str__(self) -> str:
        return f"{self.get_clock_display()} · {self.get_case_kind_display()} · {self.get_severity_display()}"


class Clock(models.Model):
    """One promise of one case. Runs from `started_at`; late once `due_at` has passed unstopped.

    A pause keeps `paused_at` and its reason; resuming moves `due_at` by the working time that the
    pause took. A reopened case gets clocks of its next `round`.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=12, choices=ClockKind)
    round = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    pause_reason = models.CharField(max_length=200, blank=True)
    paused_seconds = models.PositiveIntegerField(default=0, help_text=_("Working time spent in pauses."))

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "round"], name="clock_once_per_round"),
            models.CheckConstraint(condition=Q(due_at__gte=F("started_at")), name="clock_due_after_start"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="clock_running",
                condition=Q(stopped_at__isnull=True, paused_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def counts_from(self) -> datetime:
        """When it would have started had it never been paused: what is left is measured from here."""
        return calendar().add_working(self.started_at, timedelta(seconds=self.paused_seconds))

    @property
    def is_running(self) -> bool:
        return self.stopped_at is None and self.paused_at is None

    @property
    def is_late(self) -> bool:
        """True if the promise was or is broken. A paused clock is judged at its pause."""
        return (self.stopped_at or self.paused_at or now()) > self.due_at


class Level(models.IntegerChoices):
    """How far up the line a clock has been told."""

    WARNING = 0, _("Warning to the handler")
    MANAGER = 1, _("Case manager")
    EXECUTIVE = 2, _("Executive")


class Escalation(models.Model):
    """A clock was told to somebody. The constraint makes each level of a due time happen once."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="escalations")
    level = models.PositiveSmallIntegerField(choices=Level)
    to_role = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        constraints = [models.UniqueConstraint(fields=["clock", "level", "due_at"], name="escalation_once")]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.at:%Y-%m-%d %H:%M}"
