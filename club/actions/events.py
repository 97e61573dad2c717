from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from club.actions.points import NotTheSteward
from club.actions.registrations import give_back_points, locked_event, move_up, tell
from club.indexing import index_event
from club.models import Event, EventState, RegistrationState
from club.permissions import can_steward
from owners.models import Estate
from owners.viewers import Viewer
from portal import audit, richtext, uploads
from portal.errors import Refused
from portal.worktime import now


class CapacityBelowTaken(Refused):
    def __init__(self, taken: int) -> None:
        super().__init__(_("%(taken)d seats are taken already.") % {"taken": taken})


class EventCancelled(Refused):
    def __init__(self) -> None:
        super().__init__(_("This event has been cancelled."))


class CancellationReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Please give a reason: everybody registered reads it."))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFacts:
    """What a steward says about an event. See Event for what empty means."""

    title: str
    title_zh_hant: str = ""
    title_en: str = ""
    description: str = ""
    place: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    per_member_limit: int = 1
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    cancel_until: datetime | None = None
    cost_points: int = 0
    award_points: int | None = None
    audience: str


@transaction.atomic
def create_event(*, viewer: Viewer, estate: Estate, facts: EventFacts) -> Event:
    """A draft, seen by nobody but the stewards until it is published. Raises NotTheSteward."""
    if not can_steward(viewer, estate.pk):
        raise NotTheSteward
    event = Event(estate=estate, responsible=viewer.user)
    _fill(event, facts)
    event.save(force_insert=True)
    _note(viewer, "club.event_created", event)
    return event


@transaction.atomic
def update_event(*, viewer: Viewer, event: Event, facts: EventFacts) -> Event:
    """Changes an event. More seats let the waiting list move up; fewer than taken are refused.

    Raises NotTheSteward, CapacityBelowTaken, EventCancelled.
    """
    if not can_steward(viewer, event.estate_id):
        raise NotTheSteward
    event = locked_event(event)
    if event.state == EventState.CANCELLED:
        raise EventCancelled
    if facts.capacity < event.taken:
        raise CapacityBelowTaken(event.taken)
    _fill(event, facts)
    # Never `taken`: it belongs to the conditional updates.
    event.save(update_fields=list(EventFacts.__slots__))
    index_event(event)
    if event.state == EventState.PUBLISHED:
        move_up(event)
    _note(viewer, "club.event_changed", event)
    return event


@transaction.atomic
def publish_event(*, viewer: Viewer, event: Event) -> Event:
    """Shows a draft to its audience. Publishing twice is once. Raises NotTheSteward, EventCancelled."""
    if not can_steward(viewer, event.estate_id):
        raise NotTheSteward
    event = locked_event(event)
    if event.state == EventState.CANCELLED:
        raise EventCancelled
    if event.state == EventState.DRAFT:
        event.state = EventState.PUBLISHED
        event.save(update_fields=["state"])
        index_event(event)
        _note(viewer, "club.event_published", event)
    return event


@transaction.atomic
def cancel_event(*, viewer: Viewer, event: Event, reason: str) -> Event:
    """Calls an event off: everybody registered is told why and gets their points back.

    Raises NotTheSteward, CancellationReasonMissing, EventCancelled.
    """
    if not can_steward(viewer, event.estate_id):
        raise NotTheSteward
    if not reason.strip():
        raise CancellationReasonMissing
    event = locked_event(event)
    if event.state == EventState.CANCELLED:
        raise EventCancelled
    affected = event.registrations.filter(state__in=[RegistrationState.CONFIRMED, RegistrationState.WAITING])
    registrations = list(affected.select_related("user").order_by("user_id"))
    freed = 0
    for registration in registrations:
        give_back_points(registration, event)
        freed += registration.seats if registration.state == RegistrationState.CONFIRMED else 0
    tell(registrations, event, "club.event-cancelled")
    affected.update(state=RegistrationState.CANCELLED, cancelled_at=now())
    event.state = EventState.CANCELLED
    event.cancelled_reason = reason.strip()
    event.taken = F("taken") - freed
    event.save(update_fields=["state", "cancelled_reason", "taken"])
    event.refresh_from_db(fields=["taken"])
    index_event(event)
    _note(viewer, "club.event_cancelled", event)
    return event


@transaction.atomic
def set_cover(*, viewer: Viewer, event: Event, file: IO[bytes], name: str) -> None:
    """Stores a picture as the event's cover; the newest one counts. Raises NotTheSteward, UploadRefused."""
    if not can_steward(viewer, event.estate_id):
        raise NotTheSteward
    uploads.store(file, name=name, owner=viewer.pseudonym, scope=event.upload_scope)
    _note(viewer, "club.event_cover", event)


@transaction.atomic
def add_photos(*, viewer: Viewer, event: Event, upload_ids: Iterable[str]) -> None:
    """Binds what the steward put into the composer to the event's page. Raises NotTheSteward."""
    if not can_steward(viewer, event.estate_id):
        raise NotTheSteward
    if uploads.attach(upload_ids, owner=viewer.pseudonym, scope=event.photo_scope):
        _note(viewer, "club.event_photos", event)


def _fill(event: Event, facts: EventFacts) -> None:
    for name in EventFacts.__slots__:
        setattr(event, name, getattr(facts, name))
    event.description = richtext.clean(facts.description)


def _note(viewer: Viewer, action: str, event: Event) -> None:
    audit.record(actor=viewer.pseudonym, action=action, subject=f"club.event:{event.pk}", estate_id=event.estate_id)
