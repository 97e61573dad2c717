"""Writing the rows of a register into the registry, a chunk at a time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model

from owners.life import note_owners
from owners.models import Entrance, ImportProblem, ImportRun, Residency, ResidencyRole, Unit
from owners.registry import problems
from owners.registry.blocks import Ambiguous, Blocks
from owners.registry.journal import Journal
from owners.registry.lines import ListedRow
from owners.registry.matching import Known, KnownPeople
from owners.registry.rows import ListedPerson, ListedUnit
from portal.worktime import today

SOURCE = "registry"
_FACTS = ("area", "handed_over_on", "title_kind")
OWNING = (ResidencyRole.OWNER, ResidencyRole.CO_OWNER)


@dataclass(eq=False, slots=True)
class Lived:
    """Somebody's open place in a unit while a chunk is worked on.

    `only_named` while this run has met them in another owner's row only, in a column for co-owners.
    """

    known: Known
    residency: Residency
    listed: bool = False
    changed: bool = False
    only_named: bool = False


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

    def only_names(self, known: Known | None) -> bool:
        return any(lived.known is known and lived.only_named for lived in self.lived)


class Chunk:
    """Some rows of a register with all that the registry knows of their units and people."""

    def __init__(self, run: ImportRun, blocks: Blocks, rows: Sequence[ListedUnit]) -> None:
        self.run = run
        self.rows = rows
        self.journal = Journal(run)
        self.places: dict[tuple[int, str], Place] = {}
        self._entrance_of = self._entrances(blocks)
        wanted = [row for row in rows if not row.rejected]
        units = Unit.objects.filter(
            entrance__in={entrance.pk for entrance in self._entrance_of.values()},
            room__in={row.address.room for row in wanted},
        )
        for unit in units:
            self.journal.remember(unit)
            self.places[unit.entrance_id, unit.room] = Place(unit, listed=unit.listed_in_id == run.pk)
        places_by_unit = {place.unit.pk: place for place in self.places.values()}
        open_places = list(
            Residency.objects.filter(unit__in=places_by_unit, until__isnull=True)
            .select_related("person__naming")
            .order_by("id")
        )
        self.people = KnownPeople(run, wanted, (residency.person for residency in open_places))
        for known in self.people.of_person.values():
            for record in _records(known):
                self.journal.remember(record)
        for residency in open_places:
            self.journal.remember(residency)
            known = self.people.of_person[residency.person_id]
            places_by_unit[residency.unit_id].lived.append(Lived(known, residency, residency.listed_in_id == run.pk))

    def _entrances(self, blocks: Blocks) -> dict[int, Entrance]:
        found = {}
        for row in self.rows:
            if not row.rejected:
                try:
                    found[id(row)] = blocks.entrance(row, self.journal)
                except Ambiguous:
                    row.reject(problems.BUILDING_AMBIGUOUS)
        return found

    def apply(self) -> Counter[str]:
        """Takes the rows in their order and writes what they change, in the caller's transaction.

        Counts the rows that were new, changed, same and rejected.
        """
        for row in self.rows:
            if not row.rejected:
                self._take(row)
        self._write()
        write_problems(self.run, self.rows)
        return self.journal.write(self.rows)

    def _place(self, row: ListedUnit) -> Place:
        entrance = self._entrance_of[id(row)]
        key = (entrance.pk, row.address.room)
        if key not in self.places:
            unit = Unit(estate_id=self.run.estate_id, entrance=entrance, room=row.address.room)
            self.places[key] = Place(unit)
        return self.places[key]

    def _take(self, row: ListedUnit) -> None:
        place = self._place(row)
        self.journal.touch(place.unit, row)
        if place.listed and row.role in OWNING:
            self._take_again(row, place)
            return
        unit = place.unit
        for name in _FACTS:
            said = getattr(row, name)
            if said not in (None, "") and getattr(unit, name) != said:
                setattr(unit, name, said)
                place.changed = True
        for position, person in enumerate(row.people):
            known = self._known(person, row, place)
            is_joint = person.co_owner or (position > 0 and row.role == ResidencyRole.OWNER)
            self._settle(row, place, known, ResidencyRole.CO_OWNER if is_joint else row.role, person)
        if row.role in OWNING:
            place.listed, unit.listed_in = True, self.run

    def _take_again(self, row: ListedUnit, place: Place) -> None:
        """A second row for a unit: the same owners are rejected, others join as co-owners, with a warning.

        A co-owner who was only named beside another so far has come to a row of their own.

        Offices give joint owners a line each; a sold unit that still shows both owners looks the
        same, so that the report names the row for somebody to look at.
        """
        found = [self.people.find(person, row, place.residents()) for person in row.people]
        if not all(place.lists_owner(known) for known in found):
            row.warn(problems.UNIT_LISTED_OTHER)
        elif not any(
            place.only_names(known) for person, known in zip(row.people, found, strict=True) if not person.co_owner
        ):
            row.problems[:] = []
            row.reject(problems.UNIT_LISTED_SAME)
            return
        for person in row.people:
            known = self._known(person, row, place)
            self._settle(row, place, known, ResidencyRole.CO_OWNER, person)

    def _known(self, person: ListedPerson, row: ListedUnit, place: Place) -> Known:
        known = self.people.take(person, row, place.residents())
        for record in _records(known):
            self.journal.touch(record, row)
        return known

    def _settle(self, row: ListedUnit, place: Place, known: Known, role: ResidencyRole, person: ListedPerson) -> None:
        """The person's open place in the unit, in this role; owners stay the kind of owner they were."""
        same = OWNING if role in OWNING else (role,)
        lived = next((one for one in place.lived if one.known is known and one.residency.role in same), None)
        if lived is None:
            residency = Residency(unit=place.unit, person=known.person, role=role, source=SOURCE)
            residency.since = self._since(place, role)
            lived = Lived(known, residency)
            place.lived.append(lived)
        was_listed = lived.listed
        for twin in place.lived:
            # Somebody who was merged may have this place twice: both are listed, or one would be ended.
            twin.listed |= twin.known is known and twin.residency.role in same
        self.journal.touch(lived.residency, row)
        if person.share is not None and lived.residency.share != person.share:
            lived.residency.share, lived.changed = person.share, True
        lived.only_named = person.co_owner and (lived.only_named or not was_listed)
        lived.listed = True

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
        Unit.objects.bulk_update([place.unit for place in known if place.changed], _FACTS)
        Unit.objects.filter(pk__in=[place.unit.pk for place in known if place.listed]).update(listed_in=self.run)
        self.people.write()
        lived = [lived for place in places for lived in place.lived if lived.listed]
        Residency.objects.bulk_update([one.residency for one in lived if one.residency.pk and one.changed], ["share"])
        stale = [one.residency.pk for one in lived if one.residency.pk and one.residency.listed_in_id != self.run.pk]
        Residency.objects.filter(pk__in=stale).update(listed_in=self.run)
        for one in lived:
            one.residency.listed_in = self.run
        fresh = Residency.objects.bulk_create([one.residency for one in lived if not one.residency.pk])
        note_owners(fresh, actor=self.run.actor or "registry")


def _records(known: Known) -> list[Model]:
    """All that is stored of somebody."""
    own = [one for one in (known.naming, known.identity) if one and _is_stored(known, one)]
    return [known.person, *own, *known.reach.values()]


def _is_stored(known: Known, part: Model) -> bool:
    """False for the empty name of somebody whose own was erased, which is never written."""
    return known.is_new or part is known.identity or not part._state.adding


def write_problems(run: ImportRun, rows: Sequence[ListedRow]) -> None:
    ImportProblem.objects.bulk_create(
        ImportProblem(
            run=run,
            sheet=found.sheet,
            row=found.row,
            column=found.column,
            problem=found.problem,
            severity=found.severity,
        )
        for row in rows
        for found in row.problems
    )
