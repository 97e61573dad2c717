from datetime import time, timedelta

from django.tasks import task

from portal.jobs.registry import periodic, periodic_named, retried
from portal.worktime import now


@retried(attempts=3)
@task(queue_name="default")
def run_periodic(name: str) -> None:
    """Runs one periodic job. A name that no app registers any more is passed over."""
    job = periodic_named(name)
    if job is not None:
        job.run()


@periodic("jobs.tidy", daily_at=time(4, 40))
def tidy() -> None:
    """Removes finished task results, old runs and dead heartbeats."""
    from django_tasks_db.models import DBTaskResult

    from portal.jobs.models import Heartbeat, PeriodicRun, TaskRetry

    old = now() - timedelta(days=14)
    DBTaskResult.objects.finished().filter(finished_at__lt=old).delete()
    PeriodicRun.objects.filter(due_at__lt=old).exclude(name="").delete()
    Heartbeat.objects.filter(beat_at__lt=old).delete()
    kept = DBTaskResult.objects.values("id")
    TaskRetry.objects.exclude(failed_id__in=kept).exclude(next_id__in=kept).delete()


@periodic("audit.seal", every=timedelta(minutes=5))
def seal_audit() -> None:
    from portal.audit.sealing import seal

    while seal():
        pass


@periodic("outbox.purge", daily_at=time(4, 30))
def purge_outbox() -> None:
    from portal.outbox.delivering import purge_delivered

    while purge_delivered():
        pass


@periodic("uploads.purge", daily_at=time(4, 20))
def purge_uploads() -> None:
    from portal.uploads.purging import purge_unbound

    while purge_unbound():
        pass
