"""Writing the rows of a register into the registry, a chunk at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from owners.models import Building, Entrance, Estate, ImportProblem, ImportRun, Residency, ResidencyRole, Unit
from owners.registry import problems
from owners.registry.addresses import UnitAddress
from owners.registry.matching import Known, KnownPeople
from owners.registry.rows import ListedUnit
from portal.worktime import today

SOURCE = "registry"
OWNING = (ResidencyRole.OWNER, ResidencyRole.CO_OWNER)


class Blocks:
    """The buildings and entrances of an estate, made as the register names them."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self._buildings = {building.number: building for building in estate.buildings.all()}
        self._entrances = {
            (entrance.building.number, entrance.number): entrance
            for entrance in Entrance.objects.filter(building__estate=estate).select_related("building")
        }

    def entrance(self, address: UnitAddress) -> Entrance:
        place = (address.building, address.entrance)
        if place not in self._entrances:
            self._entrances[place] = Entrance.objects.get_or_create(
                building=self._building(address.building), number=address.entrance
            )[0]
        return self._entrances[place]

    def _building(self, number: str) -> Building:
        if number not in self._buildings:
            # Numbers sort as people count; names come behind them.
            sort = int(number) if number.isdecimal() and len(number) < 6 else 1_000_000
            self._buildings[number] = Building.objects.get_or_create(
                estate=self.estate, number=number, defaults={"sort": sort}
            )[0]
        return self._buildings[number]


@dataclass(eq=False, slots=True)
class Lived:
    """Somebody's open place in a unit while a chunk is worked on."""

    known: Known
    residency: Residency
    listed: bool = False


@dataclass(eq=False, slots=True)
class Place:
    """A unit while a chunk is worked on; `listed` once this run has met an owner's row of it."""

    unit: Unit
    lived: list[Lived] = field(default_factory=list)
    listed: bool = False
    changed: bool = False

    def residents(self) -> list[Known]:
        return [lived.known for lived in self.lived]

    def lists_owner(self, known: Known | None) -> bool:
        return any(lived.known is known and lived.listed and lived.residency.role in OWNING for lived in self.lived)


class Chunk:
    """Some rows of a register with all that the registry knows of their units and people."""

    def __init__(self, run: ImportRun, blocks: Blocks, rows: Sequence[ListedUnit]) -> None:
        self.run = run
        self.rows = rows
        self.places: dict[tuple[int, str], Place] = {}
        wanted = [row for row in rows if not row.rejected]
        self._entrance_of = {id(row): blocks.entrance(row.address) for row in wanted}
        units = Unit.objects.filter(
            entrance__in={entrance.pk for entrance in self._entrance_of.values()},
            room__in={row.address.room for row in wanted},
        )
        for unit in units:
            self.places[unit.entrance_id, unit.room] = Place(unit, listed=unit.listed_in_id == run.pk)
        places_by_unit = {place.unit.pk: place for place in self.places.values()}
        open_places = list(
            Residency.objects.filter(unit__in=places_by_unit, until__isnull=True)
            .select_related("person__naming")
            .order_by("id")
        )
        self.people = KnownPeople(run, wanted, (residency.person for residency in open_places))
        for residency in open_places:
            known = self.people.of_person[residency.person_id]
            places_by_unit[residency.unit_id].lived.append(Lived(known, residency, residency.listed_in_id == run.pk))

    def apply(self) -> None:
        """Takes the rows in their order and writes what they change. Runs in the caller's transaction."""
        for row in self.rows:
            if not row.rejected:
                self._take(row)
        self._write()

    def _place(self, row: ListedUnit) -> Place:
        entrance = self._entrance_of[id(row)]
        key = (entrance.pk, row.address.room)
        if key not in self.places:
            unit = Unit(estate_id=self.run.estate_id, entrance=entrance, room=row.address.room)
            self.places[key] = Place(unit)
        return self.places[key]

    def _take(self, row: ListedUnit) -> None:
        place = self._place(row)
        if place.listed and row.role in OWNING:
            self._take_again(row, place)
            return
        unit = place.unit
        for name in ("area", "handed_over_on"):
            said = getattr(row, name)
            if said is not None and getattr(unit, name) != said:
                setattr(unit, name, said)
                place.changed = True
        for position, person in enumerate(row.people):
            known = self.people.take(person, row, place.residents())
            is_joint = position > 0 and row.role == ResidencyRole.OWNER
            self._settle(place, known, ResidencyRole.CO_OWNER if is_joint else row.role)
        if row.role in OWNING:
            place.listed, unit.listed_in = True, self.run

    def _take_again(self, row: ListedUnit, place: Place) -> None:
        """A second row for a unit: the same owners are rejected, others join as co-owners, with a warning.

        Offices give joint owners a line each; a sold unit that still shows both owners looks the
        same, so that the report names the row for somebody to look at.
        """
        found = [self.people.find(person, row, place.residents()) for person in row.people]
        if all(place.lists_owner(known) for known in found):
            row.problems[:] = []
            row.reject(problems.UNIT_LISTED_SAME)
            return
        row.warn(problems.UNIT_LISTED_OTHER)
        for person in row.people:
            known = self.people.take(person, row, place.residents())
            self._settle(place, known, ResidencyRole.CO_OWNER)

    def _settle(self, place: Place, known: Known, role: ResidencyRole) -> None:
        """The person's open place in the unit, in this role; owners stay the kind of owner they were."""
        same = OWNING if role in OWNING else (role,)
        for lived in place.lived:
            if lived.known is known and lived.residency.role in same:
                lived.listed = True
                return
        residency = Residency(unit=place.unit, person=known.person, role=role, source=SOURCE)
        residency.listed_in = self.run
        residency.since = self._since(place, role)
        place.lived.append(Lived(known, residency, listed=True))

    def _since(self, place: Place, role: ResidencyRole) -> date | None:
        """The first owners have had the unit since its handover; whoever comes later, since today."""
        if place.unit.pk or role not in OWNING:
            return today() if place.unit.pk else None
        handed_over = place.unit.handed_over_on
        return handed_over if handed_over and handed_over <= today() else None

    def _write(self) -> None:
        places = self.places.values()
        known = [place for place in places if place.unit.pk]
        Unit.objects.bulk_create([place.unit for place in places if not place.unit.pk])
        Unit.objects.bulk_update([place.unit for place in known if place.changed], ["area", "handed_over_on"])
        Unit.objects.filter(pk__in=[place.unit.pk for place in known if place.listed]).update(listed_in=self.run)
        self.people.write()
        lived = [lived for place in places for lived in place.lived if lived.listed]
        Residency.objects.bulk_create([one.residency for one in lived if not one.residency.pk])
        Residency.objects.filter(
            pk__in=[one.residency.pk for one in lived if one.residency.listed_in_id != self.run.pk]
        ).update(listed_in=self.run)
        ImportProblem.objects.bulk_create(
            ImportProblem(
                run=self.run, sheet=found.sheet, row=found.row, problem=found.problem, severity=found.severity
            )
            for row in self.rows
            for found in row.problems
        )
