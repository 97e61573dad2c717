from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext_noop

from club import codes
from club.actions.points import award
from club.models import Card, CheckIn, Event, MembershipState, Registration, RegistrationState
from portal import audit, outbox, realtime
from portal.domain_events import EventAttended
from portal.worktime import now


class Outcome(StrEnum):
    """What the door says. `WELCOME` is green, `UNKNOWN`, `INVALID_CARD` and `CANCELLED` red, the rest amber."""

    WELCOME = "welcome"
    ALREADY = "already"
    WAITING = "waiting"
    OTHER_EVENT = "other-event"
    NOT_REGISTERED = "not-registered"
    CANCELLED = "cancelled"
    INVALID_CARD = "invalid-card"
    UNKNOWN = "unknown"

    @property
    def light(self) -> str:
        if self is Outcome.WELCOME:
            return "green"
        return "red" if self in (Outcome.CANCELLED, Outcome.INVALID_CARD, Outcome.UNKNOWN) else "amber"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of one code at one door; `check_in` is the first arrival where there was one."""

    outcome: Outcome
    registration: Registration | None = None
    check_in: CheckIn | None = None


@transaction.atomic
def check_in(*, event: Event, text: str, by: str) -> Arrival:
    """Lets in whoever holds `text` (card QR, ticket QR, typed code), once; attendance earns points once.

    `by` is the pseudonym of who stands at the door. Never raises for what people may hold up to it.
    """
    outcome, registration = _find(event, text)
    if registration is None:
        return Arrival(outcome)
    registration = (
        Registration.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user__person__naming", "event")
        .get(pk=registration.pk)
    )
    refusal = _refusal(event, registration)
    if refusal is not None:
        return Arrival(refusal, registration, CheckIn.objects.filter(registration=registration).first())
    return Arrival(Outcome.WELCOME, registration, _let_in(event, registration, by))


def _find(event: Event, text: str) -> tuple[Outcome, Registration | None]:
    scanned = codes.read(text)
    if isinstance(scanned, codes.ScannedTicket):
        return Outcome.UNKNOWN, Registration.objects.filter(code=scanned.code).first()
    if scanned is None:
        return Outcome.UNKNOWN, None
    card = Card.objects.select_related("membership").filter(number=scanned.number, revoked_at__isnull=True).first()
    if card is None or card.membership.state != MembershipState.ACTIVE:
        return Outcome.INVALID_CARD, None
    mine = event.registrations.live().filter(user=card.membership.user_id).first()
    return Outcome.NOT_REGISTERED, mine


def _refusal(event: Event, registration: Registration) -> Outcome | None:
    if registration.event_id != event.pk:
        return Outcome.OTHER_EVENT
    return {
        RegistrationState.ATTENDED: Outcome.ALREADY,
        RegistrationState.WAITING: Outcome.WAITING,
        RegistrationState.CANCELLED: Outcome.CANCELLED,
    }.get(RegistrationState(registration.state))


def _let_in(event: Event, registration: Registration, by: str) -> CheckIn:
    registration.state = RegistrationState.ATTENDED
    registration.save(update_fields=["state"])
    arrived = CheckIn.objects.create(registration=registration, at=now(), by=by)
    award(
        user=registration.user,
        rule="event-attended",
        source="event",
        source_ref=str(registration.pk),
        cause=gettext_noop("Came to “%(subject)s”"),
        subject=event.title,
        points=event.award_points,
    )
    audit.record(
        actor=by,
        action="club.checked_in",
        subject=f"club.event:{event.pk}",
        estate_id=event.estate_id,
        registration=registration.pk,
    )
    outbox.record(EventAttended(registration_id=registration.pk), key=f"registration:{registration.pk}")
    realtime.tell(f"club.door:{event.public_id}", "arrival", {"event": event.public_id})
    return arrived
