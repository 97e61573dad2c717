"""One home: its facts, who owns and lives in it, and who did."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from owners import personal
from owners.grid import occupancy_of
from owners.models import Claim, Residency, Unit
from owners.permissions import staff_only
from owners.querysets import REGISTRY_READERS, REVIEWERS
from portal.http import Request
from portal.worktime import today


@staff_only(*REGISTRY_READERS)
def registry_unit(request: Request, unit_id: int) -> HttpResponse:
    homes = Unit.objects.visible_to(request.viewer).with_address().select_related("estate")
    unit = get_object_or_404(homes, pk=unit_id)
    return render(request, "desk/registry_unit.html", unit_context(request, unit))


def unit_context(request: Request, unit: Unit) -> dict[str, object]:
    everybody = list(
        Residency.objects.filter(unit=unit)
        .with_account()
        .select_related("person__naming", "person__canonical__naming")
        .prefetch_related("person__reach", "person__canonical__reach")
        .order_by("id")
    )
    current = [one for one in everybody if one.until is None or one.until >= today()]
    former = sorted((one for one in everybody if one not in current), key=lambda one: (one.until, one.pk), reverse=True)
    opened = personal.open_for(
        request.viewer,
        [one.person.stays for one in current],
        fields=("name", "phone"),
        where="desk:registry-unit",
    )
    return {
        "unit": unit,
        "occupancy": occupancy_of({str(one.role) for one in current}, unit.handed_over_on),
        "verified": any(one.has_account for one in current),
        "current": current,
        "former": former,
        "claims": list(Claim.objects.waiting().filter(unit=unit).order_by("id")[:10]),
        "may_decide": request.viewer.has_role(*REVIEWERS, estate_id=unit.estate_id),
        "opened": opened,
    }
