"""One `now()` for everything, which demo data and tests can set."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set_clock: ContextVar[datetime | None] = ContextVar("linli_clock", default=None)


def now() -> datetime:
    """This moment in UTC, aware — or the moment that `at_clock` set in this context."""
    return _set_clock.get() or timezone.now()


def today() -> date:
    """The date that people in China have now."""
    return timezone.localdate(now())


@contextmanager
def at_clock(moment: datetime) -> Iterator[None]:
    """Within the block `now()` answers `moment` (aware), for this thread or task only."""
    if timezone.is_naive(moment):
        raise ValueError("the clock takes an aware moment")
    token = _set_clock.set(moment)
    try:
        yield
    finally:
        _set_clock.reset(token)
