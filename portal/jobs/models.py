from django.db import models

from portal.worktime import now


class PeriodicRun(models.Model):
    """One due time of one periodic job. The unique pair makes it run once over all workers."""

    name = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "due_at"], name="periodic_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.due_at:%Y-%m-%d %H:%M}"


class TaskRetry(models.Model):
    """That a failed task result was put in line again; `attempt` counts the runs before."""

    failed_id = models.UUIDField(unique=True)
    next_id = models.UUIDField(unique=True, null=True)
    attempt = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.failed_id} → {self.next_id} ({self.attempt})"


class Heartbeat(models.Model):
    """When a worker was last alive."""

    worker = models.CharField(max_length=64, primary_key=True)
    beat_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.worker} {self.beat_at}"
