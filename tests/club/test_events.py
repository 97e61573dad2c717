from datetime import timedelta

import pytest

import search
from club import actions
from club.actions.events import CancellationReasonMissing, CapacityBelowTaken, EventCancelled
from club.actions.points import NotTheSteward
from club.models import Event, Registration
from notify.models import Notification
from owners.viewers import PUBLIC
from portal.worktime import now


@pytest.fixture
def facts():
    def make(**given):
        starts_at = now() + timedelta(days=3)
        plain = {
            "title": "重阳登高",
            "description": "<p>带上水杯。</p><script>alert(1)</script>",
            "place": "东门集合",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=3),
            "capacity": 30,
            "audience": PUBLIC,
        }
        return actions.EventFacts(**plain | given)

    return make


def test_create_makes_a_clean_draft_that_nobody_else_sees(viewer_of, stella, estate, facts):
    event = actions.create_event(viewer=viewer_of(stella), estate=estate, facts=facts())

    assert (event.state, event.responsible) == ("draft", stella)
    assert "script" not in event.description
    assert not Event.objects.visible_to(viewer_of(stella)).exists()
    assert Event.objects.stewarded_by(viewer_of(stella)).get() == event


def test_publish_shows_it_to_its_audience_and_in_search(viewer_of, stella, estate, facts):
    event = actions.create_event(viewer=viewer_of(stella), estate=estate, facts=facts())
    actions.publish_event(viewer=viewer_of(stella), event=event)

    assert Event.objects.upcoming().visible_to(viewer_of(None)).get() == event
    assert [hit.ref for hit in search.find(viewer_of(None), "登高")] == [str(event.pk)]


@pytest.mark.parametrize("who", ["olga", "sam"])
def test_events_are_made_by_stewards(who, request, viewer_of, estate, facts):
    with pytest.raises(NotTheSteward):
        actions.create_event(viewer=viewer_of(request.getfixturevalue(who)), estate=estate, facts=facts())


def test_events_of_another_estate_are_not_the_stewards(viewer_of, stella, other_estate, facts):
    with pytest.raises(NotTheSteward):
        actions.create_event(viewer=viewer_of(stella), estate=other_estate, facts=facts())


def test_fewer_seats_than_taken_are_refused(viewer_of, stella, olga, member, make_event, facts):
    event = make_event()
    actions.register(viewer=viewer_of(olga), event=event, seats=3, key="k")

    with pytest.raises(CapacityBelowTaken, match="3"):
        actions.update_event(viewer=viewer_of(stella), event=event, facts=facts(capacity=2))


def test_calling_off_gives_seats_and_points_back_and_tells_why(viewer_of, stella, olga, member, make_event, balance):
    event = make_event(cost_points=30)
    actions.register(viewer=viewer_of(olga), event=event, seats=2, key="k")

    actions.cancel_event(viewer=viewer_of(stella), event=event, reason="台风")

    event.refresh_from_db()
    assert (event.state, event.taken, event.cancelled_reason) == ("cancelled", 0, "台风")
    assert Registration.objects.get().state == "cancelled"
    assert balance(olga) == 100
    assert Notification.objects.get(kind="club.event-cancelled").user == olga


def test_calling_off_needs_a_reason_and_happens_once(viewer_of, stella, event):
    with pytest.raises(CancellationReasonMissing):
        actions.cancel_event(viewer=viewer_of(stella), event=event, reason=" ")
    actions.cancel_event(viewer=viewer_of(stella), event=event, reason="台风")
    with pytest.raises(EventCancelled):
        actions.cancel_event(viewer=viewer_of(stella), event=event, reason="台风")


def test_events_of_an_estate_are_seen_by_its_residents_only(viewer_of, olga, otto, make_event, estate):
    event = make_event(audience=f"estate:{estate.pk}:verified")

    assert list(Event.objects.visible_to(viewer_of(olga))) == [event]
    assert not Event.objects.visible_to(viewer_of(otto)).exists()
    assert not Event.objects.visible_to(viewer_of(None)).exists()
