"""Seats. The order of locks is always: event → registration → point account.

The hot path takes no lock before its end: a cheap look whether seats are left, the registration's
row, and last the conditional update of `taken`, which only as many can win as there are seats. What
is rarer (waiting, cancelling, moving up) locks the event's row first, so that nobody starts to wait
in the moment in which a seat becomes free.
"""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

import notify
from club.actions import points as point_actions
from club.actions.points import NotAMember
from club.addresses import address
from club.disclosure import open_attendees
from club.ledger import NotEnoughPoints
from club.models import Event, EventState, PointTransaction, Registration, RegistrationState, TransactionKind
from club.permissions import can_cancel, needs_membership
from owners.audiences import who_may_see
from owners.models import User
from owners.viewers import MEMBERS, Viewer
from portal import audit, realtime
from portal.errors import Refused
from portal.worktime import now

_SPENT_ON_SEATS = gettext_noop("Seats at “%(subject)s”")
_SEATS_GIVEN_BACK = gettext_noop("Given back for “%(subject)s”")


class NotOpen(Refused):
    def __init__(self) -> None:
        super().__init__(_("Registration for this event is not open."))


class TooManySeats(Refused):
    def __init__(self, limit: int) -> None:
        super().__init__(_("One registration can be for at most %(limit)d people.") % {"limit": limit})


class AlreadyRegistered(Refused):
    def __init__(self) -> None:
        super().__init__(_("You are registered for this event already."))


class TooLateToCancel(Refused):
    def __init__(self) -> None:
        super().__init__(_("It is too late to cancel here. Please ring the club."))


@transaction.atomic
def register(*, viewer: Viewer, event: Event, seats: int = 1, key: str) -> Registration:
    """Books `seats` (oneself and companions), or a place on the waiting list where they don't fit.

    `key` (up to 40 characters) makes a form sent twice one registration. Raises NotOpen, NotAMember,
    TooManySeats, AlreadyRegistered, NotEnoughPoints.
    """
    user = viewer.user
    if user is None or needs_membership(viewer, event):
        raise NotAMember
    # As it is now, and through the door: the page may have been open for a while.
    event = Event.objects.visible_to(viewer).get(pk=event.pk)
    if sent_before := Registration.objects.of(user).filter(event=event, key=key).first():
        return sent_before
    if not event.is_open:
        raise NotOpen
    if not 1 <= seats <= event.per_member_limit:
        raise TooManySeats(event.per_member_limit)
    registration = _book(event, user, seats, key) if event.seats_left >= seats else None
    registration = registration or _book_or_wait(event, user, seats, key)
    audit.record(
        actor=viewer.pseudonym,
        action=f"club.registration_{registration.state}",
        subject=f"club.event:{event.pk}",
        estate_id=event.estate_id,
        registration=registration.pk,
        seats=seats,
    )
    open_attendees(event)
    _tell_counts(event)
    return registration


def _book(event: Event, user: User, seats: int, key: str) -> Registration | None:
    """A confirmed registration with its seats taken and paid; None if they were gone by the end."""
    with transaction.atomic():
        registration = _insert(event, user, seats, key, RegistrationState.CONFIRMED)
        if take_seats(event, seats):
            _pay(registration, event)
            return registration
        transaction.set_rollback(True)
    return None


def take_seats(event: Event, seats: int) -> bool:
    """Takes seats where they are left, in one statement. This is the guard; nothing else counts them."""
    return bool(Event.objects.filter(pk=event.pk, taken__lte=F("capacity") - seats).update(taken=F("taken") + seats))


def _book_or_wait(event: Event, user: User, seats: int, key: str) -> Registration:
    """Under the event's lock: whoever gives a seat back does it before or after, not meanwhile."""
    event = locked_event(event)
    if event.seats_left >= seats and (registration := _book(event, user, seats, key)):
        return registration
    return _insert(event, user, seats, key, RegistrationState.WAITING)


def _insert(event: Event, user: User, seats: int, key: str, state: RegistrationState) -> Registration:
    confirmed_at = now() if state == RegistrationState.CONFIRMED else None
    try:
        with transaction.atomic():
            return Registration.objects.create(
                event=event, user=user, seats=seats, key=key, state=state, confirmed_at=confirmed_at
            )
    except IntegrityError as clash:
        raise AlreadyRegistered from clash


def locked_event(event: Event) -> Event:
    # NO KEY: registrations that are being inserted hold a share of the key, and needn't wait.
    return Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)


def _pay(registration: Registration, event: Event) -> None:
    if event.cost_points:
        point_actions.spend(
            user=registration.user,
            points=event.cost_points * registration.seats,
            source="registration",
            source_ref=str(registration.pk),
            cause=_SPENT_ON_SEATS,
            subject=event.title,
        )


