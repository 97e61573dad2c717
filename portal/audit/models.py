from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.sealed_fields import SealedTextField
from portal.worktime import now

# Somebody looked at somebody's personal data: by work in hand, for a reason, or as a row of an exported list.
OPENINGS = ("data.opened", "data.revealed", "data.exported")


class AuditRow(models.Model):
    """One act. No foreign keys: a row outlives who did it and what it was done to.

    `position` and `chain` stay empty until the sealer numbers the row and chains its hash to the
    row before. The database refuses to change or remove a sealed row (see `triggers`).
    """

    recorded_at = models.DateTimeField(default=now, editable=False)
    actor = models.CharField(max_length=60)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    estate_id = models.BigIntegerField(null=True, blank=True)
    facts = models.JSONField(default=dict)
    position = models.PositiveBigIntegerField(null=True, blank=True, unique=True, editable=False)
    chain = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("audit row")
        verbose_name_plural = _("audit rows")
        indexes = [
            models.Index(fields=["subject", "-id"], name="audit_by_subject"),
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
            models.Index(fields=["id"], condition=models.Q(position__isnull=True), name="audit_unsealed"),
            models.Index(fields=["-id"], condition=models.Q(action__in=OPENINGS), name="audit_openings"),
            models.Index(
                fields=["recorded_at"], condition=models.Q(action__in=OPENINGS), name="audit_openings_by_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recorded_at:%Y-%m-%d %H:%M} {self.actor} {self.action} {self.subject}"


class AuditPartition(models.Model):
    """A calendar month of the chain (China's time): the positions `first` to `last`.

    Its first row chains to `opening`, the closing hash of the month before; `chain` is the hash of its
    last row. So a month can be checked, and put away, on its own. `mark` says the same under the data
    key, which is not in the database: whoever cuts the chain's end, or writes all of it anew, can't write
    the mark. A row that commits after its month was closed stands in the month that is open then.
    """

    month = models.CharField(max_length=7, unique=True)
    opening = models.CharField(max_length=64)
    first = models.PositiveBigIntegerField(unique=True)
    last = models.PositiveBigIntegerField()
    chain = models.CharField(max_length=64)
    closed_at = models.DateTimeField(null=True, blank=True)
    mark = SealedTextField()

    class Meta:
        verbose_name = _("month of the audit trail")
        verbose_name_plural = _("months of the audit trail")
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="audit_partition_is_a_span")
        ]

    def __str__(self) -> str:
        return f"{self.month} ({self.first}–{self.last})"

    @property
    def said(self) -> str:
        """What the mark has to say."""
        return f"{self.month} {self.opening} {self.first} {self.last} {self.chain}"
