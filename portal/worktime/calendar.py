"""Working time on the Chinese business calendar.

Holidays and make-up days (调休) are the State Council's yearly notice: first what staff imported
(`CalendarDay`), else what the `chinesecalendar` package knows, else — for a year not announced
yet — Monday to Friday, which is `provisional`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
from django.conf import settings
from django.core.cache import cache

CHINA = ZoneInfo("Asia/Shanghai")
# Ten years of days: a promise further away than this is a mistake in a policy.
_HORIZON_DAYS = 3660
_OVERRIDES_CACHE_KEY = "worktime:calendar-days"


@dataclass(frozen=True)
class WorkCalendar:
    """Working hours per working day. `hours` are local (start, end) pairs in ascending order."""

    hours: tuple[tuple[time, time], ...] = ((time(9), time(18)),)
    overrides: Mapping[date, bool] = field(default_factory=dict)

    @property
    def day_length(self) -> timedelta:
        """How much working time a working day has."""
        spans = (datetime.combine(date.min, end) - datetime.combine(date.min, start) for start, end in self.hours)
        return sum(spans, timedelta(0))

    def is_working_day(self, day: date) -> bool:
        if day in self.overrides:
            return self.overrides[day]
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            return day.weekday() < 5

    def end_of(self, day: date) -> datetime:
        """When work ends on that day, or would if it were a working day."""
        return datetime.combine(day, self.hours[-1][1], CHINA)

    def is_provisional(self, day: date) -> bool:
        """True where neither staff nor the package know that year's notice."""
        if any(known.year == day.year for known in self.overrides):
            return False
        try:
            chinese_calendar.is_workday(day)
        except NotImplementedError:
            return True
        return False

    def is_working(self, moment: datetime) -> bool:
        local = moment.astimezone(CHINA)
        return self.is_working_day(local.date()) and any(start <= local.time() < end for start, end in self.hours)

    def add_working(self, start: datetime, amount: timedelta) -> datetime:
        """The moment at which `amount` of working time has passed since `start` (UTC, aware).

        A start outside working hours counts from the next opening. Raises ValueError for a
        negative amount or one that ends more than ten years away.
        """
        if amount < timedelta(0):
            raise ValueError("working time is counted forward")
        left = amount
        for opens, closes in self._spans(start.astimezone(CHINA)):
            if left <= closes - opens:
                return (opens + left).astimezone(ZoneInfo("UTC"))
            left -= closes - opens
        raise ValueError("no end within ten years of working days")

    def working_between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from `start` to `end`; zero if `end` is not later."""
        total = timedelta(0)
        if end <= start:
            return total
        last = end.astimezone(CHINA)
        for opens, closes in self._spans(start.astimezone(CHINA)):
            if opens >= last:
                break
            total += min(closes, last) - opens
        return total

    def _spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Open spans from `start` on, the first one cut to it. Aware, in China's time."""
        for offset in range(_HORIZON_DAYS):
            day = start.date() + timedelta(days=offset)
            if not self.is_working_day(day):
                continue
            for opens, closes in self.hours:
                begin = datetime.combine(day, opens, CHINA)
                finish = datetime.combine(day, closes, CHINA)
                if finish > start:
                    yield max(begin, start), finish


def _parse_hours(text: str) -> tuple[tuple[time, time], ...]:
    """`09:00-12:00,13:30-18:00` as pairs; ValueError where an end is not after its start."""
    pairs: list[tuple[time, time]] = []
    for part in text.split(","):
        start, _, end = part.strip().partition("-")
        pair = (time.fromisoformat(start), time.fromisoformat(end))
        if pair[1] <= pair[0] or (pairs and pair[0] < pairs[-1][1]):
            raise ValueError(f"working hours must ascend: {text!r}")
        pairs.append(pair)
    return tuple(pairs)


def calendar() -> WorkCalendar:
    """The calendar in force: `LINLI_WORK_HOURS` and the days that staff imported (kept a minute)."""
    overrides = cache.get(_OVERRIDES_CACHE_KEY)
    if overrides is None:
        from portal.worktime.models import CalendarDay

        overrides = dict(CalendarDay.objects.values_list("day", "is_working"))
        cache.set(_OVERRIDES_CACHE_KEY, overrides, 60)
    return WorkCalendar(hours=_parse_hours(settings.WORK_HOURS), overrides=overrides)


def forget_calendar() -> None:
    """Drops the kept days, after staff changed them."""
    cache.delete(_OVERRIDES_CACHE_KEY)
