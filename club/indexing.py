"""What the search index holds of the club: every event that is announced and not called off."""

from django.db.models import QuerySet

import search
from club.addresses import address
from club.models import Event, EventState
from portal import richtext
from search.sources import Source

KIND = "club.event"


def index_event(event: Event) -> None:
    if event.state != EventState.PUBLISHED:
        search.remove(kind=KIND, ref=str(event.pk))
        return
    search.put(
        kind=KIND,
        ref=str(event.pk),
        audience=event.audience,
        estate_id=event.estate_id,
        title=event.title,
        text=f"{event.place} {richtext.to_text(event.description)}",
        url=address("club:event", event.public_id),
        when=event.starts_at,
    )


def _announced() -> QuerySet[Event]:
    return Event.objects.filter(state=EventState.PUBLISHED)


SOURCE = Source(kind=KIND, walked=Event.objects.all, put=index_event, shown=_announced)
