"""A building at a glance: storeys by rooms, with who is on record and who is verified."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import batched

from django.db import models
from django.utils.translation import gettext_lazy as _

from owners.models import Building, Claim, Entrance, Residency, ResidencyRole, Unit
from portal.worktime import today

# 1501, 101, B101, -101: storey and place on it. What is numbered otherwise stands below, by name.
_ROOM = re.compile(r"(?P<below>[-Bb]?)(?P<storey>\d{1,2})(?P<place>\d{2})")
_OTHERS_IN_A_ROW = 6


class Occupancy(models.TextChoices):
    OWNER = "owner", _("Owner on record")
    TENANT = "tenant", _("Let")
    EMPTY = "empty", _("Nobody on record")
    NOT_HANDED_OVER = "waiting", _("Not handed over")


@dataclass(frozen=True, slots=True)
class Cell:
    """One home. `verified`: some resident has an account; `claimed`: somebody's claim waits for an answer."""

    unit_id: int
    room: str
    occupancy: Occupancy
    verified: bool
    claimed: bool


@dataclass(slots=True)
class Storey:
    """`number` is None for homes that are not numbered by storeys. Empty places are None."""

    number: int | None
    cells: list[Cell | None]


@dataclass(slots=True)
class EntranceGrid:
    entrance: Entrance
    places: list[str] = field(default_factory=list)
    storeys: list[Storey] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)


def building_grid(building: Building) -> list[EntranceGrid]:
    """Every entrance of a building, top storey first. Four queries, however large it is."""
    entrances = sorted(
        Entrance.objects.filter(building=building).select_related("building"),
        key=lambda one: (len(one.number), one.number),
    )
    units = Unit.objects.filter(entrance__building=building).only("id", "entrance_id", "room", "handed_over_on")
    roles, verified = _residents(building)
    claimed = set(
        Claim.objects.waiting()
        .filter(estate_id=building.estate_id, unit__entrance__building=building)
        .values_list("unit_id", flat=True)
    )
    cells: dict[int, list[Cell]] = {entrance.pk: [] for entrance in entrances}
    for unit in units:
        occupancy = occupancy_of(roles.get(unit.pk, set()), unit.handed_over_on)
        cells[unit.entrance_id].append(Cell(unit.pk, unit.room, occupancy, unit.pk in verified, unit.pk in claimed))
    return [_arranged(entrance, cells[entrance.pk]) for entrance in entrances]


def _residents(building: Building) -> tuple[dict[int, set[str]], set[int]]:
    """The open roles of each unit, and the units in which somebody has an account."""
    roles: dict[int, set[str]] = {}
    verified = set()
    residents = Residency.objects.open().filter(unit__entrance__building=building).with_account()
    for unit_id, role, has_account in residents.values_list("unit_id", "role", "has_account"):
        roles.setdefault(unit_id, set()).add(role)
        if has_account:
            verified.add(unit_id)
    return roles, verified


def occupancy_of(roles: set[str], handed_over_on: date | None) -> Occupancy:
    if ResidencyRole.TENANT in roles:
        return Occupancy.TENANT
    if roles:
        # Family lives there for an owner.
        return Occupancy.OWNER
    is_handed_over = handed_over_on is not None and handed_over_on <= today()
    return Occupancy.EMPTY if is_handed_over else Occupancy.NOT_HANDED_OVER


def _arranged(entrance: Entrance, cells: list[Cell]) -> EntranceGrid:
    placed: dict[tuple[int, str], Cell] = {}
    others = []
    for cell in sorted(cells, key=lambda one: (len(one.room), one.room)):
        read = _ROOM.fullmatch(cell.room)
        place = (_storey(read), read["place"]) if read else None
        if place is None or place in placed:
            others.append(cell)
        else:
            placed[place] = cell
    places = sorted({place for _storey, place in placed})
    storeys = [
        Storey(number, [placed.get((number, place)) for place in places])
        for number in sorted({number for number, _place in placed}, reverse=True)
    ]
    wide = max(len(places), _OTHERS_IN_A_ROW)
    storeys += [Storey(None, list(row)) for row in batched(others, wide, strict=False)]
    figures = Counter(str(cell.occupancy) for cell in cells)
    figures["verified"] = sum(cell.verified for cell in cells)
    figures["all"] = len(cells)
    return EntranceGrid(entrance, places, storeys, figures)


def _storey(read: re.Match[str]) -> int:
    number = int(read["storey"])
    return -number if read["below"] else number
