"""Which jobs run by themselves, and which tasks are tried again. Apps register in `tasks.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
_EPOCH = datetime(2020, 1, 1, tzinfo=CHINA)


@dataclass(frozen=True, slots=True)
class PeriodicJob:
    """A job that is due every so often, or daily at a time in China."""

    name: str
    run: Callable[[], None]
    every: timedelta | None = None
    daily_at: time | None = None

    def last_due(self, moment: datetime) -> datetime:
        """The latest time at or before `moment` at which the job was due. The same on every machine."""
        if self.every is not None:
            return _EPOCH + (moment - _EPOCH) // self.every * self.every
        local = moment.astimezone(CHINA)
        due = datetime.combine(local.date(), self.daily_at or time(0), CHINA)
        return due if due <= local else due - timedelta(days=1)


_periodic: dict[str, PeriodicJob] = {}
_attempts: dict[str, int] = {}


def periodic(
    name: str, *, every: timedelta | None = None, daily_at: time | None = None
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Registers a function to run every so often, or daily at a local time in China.

    Each due time runs once over all workers; one that was missed while no worker ran is made up
    for once, not once per miss. The function takes no arguments and may run twice.
    """
    if (every is None) == (daily_at is None):
        raise ValueError("a periodic job has either `every` or `daily_at`")

    def register(run: Callable[[], None]) -> Callable[[], None]:
        if name in _periodic:
            raise ValueError(f"two periodic jobs are named {name!r}")
        _periodic[name] = PeriodicJob(name, run, every, daily_at)
        return run

    return register


def periodic_jobs() -> list[PeriodicJob]:
    return list(_periodic.values())


def periodic_named(name: str) -> PeriodicJob | None:
    return _periodic.get(name)


def retried(*, attempts: int = 5) -> Callable[[Any], Any]:
    """Above `@task`: a failed or abandoned run is tried again, up to `attempts` times in all."""

    def register(task: Any) -> Any:
        _attempts[task.module_path] = attempts
        return task

    return register


def attempts_of(task_path: str) -> int:
    return _attempts.get(task_path, 1)
