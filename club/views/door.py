from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from club import actions
from club.actions import Arrival, Outcome
from club.forms import DoorForm
from club.models import Event, EventState, Registration
from owners import task_links
from owners.permissions import staff_door
from portal.http import Request

DOOR = "club.door"
FOUND = 12
_LAST = "club.door.last"


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who stands at the door of which event, as audit rows name them."""

    event: Event
    pseudonym: str


def _keeper(request: Request, event_id: str) -> Keeper | None:
    """A steward of the event's estate, or a volunteer whose link is for this event."""
    events = Event.objects.filter(state=EventState.PUBLISHED)
    if event := events.stewarded_by(request.viewer).filter(public_id=event_id).first():
        return Keeper(event, request.viewer.pseudonym)
    link = task_links.held_link(request, DOOR, event_id)
    if link and (event := events.filter(public_id=event_id).first()):
        return Keeper(event, link.pseudonym)
    return None


@never_cache
def door(request: Request, event_id: str) -> HttpResponse:
    """The check-in on a phone: scan, type or search; the answer is green, amber or red."""
    keeper = _keeper(request, event_id)
    if keeper is None:
        if request.viewer.is_staff and (missing := staff_door(request.viewer)):
            return redirect(f"{missing}?{urlencode({'next': request.path})}")
        return task_links.refuse(request)
    if request.method != "POST":
        return render(request, "club/door.html", _page(request, keeper.event))
    form = DoorForm(request.POST)
    if not form.is_valid():
        return render(request, "club/door.html", _page(request, keeper.event) | {"form": form}, status=422)
    arrival = actions.check_in(event=keeper.event, text=form.cleaned_data["code"], by=keeper.pseudonym)
    if request.htmx:
        return render(request, "club/door_result.html", _result(arrival) | _counts(keeper.event))
    request.session[_LAST] = [arrival.outcome, arrival.registration.pk if arrival.registration else None]
    return redirect("club:door", event_id)


def _page(request: Request, event: Event) -> dict[str, Any]:
    query = request.GET.get("q", "").strip()[:40]
    context: dict[str, Any] = {
        "event": event,
        "form": DoorForm(initial={"code": request.GET.get("code", "")[:300]}),
        "query": query,
        "found": event.registrations.named(query)[:FOUND] if query else [],
    }
    return context | _last_result(request) | _counts(event)


def _counts(event: Event) -> dict[str, int]:
    """People, not registrations: companions come through the door, too."""
    return event.registrations.all().head_count()


def _last_result(request: Request) -> dict[str, Any]:
    """What the form sent before this page said: shown once."""
    outcome, pk = request.session.pop(_LAST, (None, None))
    if outcome is None:
        return {}
    registration = (
        Registration.objects.select_related("user__person__naming", "event", "check_in").filter(pk=pk).first()
    )
    check_in = getattr(registration, "check_in", None)
    return _result(Arrival(Outcome(outcome), registration, check_in))


def _result(arrival: Arrival) -> dict[str, Any]:
    registration = arrival.registration
    person = registration.user.person if registration else None
    name = person.name if person else registration.user.display_name if registration else ""
    return {"arrival": arrival, "name": name}


@never_cache
def ticket_scan(request: Request, code: str) -> HttpResponse:
    """Where a ticket's QR leads any camera: to the door for who keeps it, to the ticket for its owner."""
    registration = get_object_or_404(Registration.objects.select_related("event"), code=code.lower())
    event = registration.event
    if _keeper(request, event.public_id):
        return redirect(f"{reverse('club:door', args=[event.public_id])}?{urlencode({'code': registration.code})}")
    if request.viewer.user is not None and registration.user_id == request.viewer.user.pk:
        return redirect("club:ticket", event.public_id)
    if Event.objects.visible_to(request.viewer).filter(pk=event.pk).exists():
        return redirect("club:event", event.public_id)
    raise Http404
