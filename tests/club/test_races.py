"""Seats and points under real threads, and the same with the guard off: the race is real."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection

from club import actions, ledger
from club.actions import registrations
from club.ledger import NotEnoughPoints
from club.models import Event, PointAccount, Registration
from club.verification import faults
from owners.viewers import viewer_for_user

SEATS, RUNNERS = 10, 40


def together(work, tasks):
    """Runs `work` on each task in a thread of its own, all starting at once; results in order."""
    start = Barrier(len(tasks))

    def run(task):
        start.wait(timeout=20)
        try:
            return work(task)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def meet(barrier):
    """Waits until all have read, so that each writes on what is old by then."""
    with suppress(BrokenBarrierError):
        barrier.wait(timeout=3)


def register_all(viewers, event):
    def book(viewer):
        return actions.register(viewer=viewer, event=event, key=str(viewer.user.pk)).state

    return Counter(together(book, viewers))


@pytest.mark.django_db
def test_forty_in_turn_for_ten_seats(many_members, make_event):
    event = make_event(capacity=SEATS)

    states = Counter(
        actions.register(viewer=viewer_for_user(user), event=event, key=str(user.pk)).state
        for user in many_members(RUNNERS)
    )

    assert states == {"confirmed": SEATS, "waiting": RUNNERS - SEATS}
    assert Event.objects.get().taken == SEATS


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_forty_at_once_for_ten_seats(many_members, make_event):
    event = make_event(capacity=SEATS)
    viewers = [viewer_for_user(user) for user in many_members(RUNNERS)]

    assert register_all(viewers, event) == {"confirmed": SEATS, "waiting": RUNNERS - SEATS}
    assert Event.objects.get().taken == SEATS


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_forty_at_once_oversell_with_the_guard_off(many_members, make_event, monkeypatch):
    event = make_event(capacity=SEATS)
    viewers = [viewer_for_user(user) for user in many_members(RUNNERS)]
    all_have_read = Barrier(RUNNERS)

    def count_then_take(event, seats):
        taken = Event.objects.get(pk=event.pk).taken
        meet(all_have_read)
        return taken + seats <= event.capacity and Event.objects.filter(pk=event.pk).update(taken=taken + seats)

    monkeypatch.setattr(registrations, "take_seats", count_then_take)

    assert register_all(viewers, event)["confirmed"] > SEATS


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_member_at_forty_windows_is_registered_once(many_members, make_event):
    event = make_event(capacity=SEATS)
    viewer = viewer_for_user(many_members(1)[0])

    def book(number):
        try:
            return actions.register(viewer=viewer, event=event, key=str(number)).state
        except registrations.AlreadyRegistered:
            return "already"

    assert Counter(together(book, range(RUNNERS))) == {"confirmed": 1, "already": RUNNERS - 1}
    assert Event.objects.get().taken == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_seats_given_back_while_others_come_are_never_lost(many_members, make_event):
    event = make_event(capacity=SEATS)
    users = many_members(RUNNERS)
    mine = [
        actions.register(viewer=viewer_for_user(user), event=event, key=str(user.pk)) for user in users[: RUNNERS // 2]
    ]

    def come_or_go(number):
        viewer = viewer_for_user(users[number])
        if number < len(mine):
            return actions.cancel_registration(viewer=viewer, registration=mine[number]).state
        return actions.register(viewer=viewer, event=event, key=str(viewer.user.pk)).state

    together(come_or_go, range(RUNNERS))

    states = Counter(Registration.objects.values_list("state", flat=True))
    assert states == {"cancelled": RUNNERS // 2, "confirmed": SEATS, "waiting": RUNNERS // 2 - SEATS}
    assert Event.objects.get().taken == SEATS


def spend_all(user, times):
    def pay(number):
        try:
            actions.spend(user=user, points=10, source="test", source_ref=str(number), cause="x")
        except NotEnoughPoints:
            return "refused"
        return "paid"

    return Counter(together(pay, range(times)))


@pytest.fixture
def rich(many_members):
    """A member with fifty points."""
    user = many_members(1)[0]
    actions.award(user=user, rule="event-attended", source="test", source_ref="start")
    return user


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_spend_at_once_what_is_enough_for_five(rich, balance):
    assert spend_all(rich, 20) == {"paid": 5, "refused": 15}
    assert balance(rich) == 0
    assert list(faults()) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_overspend_with_the_guards_off(rich, monkeypatch):
    all_have_read = Barrier(20)

    def unlocked(user):
        return PointAccount.objects.get(user=user)

    def read_then_write(account, amount):
        balance = PointAccount.objects.get(pk=account.pk).balance
        meet(all_have_read)
        if balance + amount < 0:
            raise NotEnoughPoints
        PointAccount.objects.filter(pk=account.pk).update(balance=balance + amount)

    monkeypatch.setattr(ledger, "locked_account", unlocked)
    monkeypatch.setattr(ledger, "_change_balance", read_then_write)
    monkeypatch.setattr(ledger, "take_from_lots", lambda *args, **kwargs: None)

    assert spend_all(rich, 20)["paid"] > 5
    assert list(faults()) != []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ticket_at_ten_doors_at_once_lets_in_and_pays_once(many_members, make_event, balance):
    event = make_event()
    user = many_members(1)[0]
    ticket = actions.register(viewer=viewer_for_user(user), event=event, key="k")

    outcomes = Counter(
        together(lambda door: actions.check_in(event=event, text=ticket.code, by=door).outcome, "abcdefghij")
    )

    assert outcomes == {"welcome": 1, "already": 9}
    assert balance(user) == 50
