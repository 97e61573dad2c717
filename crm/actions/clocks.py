"""The clocks of one case. Called by the other actions, inside their transaction, on a locked case."""

from collections.abc import Iterable
from datetime import timedelta

from crm.models import Case, Clock, ClockKind
from crm.policies import minutes_for
from portal.worktime import calendar, now


def start_clocks(case: Case, kinds: Iterable[ClockKind] = tuple(ClockKind)) -> None:
    """Starts clocks of the case's current round, counted from now."""
    minutes = minutes_for(case_kind=case.kind, severity=case.severity)
    start = now()
    Clock.objects.bulk_create(
        (
            Clock(
                case=case,
                kind=kind,
                round=case.round,
                started_at=start,
                due_at=calendar().add_working(start, timedelta(minutes=minutes[kind])),
            )
            for kind in kinds
        ),
        ignore_conflicts=True,
    )
    _remember_next_due(case)


def stop_clocks(case: Case, *kinds: ClockKind) -> None:
    """Stops the named clocks that are not stopped yet; a paused one stops as of now, its pause counted."""
    resume_clocks(case, only=kinds)
    case.clocks.filter(kind__in=kinds, stopped_at__isnull=True).update(stopped_at=now())
    _remember_next_due(case)


def pause_clocks(case: Case, reason: str) -> None:
    case.clocks.filter(stopped_at__isnull=True, paused_at__isnull=True).update(paused_at=now(), pause_reason=reason)
    _remember_next_due(case)


def resume_clocks(case: Case, only: Iterable[ClockKind] = tuple(ClockKind)) -> None:
    """Sets paused clocks going; their due time moves by the working time that the pause took."""
    moment = now()
    for clock in case.clocks.filter(kind__in=only, stopped_at__isnull=True, paused_at__isnull=False):
        spent = calendar().working_between(clock.paused_at or moment, moment)
        clock.paused_seconds += int(spent.total_seconds())
        # A promise that was already broken at the pause stays broken by as much.
        clock.due_at = calendar().add_working(clock.due_at, spent)
        clock.paused_at = None
        clock.save(update_fields=["paused_seconds", "due_at", "paused_at"])
    _remember_next_due(case)


def reckon_clocks(case: Case) -> None:
    """Gives the clocks that are not stopped the time of the case's (new) kind and severity."""
    minutes = minutes_for(case_kind=case.kind, severity=case.severity)
    for clock in case.clocks.filter(stopped_at__isnull=True):
        allowed = timedelta(minutes=minutes[ClockKind(clock.kind)], seconds=clock.paused_seconds)
        clock.due_at = calendar().add_working(clock.started_at, allowed)
        clock.save(update_fields=["due_at"])
    _remember_next_due(case)


def _remember_next_due(case: Case) -> None:
    running = case.clocks.filter(stopped_at__isnull=True, paused_at__isnull=True)
    first = running.order_by("due_at").first()
    case.next_due_at = first.due_at if first else None
    case.next_due_from = first.counts_from if first else None
    case.save(update_fields=["next_due_at", "next_due_from"])
