"""The end of a case, the call after it, and its coming back."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm import moves, permissions
from crm.actions.answers import begin_new_round
from crm.actions.cases import case_of_topic, lock, permit
from crm.actions.clocks import stop_clocks
from crm.actions.entries import move_to, push_progress, record, write_step
from crm.disclosure import close_parties
from crm.models import Case, ClockKind, FollowUp, FollowUpState, OrderState, Step
from crm.policies import BAD_RATING, FOLLOW_UP_AFTER_DAYS, FOLLOW_UP_ATTEMPTS, FOLLOW_UP_RETRY_DAYS
from forum.actions import hear_verdict
from forum.models import Verdict
from owners.viewers import Viewer
from portal import audit
from portal.errors import Refused
from portal.worktime import calendar, now, today


class WorkIsOpen(Refused):
    """A work order of the case is still being done."""


class NotPlanned(Refused):
    """The follow-up was done or dropped before."""


@transaction.atomic
def close_case(*, viewer: Viewer, case: Case, note: str = "") -> Case:
    """Ends a case whose customer has been told, and plans the follow-up call."""
    case = lock(case.pk)
    permit(permissions.can_work(viewer, case))
    state = moves.after("close", case)
    if case.work_orders.filter(state__in=(OrderState.SENT, OrderState.ACCEPTED)).exists():
        raise WorkIsOpen(_("A work order of this case is not done yet."))
    stop_clocks(case, *ClockKind)
    case.closed_at, case.offered_to, case.customer_wrote_at = now(), None, None
    write_step(case, Step.CLOSED, author=viewer.user, text=note)
    move_to(case, state, "closed_at", "offered_to", "customer_wrote_at")
    plan_follow_up(case=case, planned_for=working_day_after(today(), FOLLOW_UP_AFTER_DAYS))
    record(viewer, case, "case.closed")
    return case


@transaction.atomic
def plan_follow_up(*, case: Case, planned_for: date) -> FollowUp:
    """Plans the call, or moves the one that is planned."""
    follow_up, _made = FollowUp.objects.update_or_create(
        case=case, state=FollowUpState.PLANNED, defaults={"planned_for": planned_for}
    )
    return follow_up


@transaction.atomic
def record_follow_up(*, viewer: Viewer, follow_up: FollowUp, satisfaction: int, note: str = "") -> FollowUp:
    """The customer was reached and gave 1 (very dissatisfied) to 5. A rating of 1 or 2 reopens the case."""
    case = lock(follow_up.case_id)
    permit(permissions.can_follow_up(viewer, case))
    follow_up = _planned(follow_up)
    follow_up.state, follow_up.satisfaction, follow_up.note = FollowUpState.DONE, satisfaction, note
    follow_up.attempts += 1
    follow_up.done_by, follow_up.done_at = viewer.user, now()
    follow_up.full_clean(exclude=["case", "done_by"])
    follow_up.save(update_fields=["state", "satisfaction", "note", "attempts", "done_by", "done_at"])
    write_step(case, Step.FOLLOWED_UP, author=viewer.user, text=f"{satisfaction}/5 {note}".strip())
    record(viewer, case, "case.followed_up", satisfaction=satisfaction)
    if satisfaction <= BAD_RATING:
        moves.after("reopen", case)
        begin_new_round(case)
        push_progress(case)
    else:
        move_to(case, moves.after("follow_up", case))
        close_parties(case)
    return follow_up


@transaction.atomic
def note_not_reached(*, viewer: Viewer, follow_up: FollowUp) -> FollowUp:
    """Nobody answered: the call is planned for the next working day; after three it is dropped."""
    case = lock(follow_up.case_id)
    permit(permissions.can_follow_up(viewer, case))
    follow_up = _planned(follow_up)
    follow_up.attempts += 1
    if follow_up.attempts >= FOLLOW_UP_ATTEMPTS:
        follow_up.state = FollowUpState.DROPPED
        close_parties(case)
    else:
        follow_up.planned_for = working_day_after(today(), FOLLOW_UP_RETRY_DAYS)
    follow_up.save(update_fields=["attempts", "state", "planned_for"])
    write_step(case, Step.NOT_REACHED, author=viewer.user)
    record(viewer, case, "case.not_reached", attempts=follow_up.attempts)
    return follow_up


@transaction.atomic
def reopen(*, viewer: Viewer, case: Case, reason: str) -> Case:
    """Takes an ended case up again, with a reason and fresh clocks. The first one asked stays."""
    case = lock(case.pk)
    permit(permissions.can_follow_up(viewer, case))
    moves.after("reopen", case)
    if not reason.strip():
        raise Refused(_("Please say why the case is taken up again."))
    begin_new_round(case, author=viewer.user, reason=reason)
    push_progress(case)
    record(viewer, case, "case.reopened")
    return case


@transaction.atomic
def hear_author(*, verdict_id: int) -> Case | None:
    """What the author of a topic says of the end of its case: a dispute takes the case up again. Heard once."""
    verdict = hear_verdict(verdict_id=verdict_id)
    found = case_of_topic(verdict.topic) if verdict else None
    if verdict is None or found is None:
        return None
    case, name = lock(found.pk), _spoken_by(verdict)
    step = Step.CONFIRMED if verdict.settled else Step.DISPUTED
    write_step(case, step, text=verdict.said, name=name[:60])
    if not verdict.settled and moves.allowed("reopen", case.state):
        begin_new_round(case, reason=verdict.said)
        push_progress(case)
    audit.record(
        actor="system", action=f"case.{step}_by_author", subject=f"case:{case.number}", estate_id=case.estate_id
    )
    return case


def _spoken_by(verdict: Verdict) -> str:
    """Whoever asked anonymously goes on so."""
    if verdict.topic.is_nameless:
        return verdict.topic.by_name
    return verdict.by.display_name if verdict.by else ""


def working_day_after(start: date, days: int) -> date:
    """The date `days` working days after `start`."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= calendar().is_working_day(day)
    return day


def _planned(follow_up: FollowUp) -> FollowUp:
    fresh = FollowUp.objects.get(pk=follow_up.pk)
    if fresh.state != FollowUpState.PLANNED:
        raise NotPlanned(_("This follow-up has been recorded already."))
    return fresh