def give_back_points(registration: Registration, event: Event) -> None:
    """Reverses what the seats cost, if they cost something. Once, however often it is called."""
    paid = PointTransaction.objects.filter(
        source="registration", source_ref=str(registration.pk), kind=TransactionKind.SPEND
    ).first()
    if paid is not None:
        point_actions.reverse(original=paid, cause=_SEATS_GIVEN_BACK, subject=event.title)


@transaction.atomic
def cancel_registration(*, viewer: Viewer, registration: Registration) -> Registration:
    """Gives the seats back (and the points they cost); the waiting list moves up in the same moment.

    Cancelling twice is once. Raises TooLateToCancel.
    """
    event = locked_event(registration.event)
    registration = (
        Registration.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=registration.pk)
    )
    if registration.state == RegistrationState.CANCELLED:
        return registration
    if not can_cancel(viewer, registration, event):
        raise TooLateToCancel
    return _cancel(registration, event, viewer.pseudonym)


@transaction.atomic
def give_up_seats(*, user: User) -> int:
    """Cancels what an account may not see any more, of the events to come; seats and points go back."""
    ahead = Registration.objects.of(user).filter(
        state__in=(RegistrationState.CONFIRMED, RegistrationState.WAITING), event__starts_at__gt=now()
    )
    count = 0
    for registration in ahead.select_related("event", "user").order_by("event_id"):
        event = registration.event
        needs = MEMBERS if event.cost_points > 0 else event.audience
        if not who_may_see([user], event.audience) or not who_may_see([user], needs):
            event = locked_event(event)
            locked = Registration.objects.select_for_update(of=("self",), no_key=True).select_related("user")
            _cancel(locked.get(pk=registration.pk), event, "system")
            count += 1
    return count


def _cancel(registration: Registration, event: Event, actor: str) -> Registration:
    """Under the locks of event and registration. Cancelling twice is once."""
    if registration.state == RegistrationState.CANCELLED:
        return registration
    held_seats = registration.state == RegistrationState.CONFIRMED
    registration.state = RegistrationState.CANCELLED
    registration.cancelled_at = now()
    registration.save(update_fields=["state", "cancelled_at"])
    if held_seats:
        give_back_points(registration, event)
        Event.objects.filter(pk=event.pk).update(taken=F("taken") - registration.seats)
        move_up(event)
    audit.record(
        actor=actor,
        action="club.registration_cancelled",
        subject=f"club.event:{event.pk}",
        estate_id=event.estate_id,
        registration=registration.pk,
    )
    _tell_counts(event)
    return registration


def move_up(event: Event) -> list[Registration]:
    """Gives free seats to those who wait, in their order; the caller holds the event's lock.

    A party too big for what is free keeps its place and lets smaller ones pass. Somebody who lacks
    the points by now loses the place. Both are told.
    """
    event.refresh_from_db(fields=["capacity", "taken"])
    moved: list[Registration] = []
    lost: list[Registration] = []
    # Until it starts, not until registration closes: a seat given back late is still somebody's.
    if event.state != EventState.PUBLISHED or event.starts_at <= now():
        return moved
    for waiting in event.registrations.waiting().select_related("user").select_for_update(of=("self",), no_key=True):
        if not event.seats_left:
            break
        if waiting.seats > event.seats_left:
            continue
        if _confirm(waiting, event):
            event.taken += waiting.seats
            moved.append(waiting)
        else:
            lost.append(waiting)
    # Named by who moved: one person may move up twice, after leaving and coming back.
    tell(moved, event, "club.moved-up", about=f"{event.pk}:{max((one.pk for one in moved), default=0)}")
    tell(lost, event, "club.place-lost", about=f"{event.pk}:{max((one.pk for one in lost), default=0)}")
    return moved


def _confirm(waiting: Registration, event: Event) -> bool:
    """Pays for and takes the seats; without the points the place is given up."""
    try:
        with transaction.atomic():
            _pay(waiting, event)
    except NotEnoughPoints:
        waiting.state = RegistrationState.CANCELLED
        waiting.cancelled_at = now()
        waiting.save(update_fields=["state", "cancelled_at"])
        return False
    # The caller's lock kept the seats free since they were counted.
    take_seats(event, waiting.seats)
    waiting.state = RegistrationState.CONFIRMED
    waiting.confirmed_at = now()
    waiting.save(update_fields=["state", "confirmed_at"])
    return True


def tell(registrations: Iterable[Registration], event: Event, kind: str, *, about: str = "") -> None:
    """Tells those registered who may see the event, in one go; nobody twice about the same (or the event)."""
    users = who_may_see([registration.user for registration in registrations], event.audience)
    if users:
        notify.send(
            users,
            kind=kind,
            params={"event": event.title},
            url=address("club:event", event.public_id),
            dedupe=f"{kind}:{about or event.pk}",
        )


def _tell_counts(event: Event) -> None:
    realtime.tell(f"club.event:{event.public_id}", "seats", {"event": event.public_id})
