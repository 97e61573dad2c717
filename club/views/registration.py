from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from club import actions
from club.addresses import absolute, address
from club.event_lines import event_lines
from club.forms import RegisterForm
from club.models import Event, Registration, RegistrationState
from club.views.event import event_page
from owners.permissions import sign_in_required
from portal.errors import Refused
from portal.http import Request


@require_POST
@sign_in_required
def event_register(request: Request, event_id: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.visible_to(request.viewer), public_id=event_id)
    form = RegisterForm(request.POST, limit=event.per_member_limit)
    if form.is_valid():
        try:
            booked = actions.register(viewer=request.viewer, event=event, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            waiting = booked.state == RegistrationState.WAITING
            messages.success(request, _("You are on the waiting list.") if waiting else _("You are registered."))
            return redirect("club:event", event.public_id)
    return render(request, "club/event.html", event_page(request, event, form), status=422)


@require_POST
@sign_in_required
def event_cancel(request: Request, event_id: str) -> HttpResponse:
    registration = _own(request, event_id)
    try:
        actions.cancel_registration(viewer=request.viewer, registration=registration)
        messages.success(request, _("Your seat is given back. Thank you for letting us know."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("club:event", event_id)


@never_cache
@sign_in_required
def ticket(request: Request, event_id: str) -> HttpResponse:
    """The ticket for the door: a large QR that any camera reads, and the code to say aloud."""
    registration = _own(request, event_id)
    if registration.state not in (RegistrationState.CONFIRMED, RegistrationState.ATTENDED):
        raise Http404
    payload = absolute(address("club:ticket-scan", registration.code))
    return render(
        request, "club/ticket.html", {"registration": registration, "event": registration.event, "payload": payload}
    )


@sign_in_required
def my_events(request: Request) -> HttpResponse:
    """Everything the viewer is or was registered for: what comes first, then what was."""
    assert request.viewer.user is not None
    mine = Registration.objects.live().of(request.viewer.user).values("event_id")
    events = Event.objects.filter(pk__in=mine).order_by("-starts_at", "-id")[:100]
    lines = event_lines(request.viewer, events)
    coming = [line for line in reversed(lines) if not line.event.is_over]
    context = {"coming": coming, "past": [line for line in lines if line.event.is_over]}
    return render(request, "club/my_events.html", context)


def _own(request: Request, event_id: str) -> Registration:
    mine = Registration.objects.live().filter(user=request.viewer.user).select_related("event")
    return get_object_or_404(mine, event__public_id=event_id)
