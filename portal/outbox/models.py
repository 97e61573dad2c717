from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.worktime import now


class KeySequence(models.Model):
    """The last sequence number given under one key. Its row lock orders writers of that key."""

    key = models.CharField(max_length=80, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key} #{self.last}"


class OutboxEntry(models.Model):
    """One domain event as it was recorded. Never changed; removed when old and delivered."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    sequence = models.PositiveBigIntegerField()
    payload = models.JSONField()
    recorded_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "sequence"], name="outbox_sequence_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} #{self.sequence}"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    DEAD = "dead", _("dead letter")


class Delivery(models.Model):
    """One event on its way to one subscriber. `key` and `sequence` repeat the entry's for the index."""

    entry = models.ForeignKey(OutboxEntry, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    sequence = models.PositiveBigIntegerField()
    ordered = models.BooleanField()
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("outbox delivery")
        verbose_name_plural = _("outbox deliveries")
        constraints = [models.UniqueConstraint(fields=["entry", "subscriber"], name="delivery_once")]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(
                fields=["subscriber", "key", "sequence"],
                condition=Q(ordered=True) & ~Q(state="done"),
                name="delivery_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} → {self.subscriber} ({self.state})"
