from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from owners.models.accounts import new_public_id
from owners.querysets import ImportRunQuerySet
from portal.sealed_fields import SealedTextField
from portal.worktime import now

# For so long an import can be taken back, and its file is kept.
KEPT = timedelta(days=7)


class ImportKind(models.TextChoices):
    REGISTER = "register", _("Owners’ register")
    FEES = "fees", _("Fee list")
    PURCHASES = "purchases", _("Purchase list")


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("Columns to be checked")
    CHECKING = "checking", _("Trial run")
    CHECKED = "checked", _("Ready to be applied")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Could not be read")
    DONE = "done", _("Done")
    GIVEN_UP = "given_up", _("Given up")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")


class ImportRun(models.Model):
    """One reading of an office's list into the registry of an estate.

    A run that was cut off stays RUNNING; the next import of the same file (`digest`) goes on after
    `rows_read`, the place of the last committed row. `rows_*` count the rows by what they did.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    estate = models.ForeignKey("owners.Estate", on_delete=models.CASCADE, related_name="import_runs")
    kind = models.CharField(_("kind"), max_length=10, choices=ImportKind, default=ImportKind.REGISTER)
    file_name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64, editable=False)
    actor = models.CharField(max_length=60, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.RUNNING)
    rows_total = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    data_rows = models.PositiveIntegerField(_("rows with a unit"), default=0)
    rows_new = models.PositiveIntegerField(_("new"), default=0)
    rows_changed = models.PositiveIntegerField(_("changed"), default=0)
    rows_same = models.PositiveIntegerField(_("unchanged"), default=0)
    rows_rejected = models.PositiveIntegerField(_("rejected"), default=0)
    ended = models.PositiveIntegerField(_("former owners ended"), default=0)
    failure = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(default=now, editable=False)
    moved_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    forgotten = models.BooleanField(default=False)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("register import")
        verbose_name_plural = _("register imports")
        constraints = [
            models.UniqueConstraint(
                fields=["estate"], condition=Q(state="running"), name="import_one_at_a_time_per_estate"
            )
        ]
        indexes = [models.Index(fields=["estate", "-id"], name="import_of_estate")]

    def __str__(self) -> str:
        return f"{self.file_name} · {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def undo_until(self) -> datetime | None:
        return self.finished_at + KEPT if self.finished_at else None

    @property
    def file_scope(self) -> str:
        """What the stored file is bound to in portal.uploads."""
        return f"owners.import:{self.public_id}"


class Severity(models.TextChoices):
    WARNING = "warning", _("Taken without the bad value")
    REJECTED = "rejected", _("Not taken")


class ImportProblem(models.Model):
    """What was wrong with one row of the list. Never holds the value itself."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    sheet = models.CharField(_("sheet"), max_length=60, blank=True)
    row = models.PositiveIntegerField(_("row"))
    column = models.CharField(_("column"), max_length=4, blank=True)
    problem = models.CharField(_("problem"), max_length=80)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity)

    class Meta:
        ordering = ["id"]
        verbose_name = _("import problem")
        verbose_name_plural = _("import problems")

    def __str__(self) -> str:
        return f"{self.row}: {self.problem}"

    @property
    def cell(self) -> str:
        return f"{self.column}{self.row}"


class ImportChange(models.Model):
    """What one row of a list did to the registry, to be taken back: sealed, for it has former values.

    `kept` says why taking back left it as it is; empty otherwise. Row 0 is what the end of an
    import did: owners who were no longer listed. Goes when the import can't be undone any more.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="changes")
    sheet = models.CharField(max_length=60, blank=True)
    row = models.PositiveIntegerField()
    sealed = SealedTextField(editable=False)
    kept = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("import change")
        verbose_name_plural = _("import changes")

    def __str__(self) -> str:
        return f"{self.run_id}: {self.row}"


class ColumnMapping(models.Model):
    """How one kind of list is laid out at an estate, as somebody confirmed it last."""

    estate = models.ForeignKey("owners.Estate", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=ImportKind)
    sheet = models.CharField(max_length=60, blank=True)
    confirmed_by = models.CharField(max_length=60, blank=True)
    confirmed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["estate", "kind"], name="mapping_once_per_estate_and_kind")]

    def __str__(self) -> str:
        return f"{self.estate_id} · {self.kind}"


class MappedColumn(models.Model):
    """One column of a mapping: its title, and what it means (`owners.registry.columns.Field`; empty: nothing)."""

    mapping = models.ForeignKey(ColumnMapping, on_delete=models.CASCADE, related_name="columns")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120, blank=True)
    meaning = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["mapping", "position"], name="mapped_column_once")]

    def __str__(self) -> str:
        return f"{self.title} → {self.meaning}"
