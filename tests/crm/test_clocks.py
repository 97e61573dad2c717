from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm.actions import assess, put_waiting, resume, take_case
from crm.models import ClockKind, ClockPolicy
from crm.policies import minutes_for

CHINA = ZoneInfo("Asia/Shanghai")
# A Friday afternoon: 2026-11-20, half an hour before closing; the weekend counts for nothing.
FRIDAY = datetime(2026, 11, 20, 17, 30, tzinfo=CHINA)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)


def _due(case, kind):
    return case.clocks.get(kind=kind).due_at


def test_clocks_count_working_time_over_the_weekend(open_matter, clock):
    with clock(FRIDAY):
        case = open_matter()

    assert _due(case, ClockKind.ACKNOWLEDGE) == MONDAY + timedelta(hours=3, minutes=30)
    assert _due(case, ClockKind.FIRST_ANSWER) == datetime(2026, 11, 23, 17, 30, tzinfo=CHINA)
    case.refresh_from_db()
    assert case.next_due_at == MONDAY + timedelta(hours=3, minutes=30)


def test_pause_moves_the_promise_by_the_working_time_it_took(open_matter, clock, dana, viewer_of):
    with clock(FRIDAY):
        case = take_case(viewer=viewer_of(dana), case=open_matter())
        put_waiting(viewer=viewer_of(dana), case=case, reason="等业主确认时间")
        case.refresh_from_db()
        assert case.next_due_at is None
    with clock(MONDAY + timedelta(hours=1)):
        resume(viewer=viewer_of(dana), case=case)

    first_answer = case.clocks.get(kind=ClockKind.FIRST_ANSWER)
    assert first_answer.due_at == datetime(2026, 11, 24, 10, 0, tzinfo=CHINA)
    assert first_answer.paused_seconds == 90 * 60
    assert first_answer.pause_reason == "等业主确认时间"


def test_assess_gives_running_clocks_the_time_of_the_severity(open_matter, clock, dana, viewer_of):
    with clock(MONDAY):
        case = take_case(viewer=viewer_of(dana), case=open_matter())
        assess(viewer=viewer_of(dana), case=case, severity="major", kind="repair", note="有人受伤")

    assert _due(case, ClockKind.FIRST_ANSWER) == MONDAY + timedelta(hours=2)
    acknowledged = case.clocks.get(kind=ClockKind.ACKNOWLEDGE)
    assert acknowledged.due_at == MONDAY + timedelta(hours=4)


@pytest.mark.django_db
def test_policy_of_the_kind_wins_over_the_one_for_all():
    ClockPolicy.objects.create(clock="solution", severity="ordinary", minutes=100)
    ClockPolicy.objects.create(clock="solution", severity="ordinary", case_kind="repair", minutes=50)

    assert minutes_for(case_kind="repair", severity="ordinary")[ClockKind.SOLUTION] == 50
    assert minutes_for(case_kind="legal", severity="ordinary")[ClockKind.SOLUTION] == 100
    assert minutes_for(case_kind="legal", severity="hot")[ClockKind.SOLUTION] == 2 * 540
