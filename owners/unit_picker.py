"""Choosing one home of an estate by plain links, or by typing its address."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from owners.models import Building, Entrance, Estate, Unit
from owners.registry.addresses import AddressUnreadable, UnitAddress, read_room

_MAX_QUERY = 40


@dataclass(slots=True)
class Picked:
    """How far the choice has come: the next list to choose from, or the unit itself."""

    query: str = ""
    buildings: list[Building] = field(default_factory=list)
    building: Building | None = None
    entrances: list[Entrance] = field(default_factory=list)
    entrance: Entrance | None = None
    units: list[Unit] = field(default_factory=list)
    unit: Unit | None = None

    @property
    def nothing_found(self) -> bool:
        return bool(self.query) and not self.units and self.unit is None


def pick(estate: Estate, chosen: Mapping[str, str]) -> Picked:
    """The state of the choice from `q` (a typed address) or from `building` and `entrance` (ids)."""
    picked = Picked(query=chosen.get("q", "").strip()[:_MAX_QUERY])
    if picked.query:
        _search(estate, picked)
    if not picked.units and picked.unit is None:
        picked.buildings = list(estate.buildings.all())
        _walk(picked, chosen)
    return picked


def _walk(picked: Picked, chosen: Mapping[str, str]) -> None:
    picked.building = next((one for one in picked.buildings if str(one.pk) == chosen.get("building")), None)
    if picked.building is None:
        return
    entrances = list(Entrance.objects.filter(building=picked.building).select_related("building"))
    picked.entrances = sorted(entrances, key=lambda one: (len(one.number), one.number))
    wanted = chosen.get("entrance")
    picked.entrance = next((one for one in picked.entrances if str(one.pk) == wanted), None)
    if len(picked.entrances) == 1:
        # Nothing to choose where a building has one door.
        picked.entrance = picked.entrances[0]
    if picked.entrance is not None:
        picked.units = Unit.objects.behind(picked.entrance)


def _search(estate: Estate, picked: Picked) -> None:
    """`3-1-1501`, `3号楼1501`, `1501`: the one home, or the few that it may be."""
    try:
        address = read_room(picked.query, estate_name=estate.name)
    except AddressUnreadable:
        return
    if not address.room:
        return
    found = _homes(estate, address)
    if not found and address.entrance and not address.building:
        # `3-1501` may also be building and room.
        found = _homes(estate, UnitAddress(building=address.entrance, room=address.room))
    if len(found) == 1:
        picked.unit = found[0]
    else:
        picked.units = found


def _homes(estate: Estate, address: UnitAddress) -> list[Unit]:
    homes = Unit.objects.of_estate(estate.pk).filter(room=address.room)
    if address.building:
        homes = homes.filter(entrance__building__number=address.building)
    if address.entrance:
        homes = homes.filter(entrance__number=address.entrance)
    return list(homes.with_address().order_by("entrance__building__sort", "entrance_id")[:60])
