"""How long each promise may take, in working minutes: built-in figures, overridden by ClockPolicy rows."""

from datetime import timedelta

from crm.models import CaseKind, ClockKind, ClockPolicy, Severity

_HOUR = 60
_DAY = 9 * _HOUR

_BUILT_IN: dict[ClockKind, dict[Severity, int]] = {
    ClockKind.ACKNOWLEDGE: {
        Severity.ORDINARY: 4 * _HOUR,
        Severity.IMPORTANT: 2 * _HOUR,
        Severity.HOT: _HOUR,
        Severity.MAJOR: 30,
    },
    ClockKind.FIRST_ANSWER: {
        Severity.ORDINARY: _DAY,
        Severity.IMPORTANT: _DAY,
        Severity.HOT: 4 * _HOUR,
        Severity.MAJOR: 2 * _HOUR,
    },
    ClockKind.SOLUTION: {
        Severity.ORDINARY: 5 * _DAY,
        Severity.IMPORTANT: 3 * _DAY,
        Severity.HOT: 2 * _DAY,
        Severity.MAJOR: _DAY,
    },
}
# A suggestion or a legal question has to be thought over; a repair has to be done.
_BUILT_IN_SOLUTION: dict[CaseKind, dict[Severity, int]] = {
    CaseKind.REPAIR: {Severity.ORDINARY: 3 * _DAY, Severity.IMPORTANT: 2 * _DAY},
    CaseKind.ENQUIRY: {Severity.ORDINARY: 2 * _DAY},
    CaseKind.SUGGESTION: {Severity.ORDINARY: 10 * _DAY},
    CaseKind.LEGAL: {Severity.ORDINARY: 10 * _DAY},
}

FOLLOW_UP_AFTER_DAYS = 2
FOLLOW_UP_RETRY_DAYS = 1
FOLLOW_UP_ATTEMPTS = 3
BAD_RATING = 2
# A warning goes out when less than this share of the working time is left.
WARN_BELOW = 0.25
# Late by this much working time, a clock goes one step further up.
EXECUTIVE_AFTER = timedelta(minutes=_DAY)


def minutes_for(*, case_kind: str, severity: str) -> dict[ClockKind, int]:
    """Working minutes of every clock for a case. One query. The kind's own row wins over the one for all."""
    rows = ClockPolicy.objects.filter(severity=severity, case_kind__in=("", case_kind))
    own = {(row.clock, row.case_kind): row.minutes for row in rows}
    return {
        clock: own.get((clock, case_kind)) or own.get((clock, "")) or _built_in(clock, case_kind, severity)
        for clock in ClockKind
    }


def _built_in(clock: ClockKind, case_kind: str, severity: str) -> int:
    general = _BUILT_IN[clock][Severity(severity)]
    if clock != ClockKind.SOLUTION:
        return general
    return _BUILT_IN_SOLUTION.get(CaseKind(case_kind), {}).get(Severity(severity), general)
