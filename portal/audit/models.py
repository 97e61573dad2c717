from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.worktime import now


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
        ]

    def __str__(self) -> str:
        return f"{self.recorded_at:%Y-%m-%d %H:%M} {self.actor} {self.action} {self.subject}"
