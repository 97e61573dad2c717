"""Who may listen to the club's groups, and who may fetch its pictures."""

from club.models import Event
from owners.viewers import Viewer
from portal import realtime, uploads


def _may_see_event(viewer: Viewer, ref: str) -> bool:
    return Event.objects.visible_to(viewer).filter(public_id=ref).exists()


def _may_watch_door(viewer: Viewer, ref: str) -> bool:
    return Event.objects.stewarded_by(viewer).filter(public_id=ref).exists()


def _may_see_pictures(viewer: Viewer, ref: str) -> bool:
    """`ref` is the event's row id."""
    if not ref.isdigit():
        return False
    events = Event.objects.visible_to(viewer).filter(pk=ref)
    return events.exists() or Event.objects.stewarded_by(viewer).filter(pk=ref).exists()


realtime.register_group("club.event", _may_see_event)
realtime.register_group("club.door", _may_watch_door)
uploads.register_scope("club.event", _may_see_pictures)
uploads.register_scope("club.event-photo", _may_see_pictures)
