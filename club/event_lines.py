"""What an event card shows to one viewer, for many events in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from club.models import Event, EventState, Registration, RegistrationState
from owners.viewers import Viewer
from portal import uploads


@dataclass(frozen=True, slots=True)
class EventLine:
    event: Event
    own: Registration | None = None
    image_url: str = ""

    @property
    def own_state(self) -> str:
        """已报名, 候补第 3 位, … in the reader's language; empty for who is not registered."""
        return state_in_words(self.own) if self.own else ""

    @property
    def waiting(self) -> bool:
        return self.own is not None and self.own.state == RegistrationState.WAITING

    @property
    def seats_left(self) -> int | None:
        """None where the number tells this viewer nothing (any more)."""
        return self.event.seats_left if self.event.is_open and not self.waiting else None

    @property
    def note(self) -> str:
        if self.event.state == EventState.CANCELLED:
            return _("Called off")
        if self.event.is_over:
            return pgettext("club", "Over")
        return "" if self.event.is_open else _("Registration is not open")


def state_in_words(registration: Registration) -> str:
    """The registration must come from `with_position()`."""
    if registration.state == RegistrationState.WAITING:
        return _("Waiting list, no. %(position)d") % {"position": registration.position}  # type: ignore[attr-defined]
    if registration.state == RegistrationState.ATTENDED:
        return _("You were there")
    return pgettext("club", "Registered")


def event_lines(viewer: Viewer, events: Iterable[Event]) -> list[EventLine]:
    """One line per event, in their order: two queries, one for a visitor."""
    events = list(events)
    own: dict[int, Registration] = {}
    if viewer.user is not None:
        mine = Registration.objects.live().of(viewer.user).filter(event__in=events).with_position()
        own = {registration.event_id: registration for registration in mine}
    pictures = uploads.of_many([event.upload_scope for event in events])
    lines = []
    for event in events:
        covers = pictures.get(event.upload_scope) or []
        lines.append(EventLine(event, own.get(event.pk), covers[-1].thumb_url if covers else ""))
    return lines
