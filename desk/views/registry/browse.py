"""Estate, building, entrance: down to the homes, as a grid that says at a glance who is on record."""

from collections import defaultdict

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from owners.grid import Occupancy, building_grid
from owners.models import Building, Entrance, Estate
from owners.permissions import staff_only
from owners.querysets import REGISTRY_READERS, REVIEWERS
from portal.http import Request


@staff_only(*REGISTRY_READERS)
def registry(request: Request) -> HttpResponse:
    """The estates of the viewer; where there is one only, its buildings."""
    estates = list(Estate.objects.filter(pk__in=request.viewer.estates_for(*REGISTRY_READERS)))
    if len(estates) == 1:
        return redirect("desk:registry-estate", estates[0].slug)
    return render(request, "desk/registry.html", {"estates": estates})


@staff_only(*REGISTRY_READERS)
def registry_estate(request: Request, estate: str) -> HttpResponse:
    """The buildings of one estate, each with its entrances."""
    estates = list(Estate.objects.filter(pk__in=request.viewer.estates_for(*REGISTRY_READERS)))
    shown = get_object_or_404(Estate, slug=estate, pk__in=[one.pk for one in estates])
    entrances: defaultdict[int, list[Entrance]] = defaultdict(list)
    for entrance in Entrance.objects.filter(building__estate=shown).select_related("building"):
        entrances[entrance.building_id].append(entrance)
    for found in entrances.values():
        found.sort(key=lambda one: (len(one.number), one.number))
    buildings = [(building, entrances[building.pk]) for building in shown.buildings.all()]
    context = {
        "estate": shown,
        "buildings": buildings,
        "has_several": len(estates) > 1,
        "may_write": request.viewer.has_role(*REVIEWERS, estate_id=shown.pk),
    }
    return render(request, "desk/registry_estate.html", context)


@staff_only(*REGISTRY_READERS)
def registry_building(request: Request, building_id: int) -> HttpResponse:
    """All homes of a building. A phone shows one entrance at a time: the one asked for, else the first."""
    building = get_object_or_404(
        Building.objects.select_related("estate"),
        pk=building_id,
        estate_id__in=request.viewer.estates_for(*REGISTRY_READERS),
    )
    grids = building_grid(building)
    asked = request.GET.get("entrance", "")
    chosen = next((grid for grid in grids if str(grid.entrance.pk) == asked), grids[0] if grids else None)
    context = {"building": building, "grids": grids, "chosen": chosen, "kinds": Occupancy.choices}
    return render(request, "desk/registry_building.html", context)
