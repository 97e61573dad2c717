from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from crm.actions import AlreadyTaken, NotYours, accept_hand_over, hand_over, take_case
from crm.models import Case, ClockKind, State
from portal.errors import Refused


def test_take_case_makes_the_officer_handler_and_first_asked(case, dana, viewer_of):
    taken = take_case(viewer=viewer_of(dana), case=case)

    assert (taken.handler, taken.first_asked, taken.state) == (dana, dana, State.ACKNOWLEDGED)
    assert taken.clocks.get(kind=ClockKind.ACKNOWLEDGE).stopped_at is not None


def test_take_case_shows_the_person_on_the_conversation(case, dana, viewer_of):
    take_case(viewer=viewer_of(dana), case=case)

    case.conversation.refresh_from_db()
    assert case.conversation.progress_who == "戴娜"
    assert case.conversation.progress_state == "received"


def test_take_case_second_officer_is_refused_and_told_who(danas_case, dora, viewer_of):
    with pytest.raises(AlreadyTaken, match="戴娜"):
        take_case(viewer=viewer_of(dora), case=danas_case)

    danas_case.refresh_from_db()
    assert danas_case.handler.nickname == "戴娜"


@pytest.mark.parametrize("who", ["stranger", "stella", "other_officer", "sam"])
def test_take_case_is_refused_to_whoever_does_not_work_on_cases_here(case, who, viewer_of, request):
    with pytest.raises(NotYours):
        take_case(viewer=viewer_of(request.getfixturevalue(who)), case=case)

    assert Case.objects.get().handler is None


def test_hand_over_keeps_the_first_asked(danas_case, dana, dora, viewer_of):
    hand_over(viewer=viewer_of(dana), case=danas_case, to=dora, reason="休假")
    danas_case.refresh_from_db()
    assert danas_case.handler == dana

    accept_hand_over(viewer=viewer_of(dora), case=danas_case)

    danas_case.refresh_from_db()
    assert (danas_case.handler, danas_case.first_asked, danas_case.offered_to) == (dora, dana, None)


def test_hand_over_to_somebody_without_the_role_is_refused(danas_case, dana, stella, viewer_of):
    with pytest.raises(Refused):
        hand_over(viewer=viewer_of(dana), case=danas_case, to=stella, reason="休假")


def test_accept_hand_over_is_for_the_one_it_was_offered_to(danas_case, dana, dora, mona, viewer_of):
    hand_over(viewer=viewer_of(dana), case=danas_case, to=dora, reason="休假")

    with pytest.raises(NotYours):
        accept_hand_over(viewer=viewer_of(mona), case=danas_case)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_take_case_raced_by_two_officers_has_one_winner(case, dana, dora, viewer_of):
    viewers = [viewer_of(dana), viewer_of(dora)]
    start = Barrier(2)

    def take(viewer):
        try:
            start.wait(timeout=10)
            return take_case(viewer=viewer, case=case).handler_id
        except AlreadyTaken:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(take, viewers))

    winners = [result for result in results if result]
    fresh = Case.objects.get(pk=case.pk)
    assert winners == [fresh.handler_id]
    assert fresh.first_asked_id == fresh.handler_id
    assert fresh.entries.filter(step="taken").count() == 1
