"""How the company answers, by estate and by person, and what waits how long."""

from datetime import date, timedelta

import pytest

from forum import actions
from forum.models import Board
from forum.stats import OpenByAge, answer_stats, answer_stats_by, open_by_age
from owners.models import Role
from tests.conftest import _staff
from tests.forum.conftest import MONDAY

BEFORE = MONDAY - timedelta(days=1)


@pytest.fixture
def far_board(other_estate):
    return Board.objects.create(slug="there", estate=other_estate, name="云栖广场", audience="public")


@pytest.fixture
def paula(other_estate):
    return _staff("包兰", "+8613900000010", Role.SPOKESPERSON, other_estate)


@pytest.fixture
def answered(olga, nina, otto, sam, paula, public_board, far_board, start, viewer_of, clock):
    """Three answers here after one, two and nine hours, one there after four; two topics wait here."""
    for who, by, board, hours in (
        (olga, sam, public_board, 1),
        (olga, sam, public_board, 2),
        (olga, sam, public_board, 24),
        (otto, paula, far_board, 4),
    ):
        with clock(MONDAY):
            topic = start(who, board, title=f"等 {hours} 小时", html=f"<p>{hours}</p>")
        with clock(MONDAY + timedelta(hours=hours)):
            actions.answer_officially(viewer=viewer_of(by), topic=topic, html="<p>答</p>")
    with clock(MONDAY):
        start(nina, public_board, title="还在等", html="<p>等</p>")
    with clock(MONDAY + timedelta(days=1, hours=20)):
        start(nina, public_board, title="刚问的", html="<p>问</p>")


def test_stats_by_estate_and_person_agree_with_the_whole(
    answered, estate, other_estate, sam, paula, clock, django_assert_num_queries
) -> None:
    both = {estate.pk, other_estate.pk}
    with clock(MONDAY + timedelta(days=2)):
        with django_assert_num_queries(3):
            by_estate = answer_stats_by("estate", since=BEFORE, estate_ids=both)
        by_person = answer_stats_by("spokesperson", since=BEFORE, estate_ids=both)
        one = {pk: answer_stats(since=BEFORE, estate_ids={pk}) for pk in both}

    assert by_estate == one
    here, there = by_estate[estate.pk], by_person[paula.pk]
    assert (here.answered, here.in_time, here.median, here.waiting, here.late) == (3, 2, timedelta(hours=2), 2, 1)
    assert (there.answered, there.median) == (1, timedelta(hours=4))
    assert by_person[sam.pk].answered == 3


def test_stats_leave_out_other_estates(answered, estate, other_estate, clock) -> None:
    with clock(MONDAY + timedelta(days=2)):
        assert set(answer_stats_by("estate", since=BEFORE, estate_ids={estate.pk})) == {estate.pk}


def test_what_waits_by_age(answered, estate, clock) -> None:
    with clock(MONDAY + timedelta(days=2)):
        assert open_by_age(estate_ids={estate.pk}) == OpenByAge(fresh=1, days=1, old=0)
    with clock(MONDAY + timedelta(days=4)):
        assert open_by_age(estate_ids={estate.pk}) == OpenByAge(fresh=0, days=1, old=1)


def test_promises_count_once_their_outcome_is_known(olga, sam, public_board, estate, start, viewer_of, clock) -> None:
    """Kept early, kept late, missed, and one whose day is still to come."""
    later, friday = date(2026, 12, 20), date(2026, 11, 20)
    for title, day, kept_after in (("早", friday, 2), ("晚", friday, 9), ("没有", friday, None), ("还早", later, None)):
        with clock(MONDAY):
            topic = start(olga, public_board, title=f"{title}的承诺", html=f"<p>{title}</p>")
            actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>答</p>", promised_for=day)
        if kept_after:
            with clock(MONDAY + timedelta(days=kept_after)):
                actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>修好了</p>")

    with clock(MONDAY + timedelta(days=3)):
        early = answer_stats(since=BEFORE, estate_ids={estate.pk})
    with clock(MONDAY + timedelta(days=10)):
        after = answer_stats(since=BEFORE, estate_ids={estate.pk})
        by_person = answer_stats_by("spokesperson", since=BEFORE, estate_ids={estate.pk})

    assert (early.kept, early.promised) == (1, 1)
    assert (after.kept, after.promised, after.kept_percent, after.answered) == (1, 3, 33, 4)
    assert (by_person[sam.pk].kept, by_person[sam.pk].promised) == (1, 3)
