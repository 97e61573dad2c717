"""Sums the looks of each hour, so that a habit is a few rows and not a month of the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from django.db.models import Avg, Count, Max, Q, QuerySet, Sum
from django.db.models.functions import TruncHour
from django.utils import timezone

from owners.models import OpeningCount
from portal.audit.models import OPENINGS, AuditRow
from portal.worktime import calendar, now

HABIT_OF = timedelta(days=30)
# Fewer days than these are no habit yet.
HABIT_FROM = 5
_KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Tally:
    """The looks of one member of staff on one day; `busiest` is the most people in one hour."""

    viewer: str
    people: int
    busiest: int
    outside: int
    reveals: int


@dataclass(frozen=True, slots=True)
class Habit:
    """What is usual for somebody, rounded up; unknown until they looked on five days."""

    hour: int | None = None
    day: int | None = None
    outside: int | None = None


def openings_since(moment: datetime) -> QuerySet[AuditRow]:
    """Looks by people (never by the system): what was opened by work in hand, and what for a reason."""
    return AuditRow.objects.filter(action__in=OPENINGS, recorded_at__gte=moment, actor__startswith="user:").exclude(
        action="data.exported"
    )


def count_openings() -> datetime:
    """Counts the hours since the last count anew; says from when on. Again is the same."""
    last = OpeningCount.objects.aggregate(last=Max("hour"))["last"]
    since = last - timedelta(hours=1) if last else now() - HABIT_OF
    since = since.replace(minute=0, second=0, microsecond=0)
    hours = (
        openings_since(since)
        .annotate(hour=TruncHour("recorded_at"))
        .values("actor", "hour")
        .annotate(people=Count("subject", distinct=True), reveals=Count("id", filter=Q(action="data.revealed")))
        .order_by("hour", "actor")
    )
    OpeningCount.objects.bulk_create(
        [_counted(**hour) for hour in hours], update_conflicts=True, unique_fields=["viewer", "hour"],
        update_fields=["people", "reveals", "outside", "day"],
    )  # fmt: skip
    return since


def _counted(actor: str, hour: datetime, people: int, reveals: int) -> OpeningCount:
    """An hour is outside working time if its middle is."""
    return OpeningCount(
        viewer=actor, hour=hour, day=timezone.localdate(hour), people=people, reveals=reveals,
        outside=not calendar().is_working(hour + timedelta(minutes=30)),
    )  # fmt: skip


def tallies(day: date) -> list[Tally]:
    rows = (
        OpeningCount.objects.filter(day=day)
        .values("viewer")
        .annotate(
            n=Sum("people"), busiest=Max("people"), revealed=Sum("reveals"), late=Sum("people", filter=Q(outside=True))
        )
        .order_by("viewer")
    )
    return [Tally(row["viewer"], row["n"], row["busiest"], row["late"] or 0, row["revealed"]) for row in rows]


def habits(viewers: list[str], before: date) -> dict[str, Habit]:
    """The last thirty days of those who looked on five of them at least, without the day itself."""
    rows = (
        OpeningCount.objects.filter(viewer__in=viewers, day__gte=before - HABIT_OF, day__lt=before)
        .values("viewer")
        .annotate(
            days=Count("day", distinct=True), hourly=Avg("people"), n=Sum("people"),
            late=Sum("people", filter=Q(outside=True)),
        )
    )  # fmt: skip
    return {
        row["viewer"]: Habit(
            hour=ceil(row["hourly"]), day=ceil(row["n"] / row["days"]), outside=ceil((row["late"] or 0) / row["days"])
        )
        for row in rows
        if row["days"] >= HABIT_FROM
    }


def forget_old_counts() -> int:
    return OpeningCount.objects.filter(hour__lt=now() - _KEPT).delete()[0]
