"""Warning before a promise runs out, and telling it up the line afterwards. Each step once."""

from datetime import timedelta

from django.db import transaction

from crm.actions.cases import staff_of
from crm.models import Clock, Escalation, Level
from crm.policies import EXECUTIVE_AFTER, WARN_BELOW
from notify import send
from owners.models import Role, User
from portal import audit
from portal.worktime import calendar, now

_HORIZON = timedelta(days=4)
_ROLES = {
    Level.WARNING: Role.CASE_OFFICER,
    Level.MANAGER: Role.CASE_MANAGER,
    Level.EXECUTIVE: Role.EXECUTIVE,
}


def escalate_due_clocks() -> int:
    """Looks at every running clock that is due soon or late; returns how many steps were taken now."""
    soon = Clock.objects.filter(stopped_at__isnull=True, paused_at__isnull=True, due_at__lt=now() + _HORIZON)
    told = 0
    for clock in soon.order_by("due_at").iterator(chunk_size=500):
        for level in _levels_reached(clock):
            told += _tell(clock_id=clock.pk, level=level)
    return told


def _levels_reached(clock: Clock) -> list[Level]:
    moment = now()
    if moment <= clock.due_at:
        whole = calendar().working_between(clock.counts_from, clock.due_at)
        left = calendar().working_between(moment, clock.due_at)
        return [Level.WARNING] if left < whole * WARN_BELOW else []
    if calendar().working_between(clock.due_at, moment) >= EXECUTIVE_AFTER:
        return [Level.MANAGER, Level.EXECUTIVE]
    return [Level.MANAGER]


@transaction.atomic
def _tell(*, clock_id: int, level: Level) -> bool:
    clock = Clock.objects.select_for_update(of=("self",)).select_related("case__handler").get(pk=clock_id)
    if not clock.is_running or level not in _levels_reached(clock):
        return False
    _step, made = Escalation.objects.get_or_create(
        clock=clock, level=level, due_at=clock.due_at, defaults={"to_role": _ROLES[level], "at": now()}
    )
    if not made:
        return False
    case = clock.case
    audit.record(
        actor="system",
        action="case.warned" if level == Level.WARNING else "case.escalated",
        subject=f"case:{case.number}",
        estate_id=case.estate_id,
        clock=clock.kind,
        level=int(level),
    )
    send(
        _who(clock, level),
        kind="case.due_soon" if level == Level.WARNING else "case.late",
        params={"number": case.number, "subject": case.subject},
        url=f"/desk/cases/{case.number}/",
        dedupe=f"crm.clock:{clock.pk}:{level}:{clock.due_at:%Y%m%d%H%M}",
    )
    return True


def _who(clock: Clock, level: Level) -> list[User]:
    case = clock.case
    if level == Level.WARNING and case.handler:
        return [case.handler]
    return staff_of(case.estate_id, _ROLES[level])
