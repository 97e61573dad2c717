from datetime import UTC
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from club.addresses import absolute, address
from club.models import Event, EventState
from portal import richtext
from portal.worktime import now


def event_ics(event: Event) -> bytes:
    """The event for a calendar, in UTC. The same UID each time, so that a change replaces the entry."""
    calendar = Calendar()
    calendar.add("prodid", "-//Linli//Club//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    entry = CalendarEvent()
    host = urlsplit(settings.CANONICAL_URL).hostname or "linli"
    entry.add("uid", f"event-{event.public_id}@{host}")
    entry.add("dtstamp", now().astimezone(UTC))
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("summary", event.local_title)
    entry.add("location", event.place)
    entry.add("description", richtext.to_text(event.description))
    entry.add("url", absolute(address("club:event", event.public_id)))
    entry.add("status", "CANCELLED" if event.state == EventState.CANCELLED else "CONFIRMED")
    calendar.add_component(entry)
    return calendar.to_ical()
