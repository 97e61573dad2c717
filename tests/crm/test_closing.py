from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from crm.actions import (
    NotYours,
    answer_customer,
    close_case,
    note_not_reached,
    record_follow_up,
    reopen,
)
from crm.models import ClockKind, FollowUp, FollowUpState, State
from crm.moves import NotNow
from portal.errors import Refused

FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def closed(danas_case, dana, viewer_of, clock):
    with clock(FRIDAY):
        answer_customer(viewer=viewer_of(dana), case=danas_case, html="<p>已换好。</p>", solves=True)
        return close_case(viewer=viewer_of(dana), case=danas_case)


def test_close_before_the_customer_was_told_is_refused(danas_case, dana, viewer_of):
    with pytest.raises(NotNow):
        close_case(viewer=viewer_of(dana), case=danas_case)


def test_close_plans_the_call_two_working_days_later(closed):
    assert closed.follow_ups.get().planned_for == date(2026, 11, 24)
    assert not closed.clocks.filter(stopped_at=None).exists()


@pytest.mark.parametrize(
    ("rating", "state"), [(1, "reopened"), (2, "reopened"), (3, "followed_up"), (5, "followed_up")]
)
def test_follow_up_reopens_on_a_bad_rating_only(closed, dana, viewer_of, rating, state):
    record_follow_up(viewer=viewer_of(dana), follow_up=closed.follow_ups.get(), satisfaction=rating, note="还是暗")

    closed.refresh_from_db()
    assert closed.state == state
    assert closed.first_asked == dana
    assert closed.clocks.filter(round=1).count() == (2 if rating <= 2 else 0)


def test_follow_up_bad_rating_shows_in_progress_to_the_customer(closed, dana, viewer_of):
    record_follow_up(viewer=viewer_of(dana), follow_up=closed.follow_ups.get(), satisfaction=1)

    closed.conversation.refresh_from_db()
    assert closed.conversation.progress_state == "in_progress"
    assert closed.clocks.get(round=1, kind=ClockKind.SOLUTION).stopped_at is None


def test_follow_up_recorded_twice_is_refused(closed, dana, viewer_of):
    follow_up = closed.follow_ups.get()
    record_follow_up(viewer=viewer_of(dana), follow_up=follow_up, satisfaction=5)

    with pytest.raises(Refused):
        record_follow_up(viewer=viewer_of(dana), follow_up=follow_up, satisfaction=1)

    closed.refresh_from_db()
    assert closed.state == State.FOLLOWED_UP


def test_follow_up_by_another_estates_officer_is_refused(closed, other_officer, viewer_of):
    with pytest.raises(NotYours):
        record_follow_up(viewer=viewer_of(other_officer), follow_up=closed.follow_ups.get(), satisfaction=5)


def test_not_reached_is_tried_three_times(closed, dana, viewer_of, clock):
    follow_up = closed.follow_ups.get()
    with clock(FRIDAY):
        for _attempt in range(2):
            note_not_reached(viewer=viewer_of(dana), follow_up=follow_up)
        follow_up.refresh_from_db()
        assert (follow_up.state, follow_up.planned_for) == (FollowUpState.PLANNED, date(2026, 11, 23))

        note_not_reached(viewer=viewer_of(dana), follow_up=follow_up)

    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.attempts) == (FollowUpState.DROPPED, 3)


def test_reopen_drops_the_planned_call_and_keeps_the_first_asked(closed, dana, dora, viewer_of):
    reopen(viewer=viewer_of(dora), case=closed, reason="业主来电，仍不亮")

    closed.refresh_from_db()
    assert (closed.state, closed.round, closed.first_asked) == (State.REOPENED, 1, dana)
    assert FollowUp.objects.get().state == FollowUpState.DROPPED
