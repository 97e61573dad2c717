"""One round of background work, and the loop around it. Used by `manage.py worker`, by the demo
inside the web process, and by tests (`drain`)."""

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import close_old_connections, connection, transaction
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from portal.jobs.models import Heartbeat, PeriodicRun, TaskRetry
from portal.jobs.registry import attempts_of, periodic_jobs
from portal.jobs.tasks import run_periodic
from portal.outbox.delivering import deliver_due
from portal.outbox.recording import CHANNEL
from portal.worktime import now

logger = logging.getLogger(__name__)

# A task that has been running for this long under a worker without a heartbeat was abandoned.
HEARTBEAT_EVERY = timedelta(seconds=15)
DEAD_AFTER = timedelta(minutes=2)


class Rounds:
    """The work of one worker process. Safe to run in several processes at once."""

    def __init__(self, name: str = "") -> None:
        self.name = (name or f"{socket.gethostname()[:24]}-{os.getpid()}-{get_random_string(4)}")[:64]
        self.stopped = threading.Event()
        self._runner = Worker(
            queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
            max_tasks=None, worker_id=self.name, excluded_queue_names=[],
        )  # fmt: skip

    def round(self, *, limit: int = 200) -> int:
        """Deliveries first, then tasks. Returns how many it did; 0 means nothing is due."""
        done = deliver_due(limit)
        while done < limit and not self.stopped.is_set() and self._run_one_task():
            done += 1
        return done

    def keep_house(self) -> None:
        """Heartbeat, periodic jobs, retries, and tasks whose worker died."""
        Heartbeat.objects.update_or_create(worker=self.name, defaults={"beat_at": now()})
        start_periodic()
        reap_abandoned()
        retry_failed()

    def run(self, *, pause: float = 1.0) -> None:
        """Works until `stop`. Between rounds it sleeps until NOTIFY (PostgreSQL) or `pause` seconds."""
        beating = threading.Thread(target=self._beat, name="linli-heartbeat", daemon=True)
        beating.start()
        while not self.stopped.is_set():
            close_old_connections()
            try:
                self.keep_house()
                while self.round() and not self.stopped.is_set():
                    continue
                wait_for_work(pause, self.stopped)
            except Exception:
                logger.exception("worker: a round failed, going on")
                self.stopped.wait(pause)
        connection.close()

    def stop(self) -> None:
        self.stopped.set()

    def _run_one_task(self) -> bool:
        ready = DBTaskResult.objects.ready().filter(backend_name="default")
        with exclusive_transaction(ready.db):
            result = ready.get_locked()
            if result is None:
                return False
            result.claim(self.name)
        self._runner.run_task(result)
        return True

    def _beat(self) -> None:
        """On a thread of its own: a task that runs for minutes is not a worker that died."""
        try:
            while not self.stopped.wait(HEARTBEAT_EVERY.total_seconds()):
                close_old_connections()
                Heartbeat.objects.update_or_create(worker=self.name, defaults={"beat_at": now()})
        except Exception:
            logger.exception("worker: heartbeat failed")
        finally:
            connection.close()


def start_periodic() -> int:
    """Puts each job whose time has come in line, once over all workers. Returns how many."""
    started = 0
    moment = now()
    for job in periodic_jobs():
        due_at = job.last_due(moment)
        if PeriodicRun.objects.filter(name=job.name, due_at=due_at).exists():
            continue
        with transaction.atomic():
            # Whoever's insert counts enqueues: the unique pair settles a race between workers.
            before = now()
            PeriodicRun.objects.bulk_create(
                [PeriodicRun(name=job.name, due_at=due_at, claimed_at=before)], ignore_conflicts=True
            )
            run = PeriodicRun.objects.select_for_update().get(name=job.name, due_at=due_at)
            if run.claimed_at != before:
                continue
            run_periodic.enqueue(job.name)
            started += 1
    return started


def reap_abandoned() -> int:
    """Marks tasks left RUNNING by workers that died as failed, so that retries see them."""
    alive = Heartbeat.objects.filter(beat_at__gte=now() - DEAD_AFTER).values_list("worker", flat=True)
    living = set(alive)
    reaped = 0
    for result in DBTaskResult.objects.running().filter(started_at__lt=now() - DEAD_AFTER)[:200]:
        if not living.intersection(result.worker_ids):
            result.set_failed(RuntimeError("the worker died while this task ran"))
            reaped += 1
    return reaped


def retry_failed() -> int:
    """Puts failed tasks that asked for it in line again, with growing pauses. Returns how many."""
    recent = DBTaskResult.objects.failed().filter(finished_at__gte=now() - timedelta(days=2))
    seen = TaskRetry.objects.values("failed_id")
    put = 0
    for result in recent.exclude(id__in=seen).order_by("finished_at")[:200]:
        attempt = _attempt_of(result) + 1
        with transaction.atomic():
            retry, fresh = TaskRetry.objects.get_or_create(failed_id=result.id, defaults={"attempt": attempt})
            if not fresh or attempt >= attempts_of(result.task_path):
                continue
            wait = timedelta(seconds=min(15 * 4 ** (attempt - 1), 3600))
            again = result.task.using(run_after=now() + wait)
            said = result.args_kwargs
            retry.next_id = again.enqueue(*said["args"], **said["kwargs"]).id
            retry.save(update_fields=["next_id"])
            put += 1
    return put


def worker_alive() -> bool:
    return Heartbeat.objects.filter(beat_at__gte=now() - DEAD_AFTER).exists()


def _attempt_of(result: DBTaskResult) -> int:
    """How many runs there were before this one."""
    return TaskRetry.objects.filter(next_id=result.id).values_list("attempt", flat=True).first() or 0


def wait_for_work(pause: float, stopped: threading.Event) -> None:
    """Returns when the outbox was told of something, after `pause` seconds, or when stopped."""
    if connection.vendor != "postgresql":
        stopped.wait(pause)
        return
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
    for _ in connection.connection.notifies(timeout=pause, stop_after=1):
        break


@contextmanager
def worker_thread() -> Iterator[Rounds]:
    """A worker beside the web server in the same process, as the demo has it."""
    rounds = Rounds("embedded")
    thread = threading.Thread(target=rounds.run, kwargs={"pause": 0.5}, name="linli-worker", daemon=True)
    thread.start()
    try:
        yield rounds
    finally:
        rounds.stop()
        thread.join(timeout=10)
