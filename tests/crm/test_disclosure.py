"""The parties of a matter are open to those who work on it, until the follow-up call is over."""

import pytest

from crm.actions import answer_customer, close_case, record_follow_up
from crm.actions.closing import note_not_reached
from crm.models import FollowUp
from crm.policies import FOLLOW_UP_ATTEMPTS
from owners.models import Grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def follow_up(danas_case, dana, viewer_of):
    answer_customer(viewer=viewer_of(dana), case=danas_case, html="<p>灯已换好。</p>", solves=True)
    close_case(viewer=viewer_of(dana), case=danas_case)
    return FollowUp.objects.get()


def keys():
    return sorted(Grant.objects.running().values_list("key", flat=True).distinct())


def test_open_case_opens_its_parties_to_those_who_work_on_it(danas_case, estate):
    assert keys() == [f"staff:case_manager:{estate.pk}", f"staff:case_officer:{estate.pk}"]


def test_parties_stay_open_until_the_follow_up(follow_up, estate):
    assert len(keys()) == 2


def test_good_rating_closes_them(follow_up, dana, viewer_of):
    record_follow_up(viewer=viewer_of(dana), follow_up=follow_up, satisfaction=5)

    assert keys() == []


def test_bad_rating_keeps_them_open(follow_up, dana, viewer_of):
    record_follow_up(viewer=viewer_of(dana), follow_up=follow_up, satisfaction=1)

    assert len(keys()) == 2


def test_customer_who_is_never_reached_is_closed_in_the_end(follow_up, dana, viewer_of):
    for _attempt in range(FOLLOW_UP_ATTEMPTS):
        note_not_reached(viewer=viewer_of(dana), follow_up=follow_up)

    assert keys() == []
