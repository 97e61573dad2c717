import pytest

from club import actions
from club.actions import Outcome
from club.addresses import absolute, address
from club.codes import card_payload, new_card_number
from club.models import CheckIn, PointTransaction
from portal.outbox.models import OutboxEntry


@pytest.fixture
def booked(member, olga, event, viewer_of):
    return actions.register(viewer=viewer_of(olga), event=event, seats=2, key="k")


def let_in(event, text):
    return actions.check_in(event=event, text=text, by="task-link:1")


def test_ticket_lets_in_once_and_earns_points_once(booked, event, olga, balance):
    first = let_in(event, booked.code)
    again = let_in(event, booked.code)

    assert (first.outcome, first.outcome.light) == (Outcome.WELCOME, "green")
    assert (again.outcome, again.outcome.light) == (Outcome.ALREADY, "amber")
    assert again.check_in == first.check_in
    assert (CheckIn.objects.get().by, balance(olga)) == ("task-link:1", 150)
    assert OutboxEntry.objects.get(kind="EventAttended").payload == {"registration_id": booked.pk}
    assert PointTransaction.objects.get(source="event").subject == "邻里茶会"


def test_ticket_is_read_from_its_qr(booked, event):
    assert let_in(event, absolute(address("club:ticket-scan", booked.code))).outcome == Outcome.WELCOME


def test_member_card_finds_the_registration(booked, event, member):
    assert let_in(event, card_payload(member.cards.get().number)).registration == booked


def test_member_card_without_registration_is_amber(member, event):
    arrival = let_in(event, card_payload(member.cards.get().number))

    assert (arrival.outcome, arrival.outcome.light) == (Outcome.NOT_REGISTERED, "amber")


def test_card_of_who_left_opens_nothing(booked, event, member, olga, viewer_of):
    payload = card_payload(member.cards.get().number)
    actions.leave_club(viewer=viewer_of(olga), membership=member)

    assert let_in(event, payload).outcome == Outcome.INVALID_CARD


def test_suspended_members_card_opens_nothing(booked, event, member, stella, viewer_of):
    actions.suspend_membership(viewer=viewer_of(stella), membership=member, reason="待核实")

    assert let_in(event, card_payload(member.cards.get().number)).outcome == Outcome.INVALID_CARD


@pytest.mark.parametrize(
    "text",
    ["", "xxxx", "LC123.abc", card_payload(new_card_number())[:-1], "请让我进去"],
    ids=["empty", "word", "half a card", "cut card", "chinese"],
)
def test_nonsense_is_red(event, text):
    arrival = let_in(event, text)

    assert (arrival.outcome, arrival.outcome.light) == (Outcome.UNKNOWN, "red")


def test_ticket_of_another_event_is_named(booked, make_event):
    arrival = let_in(make_event(title="别的活动"), booked.code)

    assert (arrival.outcome, arrival.registration.event) == (Outcome.OTHER_EVENT, booked.event)


def test_waiting_and_cancelled_are_not_let_in(many_members, make_event, viewer_of):
    first, second = many_members(2)
    event = make_event(capacity=1)
    mine = actions.register(viewer=viewer_of(first), event=event, key="a")
    waiting = actions.register(viewer=viewer_of(second), event=event, key="b")

    assert let_in(event, waiting.code).outcome == Outcome.WAITING
    actions.cancel_registration(viewer=viewer_of(first), registration=mine)
    assert let_in(event, mine.code).outcome == Outcome.CANCELLED
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize(("award", "expected"), [(None, 150), (80, 180), (0, 100)])
def test_event_says_what_coming_is_worth(member, olga, make_event, viewer_of, balance, award, expected):
    event = make_event(award_points=award)
    registration = actions.register(viewer=viewer_of(olga), event=event, key="k")

    let_in(event, registration.code)

    assert balance(olga) == expected
