"""The buildings and entrances of an estate while a list is read: found, or made as the register names them."""

from collections import defaultdict

from owners.models import Building, Entrance, Estate
from owners.registry.addresses import UnitAddress
from owners.registry.journal import Journal
from owners.registry.lines import ListedRow


class Ambiguous(Exception):
    """The building's number stands in several phases, and nothing says which is meant."""


class Blocks:
    """Some hundreds of rows, read once for a whole list."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self._buildings: defaultdict[str, list[Building]] = defaultdict(list)
        for building in estate.buildings.all():
            self._buildings[building.number].append(building)
        self._entrances: defaultdict[int, list[Entrance]] = defaultdict(list)
        for entrance in Entrance.objects.filter(building__estate=estate).select_related("building"):
            self._entrances[entrance.building_id].append(entrance)

    def find(self, address: UnitAddress) -> list[Entrance]:
        """The entrance that is meant; all of the building where none is named. Raises Ambiguous."""
        building = self._building(address)
        entrances = self._entrances[building.pk] if building else []
        exact = [entrance for entrance in entrances if entrance.number == address.entrance]
        return exact or ([] if address.entrance else entrances)

    def entrance(self, row: ListedRow, journal: Journal) -> Entrance:
        """The entrance of a register's row, made if it is new. Raises Ambiguous."""
        address = row.address
        building = self._building(address) or self._new_building(row, journal)
        if address.phase and not building.phase:
            journal.touch(building, row)
            building.phase = address.phase
            building.save(update_fields=["phase"])
        for entrance in self._entrances[building.pk]:
            if entrance.number == address.entrance:
                return entrance
        entrance, made = Entrance.objects.get_or_create(building=building, number=address.entrance)
        self._entrances[building.pk].append(entrance)
        if made:
            journal.made(entrance, row)
        return entrance

    def _building(self, address: UnitAddress) -> Building | None:
        """By number and phase. A building without a phase is anybody's; without a phase asked for, the only one."""
        known = self._buildings[address.building]
        if address.phase:
            exact = [building for building in known if building.phase == address.phase]
            return next(iter(exact or [building for building in known if not building.phase]), None)
        if len(known) > 1:
            bare = [building for building in known if not building.phase]
            if not bare:
                raise Ambiguous
            return bare[0]
        return known[0] if known else None

    def _new_building(self, row: ListedRow, journal: Journal) -> Building:
        number, phase = row.address.building, row.address.phase
        # Numbers sort as people count; names come behind them.
        sort = int(number) if number.isdecimal() and len(number) < 6 else 1_000_000
        building, made = Building.objects.get_or_create(
            estate=self.estate, phase=phase, number=number, defaults={"sort": sort}
        )
        self._buildings[number].append(building)
        if made:
            journal.made(building, row)
        return building
