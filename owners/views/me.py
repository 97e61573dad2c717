from django.http import HttpResponse
from django.shortcuts import render

from owners.models import Residency
from owners.permissions import sign_in_required
from owners.tiles import tiles_for
from portal.http import Request


@sign_in_required
def me(request: Request) -> HttpResponse:
    """The owner's own page: who they are here, their units, and the ways onward."""
    viewer = request.viewer
    assert viewer.user is not None
    residencies = Residency.objects.none()
    if viewer.user.person_id:
        residencies = (
            Residency.objects.of_person(viewer.user.person_id)
            .filter(unit_id__in=viewer.resident_units)
            .select_related("unit__estate", "unit__entrance__building")
            .order_by("unit__estate__sort", "unit_id")
        )
    return render(request, "owners/me.html", {"residencies": residencies, "tiles": tiles_for(viewer)})
