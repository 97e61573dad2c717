"""Who is who: whether somebody listed in a register is somebody the registry knows already.

By identity number; else by name together with a telephone number, now or earlier; else by name
within the same unit. Never by name alone, and never against a different identity number.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects

from owners import sealing
from owners.models import ImportRun, Person, PersonPhone, Residency
from owners.registry import problems
from owners.registry.people import name_key
from owners.registry.rows import ListedPerson, ListedUnit
from portal.worktime import today


def id_fingerprint(id_number: str) -> str:
    return sealing.fingerprint(id_number, purpose="id number") if id_number else ""


@dataclass(eq=False, slots=True)
class Known:
    """A person and their numbers while a chunk is worked on. `listed` in this run already or not."""

    person: Person
    phones: dict[str, PersonPhone] = field(default_factory=dict)
    listed: bool = False
    changed: bool = False

    def update(self, listed: ListedPerson) -> None:
        """Takes over what the register says now. Numbers that were in use stay, with an end."""
        person = self.person
        if listed.birth_date and person.birth_date != listed.birth_date:
            person.birth_date, self.changed = listed.birth_date, True
        if listed.email and person.email != listed.email:
            person.email, self.changed = listed.email, True
        if listed.id_number and not person.id_fingerprint:
            person.id_sealed, person.id_fingerprint = sealing.seal(listed.id_number), id_fingerprint(listed.id_number)
            self.changed = True
        self._update_phones(listed.phones)
        self.listed = True

    def _update_phones(self, numbers: list[str]) -> None:
        for number in numbers:
            known = self.phones.setdefault(number, PersonPhone(person=self.person, number=number))
            known.until = None
        # Two units of one person may show two numbers: only the first row of a run changes the main one.
        if numbers and self.person.phone not in numbers and not self.listed:
            if before := self.phones.get(self.person.phone):
                before.until = today()
            self.person.phone, self.changed = numbers[0], True


class KnownPeople:
    """The people whom a chunk of rows may mean, and those whom it adds. A few queries per chunk."""

    def __init__(self, run: ImportRun, rows: Iterable[ListedUnit], residents: Iterable[Person]) -> None:
        self._by_id: dict[str, Known] = {}
        self._by_phone: defaultdict[tuple[str, str], list[Known]] = defaultdict(list)
        people = {person.pk: person for person in residents}
        for person in _meant_by([person for row in rows for person in row.people]):
            people.setdefault(person.pk, person)
        prefetch_related_objects(list(people.values()), "phones")
        listed = set(Residency.objects.filter(person__in=people, listed_in=run).values_list("person_id", flat=True))
        # One object per person, whatever road led to them: else the last one saved would win.
        self.of_person = {
            pk: Known(person, {phone.number: phone for phone in person.phones.all()}, pk in listed)
            for pk, person in people.items()
        }
        self._before = {
            pk: {phone.number: phone.until for phone in known.phones.values()} for pk, known in self.of_person.items()
        }
        self.new: list[Known] = []
        for known in self.of_person.values():
            self._learn(known)

    def _learn(self, known: Known) -> None:
        if known.person.id_fingerprint:
            self._by_id[known.person.id_fingerprint] = known
        for number in known.phones:
            self._by_phone[name_key(known.person.name), number].append(known)

    def find(self, listed: ListedPerson, row: ListedUnit, residents: Iterable[Known]) -> Known | None:
        """The known person, or None. An identity number of somebody with another name is dropped."""
        fingerprint, key = id_fingerprint(listed.id_number), name_key(listed.name)
        by_id = self._by_id.get(fingerprint) if fingerprint else None
        if by_id is not None:
            if name_key(by_id.person.name) == key:
                return by_id
            row.warn(problems.ID_OTHER_NAME)
            listed.id_number = fingerprint = ""
        candidates = [known for phone in listed.phones for known in self._by_phone[key, phone]]
        candidates += [known for known in residents if name_key(known.person.name) == key]
        return next((known for known in candidates if _same_id(known.person, fingerprint)), None)

    def take(self, listed: ListedPerson, row: ListedUnit, residents: Iterable[Known]) -> Known:
        """The known person brought up to date, or a new one."""
        known = self.find(listed, row, residents)
        if known is None:
            known = Known(Person(name=listed.name))
            self.new.append(known)
        known.update(listed)
        self._learn(known)
        return known

    def write(self) -> None:
        Person.objects.bulk_create([known.person for known in self.new])
        changed = [known.person for known in self.of_person.values() if known.changed]
        Person.objects.bulk_update(changed, ["phone", "email", "birth_date", "id_sealed", "id_fingerprint"])
        phones = [phone for known in self.of_person.values() for phone in known.phones.values()]
        PersonPhone.objects.bulk_update(
            [phone for phone in phones if phone.pk and self._before[phone.person_id][phone.number] != phone.until],
            ["until"],
        )
        PersonPhone.objects.bulk_create(
            [phone for known in self.new for phone in known.phones.values()]
            + [phone for phone in phones if not phone.pk]
        )


def _meant_by(listed: list[ListedPerson]) -> Iterable[Person]:
    fingerprints = {id_fingerprint(person.id_number) for person in listed} - {""}
    phones = {phone for person in listed for phone in person.phones}
    yield from Person.objects.filter(id_fingerprint__in=fingerprints)
    for phone in PersonPhone.objects.filter(number__in=phones).select_related("person"):
        yield phone.person


def _same_id(person: Person, fingerprint: str) -> bool:
    return not fingerprint or not person.id_fingerprint or person.id_fingerprint == fingerprint
