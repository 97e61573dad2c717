from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from club import actions
from club.forms import CancelEventForm, DoorLinkForm, EventForm
from club.models import Event, Registration
from owners import personal
from owners.models import Estate, Role
from owners.permissions import staff_only
from owners.task_links import make_task_link
from portal import uploads
from portal.errors import Refused
from portal.http import Request

# A volunteer's link outlives the event by the time it takes to sweep up.
DOOR_OPEN_AFTER = timedelta(hours=6)
_DOOR_LINK = "desk.club.door_link"


def _event(request: Request, event_id: str) -> Event:
    events = Event.objects.stewarded_by(request.viewer).select_related("estate", "responsible")
    return get_object_or_404(events, public_id=event_id)


@staff_only(Role.STEWARD, Role.ADMIN)
def club_event(request: Request, event_id: str) -> HttpResponse:
    """An event's numbers, who comes, who waits, and its door."""
    return _show(request, _event(request, event_id))


def _show(request: Request, event: Event, door_form: DoorLinkForm | None = None) -> HttpResponse:
    live = event.registrations.live().select_related("user__person__naming", "check_in")
    registrations = list(live.prefetch_related("user__person__reach").order_by("id"))
    covers = uploads.of(event.upload_scope)
    context = {
        "event": event,
        "opened": personal.open_for(
            request.viewer,
            [one.user.person for one in registrations],
            fields=("name", "phone"),
            where="desk:club-event",
        ),
        "seated": [one for one in registrations if one.state != "waiting"],
        "waiting": [one for one in registrations if one.state == "waiting"],
        "counts": event.registrations.all().head_count(),
        "cover": covers[-1] if covers else None,
        "door_form": door_form or DoorLinkForm(),
        "door_url": request.session.pop(f"{_DOOR_LINK}.{event.public_id}", ""),
        "cancel_form": CancelEventForm(),
    }
    return render(request, "desk/club_event.html", context)


@staff_only(Role.STEWARD, Role.ADMIN)
def club_event_new(request: Request) -> HttpResponse:
    """A new event, as a draft, at one of the steward's estates (`?estate=` where there are several)."""
    estates = Estate.objects.filter(pk__in=request.viewer.estates_for(Role.STEWARD, Role.ADMIN))
    wanted = request.GET.get("estate", "")
    estate = get_object_or_404(estates, slug=wanted) if wanted else estates.first()
    assert estate is not None  # who is a steward is one somewhere
    form = EventForm(request.POST or None, request.FILES or None, estate=estate)
    if request.method == "POST" and form.is_valid() and (event := _save(request, form, None)):
        messages.success(request, _("The event is kept as a draft. Look it over, then publish it."))
        return redirect("desk:club-event", event.public_id)
    return render(request, "desk/club_event_edit.html", {"form": form, "estate": estate, "estates": estates})


@staff_only(Role.STEWARD, Role.ADMIN)
def club_event_edit(request: Request, event_id: str) -> HttpResponse:
    event = _event(request, event_id)
    form = EventForm(request.POST or None, request.FILES or None, instance=event, estate=event.estate)
    if request.method == "POST" and form.is_valid() and _save(request, form, _event(request, event_id)):
        messages.success(request, _("The event is saved."))
        return redirect("desk:club-event", event_id)
    return render(request, "desk/club_event_edit.html", {"form": form, "event": event, "estate": event.estate})


def _save(request: Request, form: EventForm, event: Event | None) -> Event | None:
    """Event and cover together, or neither and the reason in the form."""
    try:
        with transaction.atomic():
            if event is None:
                saved = actions.create_event(viewer=request.viewer, estate=form.estate, facts=form.facts())
            else:
                saved = actions.update_event(viewer=request.viewer, event=event, facts=form.facts())
            if cover := form.cleaned_data["cover"]:
                actions.set_cover(viewer=request.viewer, event=saved, file=cover, name=cover.name)
            actions.add_photos(viewer=request.viewer, event=saved, upload_ids=request.POST.getlist("upload_ids"))
            return saved
    except uploads.UploadRefused as refusal:
        form.add_error("cover", refusal.message)
    except Refused as refusal:
        form.add_error(None, refusal.message)
    return None


@require_POST
@staff_only(Role.STEWARD, Role.ADMIN)
def club_event_publish(request: Request, event_id: str) -> HttpResponse:
    try:
        actions.publish_event(viewer=request.viewer, event=_event(request, event_id))
        messages.success(request, _("The event is published."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("desk:club-event", event_id)


@require_POST
@staff_only(Role.STEWARD, Role.ADMIN)
def club_event_call_off(request: Request, event_id: str) -> HttpResponse:
    """Calls the event off; everybody registered is told why."""
    event = _event(request, event_id)
    form = CancelEventForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        actions.cancel_event(viewer=request.viewer, event=event, reason=reason)
        messages.success(request, _("The event is called off, and everybody registered is told."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("desk:club-event", event_id)


@require_POST
@staff_only(Role.STEWARD, Role.ADMIN)
def club_door_link(request: Request, event_id: str) -> HttpResponse:
    """A link for one volunteer. The next page shows it, and none after: only its hash is kept."""
    event = _event(request, event_id)
    form = DoorLinkForm(request.POST)
    if not form.is_valid():
        return _show(request, event, form)
    _link, url = make_task_link(
        kind="club.door",
        ref=event.public_id,
        person_name=form.cleaned_data["person_name"],
        expires_at=event.ends_at + DOOR_OPEN_AFTER,
        actor=request.viewer.pseudonym,
    )
    request.session[f"{_DOOR_LINK}.{event.public_id}"] = url
    return redirect("desk:club-event", event_id)


@require_POST
@staff_only(Role.STEWARD, Role.ADMIN)
def club_registration_cancel(request: Request, code: str) -> HttpResponse:
    """Takes somebody off the list, e.g. after a call; the waiting list moves up."""
    found = Registration.objects.select_related("event").filter(event__in=Event.objects.stewarded_by(request.viewer))
    registration = get_object_or_404(found, code=code)
    try:
        actions.cancel_registration(viewer=request.viewer, registration=registration)
        messages.success(request, _("The seat is given back."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("desk:club-event", registration.event.public_id)
