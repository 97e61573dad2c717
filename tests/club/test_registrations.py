from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from club import actions
from club.actions.points import NotAMember
from club.actions.registrations import AlreadyRegistered, NotOpen, TooLateToCancel, TooManySeats
from club.ledger import NotEnoughPoints
from club.models import Event, Registration
from club.verification import faults
from notify.models import Notification
from owners.viewers import PUBLIC
from portal.worktime import at_clock, now


@pytest.fixture
def book(viewer_of):
    def make(user, event, seats=1, key=None):
        return actions.register(
            viewer=viewer_of(user), event=event, seats=seats, key=key or f"{user.pk}-{event.pk}-{now().timestamp()}"
        )

    return make


@pytest.fixture
def cancel(viewer_of):
    def make(user, registration):
        return actions.cancel_registration(viewer=viewer_of(user), registration=registration)

    return make


def state_of(registration):
    return Registration.objects.get(pk=registration.pk).state


def taken(event):
    return Event.objects.get(pk=event.pk).taken


def test_register_takes_the_seats_of_companions_too(member, olga, event, book):
    registration = book(olga, event, seats=3)

    assert (registration.state, taken(event)) == ("confirmed", 3)


def test_form_sent_twice_is_one_registration(member, olga, event, book):
    assert book(olga, event, key="same") == book(olga, event, key="same")
    assert taken(event) == 1


def test_register_twice_is_refused(member, olga, event, book):
    book(olga, event)

    with pytest.raises(AlreadyRegistered):
        book(olga, event)
    assert taken(event) == 1


def test_key_of_somebody_else_is_no_way_to_their_registration(many_members, event, book):
    first, second = many_members(2)
    book(first, event, key="same")

    with pytest.raises(AlreadyRegistered):
        book(second, event, key="same")


def test_too_many_seats_are_refused(member, olga, event, book):
    with pytest.raises(TooManySeats, match="4"):
        book(olga, event, seats=5)


@pytest.mark.parametrize(
    "given",
    [
        {"opens_at": now() + timedelta(hours=1)},
        {"closes_at": now() - timedelta(hours=1)},
        {"state": "cancelled"},
    ],
)
def test_register_while_not_open_is_refused(member, olga, make_event, book, given):
    with pytest.raises(NotOpen):
        book(olga, make_event(**given))


def test_register_for_what_one_can_not_see_is_refused(nina, event, viewer_of):
    with pytest.raises((NotAMember, Event.DoesNotExist)):
        actions.register(viewer=viewer_of(nina), event=event, key="k")


def test_draft_takes_no_registration(member, olga, make_event, book):
    with pytest.raises(Event.DoesNotExist):
        book(olga, make_event(state="draft"))


def test_public_event_is_open_to_every_account(stranger, make_event, book):
    assert book(stranger, make_event(audience=PUBLIC)).state == "confirmed"


def test_full_event_puts_on_the_waiting_list_in_order(many_members, make_event, book):
    event = make_event(capacity=1)
    bookings = [book(user, event) for user in many_members(3)]

    positions = dict(Registration.objects.waiting().with_position().values_list("pk", "position"))
    assert [one.state for one in bookings] == ["confirmed", "waiting", "waiting"]
    assert positions == {bookings[1].pk: 1, bookings[2].pk: 2}


def test_cancelling_moves_the_next_up_and_tells_them(many_members, make_event, book, cancel):
    first, second, third = many_members(3)
    event = make_event(capacity=1)
    mine, theirs, last = (book(user, event) for user in (first, second, third))

    cancel(first, mine)

    assert [state_of(one) for one in (mine, theirs, last)] == ["cancelled", "confirmed", "waiting"]
    assert taken(event) == 1
    assert Notification.objects.get(kind="club.moved-up").user == second


def test_party_too_big_keeps_its_place_and_lets_smaller_ones_pass(many_members, make_event, book, cancel):
    first, family, single = many_members(3)
    event = make_event(capacity=2)
    pair = book(first, event, seats=2)
    waiting_family, waiting_single = book(family, event, seats=3), book(single, event, seats=1)

    cancel(first, pair)

    assert [state_of(one) for one in (waiting_family, waiting_single)] == ["waiting", "confirmed"]


def test_cancelling_twice_gives_the_seat_back_once(many_members, make_event, book, cancel):
    first, second = many_members(2)
    event = make_event(capacity=2)
    mine = book(first, event)
    book(second, event)

    cancel(first, mine)
    cancel(first, mine)

    assert taken(event) == 1


def test_cancelling_after_the_deadline_is_refused_but_the_steward_may(member, olga, stella, make_event, book, cancel):
    event = make_event(cancel_until=now() - timedelta(minutes=1))
    mine = book(olga, event)

    with pytest.raises(TooLateToCancel):
        cancel(olga, mine)
    assert cancel(stella, mine).state == "cancelled"


def test_nobody_cancels_for_a_neighbour(many_members, event, book, cancel):
    first, second = many_members(2)
    mine = book(first, event)

    with pytest.raises(TooLateToCancel):
        cancel(second, mine)


def test_seats_that_cost_points_are_paid_and_given_back(member, olga, make_event, book, cancel, balance):
    event = make_event(cost_points=20)

    mine = book(olga, event, seats=2)
    assert balance(olga) == 60

    cancel(olga, mine)
    assert balance(olga) == 100
    assert list(faults()) == []


def test_without_the_points_no_seat_is_taken(member, olga, make_event, book, balance):
    event = make_event(cost_points=60)

    with pytest.raises(NotEnoughPoints):
        book(olga, event, seats=2)
    assert (taken(event), balance(olga), Registration.objects.count()) == (0, 100, 0)


def test_moving_up_without_the_points_loses_the_place_to_the_next(
    join, olga, nina, many_members, make_event, book, cancel
):
    event = make_event(capacity=1, cost_points=60)
    join(olga), join(nina)
    poor = many_members(1)[0]
    mine, broke, next_one = book(olga, event), book(poor, event), book(nina, event)

    cancel(olga, mine)

    assert [state_of(one) for one in (broke, next_one)] == ["cancelled", "confirmed"]
    assert Notification.objects.get(kind="club.place-lost").user == poor


def test_more_seats_let_the_waiting_list_move_up(many_members, make_event, book, viewer_of, stella):
    event = make_event(capacity=1)
    bookings = [book(user, event) for user in many_members(3)]
    facts = actions.EventFacts(
        **{name: getattr(event, name) for name in actions.EventFacts.__slots__} | {"capacity": 2}
    )

    actions.update_event(viewer=viewer_of(stella), event=event, facts=facts)

    assert [state_of(one) for one in bookings] == ["confirmed", "confirmed", "waiting"]
    assert taken(event) == 2


def test_database_refuses_more_than_capacity(event):
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(taken=11)


def test_waiting_list_moves_up_after_registration_closed_until_the_start(many_members, make_event, book, cancel):
    first, second, third = many_members(3)
    event = make_event(capacity=1, closes_at=now() + timedelta(minutes=1))
    mine, waiting, late = (book(user, event) for user in (first, second, third))

    with at_clock(event.starts_at - timedelta(minutes=5)):
        cancel(first, mine)

    assert [state_of(one) for one in (waiting, late)] == ["confirmed", "waiting"]


def test_waiting_list_rests_once_the_event_began(many_members, stella, make_event, book, cancel):
    first, second = many_members(2)
    event = make_event(capacity=1)
    mine, waiting = (book(user, event) for user in (first, second))

    with at_clock(event.starts_at + timedelta(minutes=5)):
        cancel(stella, mine)

    assert state_of(waiting) == "waiting"
