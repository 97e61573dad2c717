"""Whose names and numbers an event opens to the stewards: those who come tonight, not before, not long after."""

from datetime import timedelta

from club.models import Event
from owners import personal
from owners.models import Person, Role
from owners.viewers import staff_key
from portal.worktime import now

OPENS_BEFORE = timedelta(hours=24)
CLOSES_AFTER = timedelta(hours=6)


def is_tonight(event: Event) -> bool:
    return event.starts_at - OPENS_BEFORE <= now() <= event.ends_at


def open_attendees(event: Event) -> None:
    """Opens everybody with a seat or waiting to the stewards; safe to call again. Nothing if it isn't tonight."""
    if not is_tonight(event):
        return
    live = event.registrations.live()
    people = Person.objects.filter(users__in=live.values("user_id")).distinct()
    personal.grant(
        key=staff_key(event.estate_id, Role.STEWARD) if event.estate_id else "staff",
        subjects=people,
        source=f"event:{event.pk}",
        until=event.ends_at + CLOSES_AFTER,
    )
