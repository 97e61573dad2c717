from datetime import timedelta

import pytest

from club import actions
from club.models import Registration
from portal.worktime import now


@pytest.fixture
def booked(member, olga, viewer_of):
    def make(event):
        return actions.register(viewer=viewer_of(olga), event=event, key="k")

    return make


def test_cancel_gives_the_seat_back(client_for, olga, event, booked):
    booked(event)

    assert client_for(olga).post(f"/club/events/{event.public_id}/cancel/").status_code == 302
    assert Registration.objects.get().state == "cancelled"


def test_cancel_too_late_keeps_the_seat_and_says_so(client_for, olga, make_event, booked):
    event = make_event(cancel_until=now() - timedelta(hours=1))
    booked(event)

    page = client_for(olga).post(f"/club/events/{event.public_id}/cancel/", follow=True)

    assert Registration.objects.get().state == "confirmed"
    assert "请致电俱乐部" in page.content.decode()


def test_cancel_of_somebody_elses_registration_is_not_found(client_for, nina, event, booked):
    booked(event)

    assert client_for(nina).post(f"/club/events/{event.public_id}/cancel/").status_code == 404
    assert Registration.objects.get().state == "confirmed"
