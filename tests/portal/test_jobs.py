from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.tasks import task
from django_tasks_db.models import DBTaskResult

from portal import jobs
from portal.jobs import registry, running
from portal.jobs.models import Heartbeat, PeriodicRun
from portal.jobs.registry import PeriodicJob
from portal.jobs.running import Rounds, reap_abandoned, retry_failed, start_periodic
from portal.worktime import at_clock, now

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
ran: list[int] = []


@jobs.retried(attempts=3)
@task(queue_name="default")
def fails(number: int) -> None:
    ran.append(number)
    raise ValueError("not today")


@task(queue_name="default")
def fails_once(number: int) -> None:
    ran.append(number)
    raise ValueError("never again")


@pytest.fixture(autouse=True)
def _forget() -> None:
    ran.clear()


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    done: list[str] = []
    monkeypatch.setattr(
        registry, "_periodic", {"test.job": PeriodicJob("test.job", lambda: done.append("x"), timedelta(minutes=5))}
    )
    return done


def test_periodic_job_runs_once_per_due_time_over_all_workers(job: list[str], drain) -> None:
    with at_clock(datetime(2026, 11, 22, 10, 2, tzinfo=CHINA)):
        assert (start_periodic(), start_periodic()) == (1, 0)
        drain()
    with at_clock(datetime(2026, 11, 22, 10, 31, tzinfo=CHINA)):
        assert start_periodic() == 1
        drain()

    assert job == ["x", "x"]
    assert PeriodicRun.objects.count() == 2


def test_daily_job_is_due_at_its_local_time() -> None:
    job = PeriodicJob("test.daily", lambda: None, daily_at=time(8))

    assert job.last_due(datetime(2026, 11, 22, 7, 59, tzinfo=CHINA)) == datetime(2026, 11, 21, 8, tzinfo=CHINA)
    assert job.last_due(datetime(2026, 11, 22, 8, 0, tzinfo=CHINA)) == datetime(2026, 11, 22, 8, tzinfo=CHINA)


def test_failed_task_is_tried_again_as_often_as_it_asked(drain) -> None:
    fails.enqueue(1)
    for minutes in range(0, 300, 30):
        with at_clock(now() + timedelta(minutes=minutes)):
            DBTaskResult.objects.update(run_after=now() - timedelta(days=1))
            drain()
            retry_failed()

    assert ran == [1, 1, 1]


def test_task_that_did_not_ask_is_not_tried_again(drain) -> None:
    fails_once.enqueue(1)
    drain()

    assert retry_failed() == 0
    assert ran == [1]


def test_task_left_running_by_a_dead_worker_is_reaped_and_tried_again(drain) -> None:
    fails.enqueue(2)
    result = DBTaskResult.objects.get()
    result.claim("worker-that-died")
    DBTaskResult.objects.update(started_at=now() - timedelta(minutes=10))

    assert reap_abandoned() == 1
    assert retry_failed() == 1


def test_task_running_under_a_living_worker_is_left_alone() -> None:
    fails.enqueue(3)
    DBTaskResult.objects.get().claim("alive")
    DBTaskResult.objects.update(started_at=now() - timedelta(hours=1))
    Heartbeat.objects.create(worker="alive", beat_at=now())

    assert reap_abandoned() == 0


def test_worker_beats_and_readyz_sees_it(client_for) -> None:
    assert client_for(None).get("/readyz").json()["worker"] is False

    Rounds("w1").keep_house()

    assert running.worker_alive()
    assert client_for(None).get("/readyz").status_code == 200


def test_healthz_answers_without_asking_the_database(client_for, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert client_for(None).get("/healthz").content == b"ok"
