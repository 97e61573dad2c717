from datetime import time, timedelta

from club.actions import expire_lots
from club.actions.registrations import tell
from club.models import Event, RegistrationState
from club.querysets import day_start
from portal import jobs
from portal.worktime import today


@jobs.periodic("club.expire_points", daily_at=time(0, 5))
def expire_points() -> None:
    """Lapses points whose time has come, just after midnight."""
    expire_lots()


@jobs.periodic("club.remind_of_events", daily_at=time(18, 0))
def remind_of_events() -> None:
    """The evening before, everybody with a seat is reminded; run twice, it reminds once."""
    tomorrow = day_start(today() + timedelta(days=1))
    events = Event.objects.published().filter(starts_at__gte=tomorrow, starts_at__lt=tomorrow + timedelta(days=1))
    for event in events.order_by("id"):
        seated = event.registrations.filter(state=RegistrationState.CONFIRMED).select_related("user")
        tell(seated, event, "club.event-reminder")
