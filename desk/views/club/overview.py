from django.http import HttpResponse
from django.shortcuts import render

from club.models import Event, Membership
from club.stats import overview
from owners import personal
from owners.models import Role
from owners.permissions import staff_only
from portal.http import Request
from portal.worktime import now

SHOWN = 50


@staff_only(Role.STEWARD, Role.ADMIN)
def club(request: Request) -> HttpResponse:
    """The steward's morning: who wants in, what is coming, and the numbers."""
    viewer = request.viewer
    applications = Membership.objects.stewarded_by(viewer).applied().select_related("person__naming", "estate")
    events = Event.objects.stewarded_by(viewer).with_waiting().select_related("estate")
    waiting = list(applications.order_by("applied_at", "id")[:SHOWN])
    context = {
        "applications": waiting,
        "opened": personal.open_for(viewer, [one.person for one in waiting], fields=("name",), where="desk:club"),
        "coming": events.filter(ends_at__gt=now()).exclude(state="cancelled").order_by("starts_at", "id")[:SHOWN],
        "past": events.filter(ends_at__lte=now()).order_by("-starts_at", "-id")[:10],
        "overview": overview(viewer.estates_for(Role.STEWARD, Role.ADMIN)),
    }
    return render(request, "desk/club.html", context)
