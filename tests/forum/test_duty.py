"""Who is on duty, who stands in, and who hears of what is new."""

from datetime import date, time, timedelta

import pytest

from forum import actions
from forum.actions.duty import DutyRefused
from forum.actions.watching import call_company
from forum.duty import on_duty, to_be_told
from forum.errors import NotAllowed
from forum.models import Absence, Shift, WatchReason
from notify.models import Notification
from owners.models import Role
from portal.outbox.models import OutboxEntry
from tests.conftest import _staff
from tests.forum.conftest import MONDAY

DAY = date(2026, 11, 16)


@pytest.fixture
def sue(estate):
    """A second spokesperson of the estate."""
    return _staff("苏言", "+8613900000009", Role.SPOKESPERSON, estate)


@pytest.fixture
def mondays(sam, estate):
    return Shift.objects.create(user=sam, estate=estate, weekday=0, starts=time(9), ends=time(12))


@pytest.mark.parametrize("after, names", [(timedelta(0), ["沈言"]), (timedelta(hours=2), []), (timedelta(days=1), [])])
def test_on_duty_by_the_weeks_plan(after, names, mondays, sue, estate) -> None:
    assert [user.get_full_name() for user in on_duty(estate.pk, MONDAY + after)] == names


def test_substitute_stands_in_unless_away_too(mondays, sam, sue, estate) -> None:
    Absence.objects.create(user=sam, since=DAY, until=DAY, substitute=sue)
    stands_in = on_duty(estate.pk, MONDAY)
    Absence.objects.create(user=sue, since=DAY, until=DAY)

    assert (stands_in, on_duty(estate.pk, MONDAY)) == ([sue], [])


def test_duty_ends_with_the_role(mondays, sam, sue, estate) -> None:
    sam.staff_roles.all().delete()

    assert on_duty(estate.pk, MONDAY) == []


def test_whoever_is_on_duty_hears_of_a_new_item_once(
    mondays, olga, sam, sue, public_board, start, drain, clock
) -> None:
    with clock(MONDAY):
        topic = start(olga, public_board)
        call_company(topic, WatchReason.MENTIONED)
        drain()

    assert list(Notification.objects.filter(kind="forum.watch").values_list("user", flat=True)) == [sam.pk]


def test_without_anybody_on_duty_all_hear_of_it(olga, sam, sue, estate) -> None:
    assert {user.pk for user in to_be_told(estate.pk, MONDAY)} == {sam.pk, sue.pk}


def test_item_that_begins_anew_is_told_anew(olga, sam, public_board, start, viewer_of, drain, clock) -> None:
    with clock(MONDAY):
        topic = start(olga, public_board)
        actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>好</p>")
        drain()
    with clock(MONDAY + timedelta(hours=1)):
        actions.reply(viewer=viewer_of(olga), topic=topic, html="<p>还是不行</p>")
        drain()

    assert Notification.objects.filter(kind="forum.watch", user=sam).count() == 1


def test_call_tells_the_facts(olga, estate, public_board, start) -> None:
    topic = start(olga, public_board)

    fields = OutboxEntry.objects.get(kind="CompanyCalled").payload
    assert (fields["topic_id"], fields["reason"], fields["estate_id"]) == (topic.pk, "expected", estate.pk)


@pytest.mark.parametrize("who", ["sam", "olga", "dana"])
def test_week_is_planned_by_the_case_manager(request, who, sam, estate, viewer_of) -> None:
    with pytest.raises(NotAllowed):
        actions.add_shift(
            viewer=viewer_of(request.getfixturevalue(who)),
            user=sam, estate=estate, weekday=0, starts=time(9), ends=time(12),
        )  # fmt: skip


def test_shift_of_somebody_who_does_not_speak_there_is_refused(dana, mona, estate, viewer_of) -> None:
    with pytest.raises(DutyRefused):
        actions.add_shift(viewer=viewer_of(mona), user=dana, estate=estate, weekday=0, starts=time(9), ends=time(12))


def test_same_shift_twice_is_refused(mondays, sam, mona, estate, viewer_of) -> None:
    with pytest.raises(DutyRefused):
        actions.add_shift(viewer=viewer_of(mona), user=sam, estate=estate, weekday=0, starts=time(9), ends=time(18))

    assert Shift.objects.count() == 1


def test_one_says_for_oneself_that_one_is_away(sam, sue, viewer_of, clock) -> None:
    with clock(MONDAY):
        actions.note_absence(viewer=viewer_of(sam), user=sam, since=DAY, until=DAY, substitute=sue)
        with pytest.raises(NotAllowed):
            actions.note_absence(viewer=viewer_of(sam), user=sue, since=DAY, until=DAY)

    assert Absence.objects.get().substitute == sue
