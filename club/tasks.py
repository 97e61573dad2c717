from datetime import time, timedelta

from club.actions import expire_lots
from club.actions.registrations import tell
from club.disclosure import OPENS_BEFORE, open_attendees
from club.models import Event, RegistrationState
from club.querysets import day_start
from portal import jobs
from portal.worktime import now, today


@jobs.periodic("club.expire_points", daily_at=time(0, 5))
def expire_points() -> None:
    """Lapses points whose time has come, just after midnight."""
    expire_lots()


@jobs.periodic("club.open_attendees", every=timedelta(minutes=30))
def open_attendees_of_today() -> None:
    """From the day before, stewards see the names and numbers of those who come."""
    coming = Event.objects.published().filter(starts_at__lte=now() + OPENS_BEFORE, ends_at__gt=now())
    for event in coming.order_by("id"):
        open_attendees(event)


@jobs.periodic("club.remind_of_events", daily_at=time(18, 0))
def remind_of_events() -> None:
    """The evening before, everybody with a seat is reminded; run twice, it reminds once."""
    tomorrow = day_start(today() + timedelta(days=1))
    events = Event.objects.published().filter(starts_at__gte=tomorrow, starts_at__lt=tomorrow + timedelta(days=1))
    for event in events.order_by("id"):
        seated = event.registrations.filter(state=RegistrationState.CONFIRMED).select_related("user")
        tell(seated, event, "club.event-reminder")
