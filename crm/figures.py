"""Numbers about the cases of some estates, for the dashboard. Each from an index, none over all cases."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, Q

from crm.models import Case, FollowUp, FollowUpState, State
from portal.worktime import now

_SPAN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ClockFigures:
    """How many open cases are late, have time left, or have their clocks paused."""

    late: int
    in_time: int
    paused: int

    @property
    def total(self) -> int:
        return self.late + self.in_time + self.paused


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """The last thirty days. `kept` counts settled cases of which no promise was broken."""

    opened: int
    settled: int
    kept: int
    rated: int
    satisfaction: float | None

    @property
    def kept_percent(self) -> int | None:
        return round(100 * self.kept / self.settled) if self.settled else None


def open_by_state(estate_ids: Collection[int]) -> dict[State, int]:
    """Open cases of each state, in the order of the life of a case."""
    rows = Case.objects.open().filter(estate_id__in=estate_ids).order_by().values_list("state").annotate(n=Count("id"))
    counts = dict(rows)
    return {state: counts[state] for state in State if counts.get(state)}


def by_clock(estate_ids: Collection[int]) -> ClockFigures:
    moment = now()
    counts = (
        Case.objects.open()
        .filter(estate_id__in=estate_ids)
        .aggregate(
            late=Count("id", filter=Q(next_due_at__lt=moment)),
            in_time=Count("id", filter=Q(next_due_at__gte=moment)),
            paused=Count("id", filter=Q(next_due_at__isnull=True)),
        )
    )
    return ClockFigures(**counts)


def last_month(estate_ids: Collection[int]) -> MonthFigures:
    since: datetime = now() - _SPAN
    cases = Case.objects.filter(estate_id__in=estate_ids)
    settled = cases.filter(closed_at__gte=since)
    ratings = FollowUp.objects.filter(
        case__estate_id__in=estate_ids, state=FollowUpState.DONE, done_at__gte=since
    ).aggregate(n=Count("id"), mean=Avg("satisfaction"))
    return MonthFigures(
        opened=cases.filter(opened_at__gte=since).count(),
        settled=settled.count(),
        kept=settled.with_promises_kept().count(),
        rated=ratings["n"],
        satisfaction=ratings["mean"],
    )
