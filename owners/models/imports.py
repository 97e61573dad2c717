from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.worktime import now


class ImportState(models.TextChoices):
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    GIVEN_UP = "given_up", _("Given up")


class ImportRun(models.Model):
    """One reading of a company register into the registry of an estate.

    A run that was cut off stays RUNNING; the next import of the same file (`digest`) goes on after
    `rows_read`, the place of the last committed row.
    """

    estate = models.ForeignKey("owners.Estate", on_delete=models.CASCADE, related_name="import_runs")
    file_name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.RUNNING)
    rows_read = models.PositiveIntegerField(default=0)
    data_rows = models.PositiveIntegerField(_("rows with a unit"), default=0)
    started_at = models.DateTimeField(default=now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("register import")
        verbose_name_plural = _("register imports")
        constraints = [
            models.UniqueConstraint(
                fields=["estate"], condition=Q(state="running"), name="import_one_at_a_time_per_estate"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} · {self.started_at:%Y-%m-%d %H:%M}"


class Severity(models.TextChoices):
    WARNING = "warning", _("Taken without the bad value")
    REJECTED = "rejected", _("Not taken")


class ImportProblem(models.Model):
    """What was wrong with one row of the register. Never holds the value itself."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    sheet = models.CharField(_("sheet"), max_length=60, blank=True)
    row = models.PositiveIntegerField(_("row"))
    problem = models.CharField(_("problem"), max_length=80)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity)

    class Meta:
        ordering = ["id"]
        verbose_name = _("import problem")
        verbose_name_plural = _("import problems")

    def __str__(self) -> str:
        return f"{self.row}: {self.problem}"
