"""Who is who: whether somebody listed in a register is somebody the registry knows already.

By identity number; else by name together with a telephone number, now or earlier; else by name
within the same unit. Never by name alone, and never against a different identity number.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects

from owners.models import ContactKind, ImportRun, Person, PersonContact, PersonIdentity, PersonName, Residency
from owners.names import name_key
from owners.registry import problems
from owners.registry.rows import ListedPerson, ListedUnit
from portal import sealing
from portal.worktime import today


def id_fingerprints(id_number: str) -> list[str]:
    return sealing.fingerprints(id_number, purpose="id number") if id_number else []


@dataclass(eq=False, slots=True)
class Known:
    """A person while a chunk is worked on, with what identifies them. `listed` in this run already or not."""

    person: Person
    naming: PersonName
    reach: dict[str, PersonContact] = field(default_factory=dict)
    identity: PersonIdentity | None = None
    listed: bool = False
    identity_changed: bool = False
    is_new: bool = False
    merged_keys: set[str] = field(default_factory=set)
    merged_ids: set[str] = field(default_factory=set)

    @property
    def keys(self) -> set[str]:
        """The names they are known by, also in rows that were merged into this one."""
        return {self.naming.key, *self.merged_keys}

    @property
    def ids(self) -> set[str]:
        """The fingerprints of their identity numbers; one at most, unless rows were merged."""
        return {self.identity.id_fp if self.identity else "", *self.merged_ids} - {""}

    def main(self, kind: str) -> PersonContact | None:
        return next((one for one in self.reach.values() if one.kind == kind and one.main), None)

    def update(self, listed: ListedPerson) -> None:
        """Takes over what the register says now. Numbers that were in use stay, with an end."""
        self._update_identity(listed)
        if listed.email:
            self._use(ContactKind.EMAIL, listed.email)
        for number in listed.phones:
            self._contact(ContactKind.PHONE, number).until = None
        # Two units of one person may show two numbers: only the first row of a run with any changes the main one.
        main = self.main(ContactKind.PHONE)
        if listed.phones and not self.listed and (main is None or main.value.open() not in listed.phones):
            self._use(ContactKind.PHONE, listed.phones[0])
        self.listed |= bool(listed.phones)

    def _update_identity(self, listed: ListedPerson) -> None:
        born = listed.birth_date.isoformat() if listed.birth_date else ""
        knows_id = bool(self.ids)
        if not born and (knows_id or not listed.id_number):
            return
        if self.identity is None:
            self.identity = PersonIdentity(person=self.person)
            self.identity_changed = True
        if born and self.identity.born != born:
            self.identity.born, self.identity_changed = born, True
        if listed.id_number and not knows_id:
            self.identity.id_number, self.identity_changed = listed.id_number, True

    def _contact(self, kind: str, text: str) -> PersonContact:
        if text not in self.reach:
            self.reach[text] = PersonContact(person=self.person, kind=kind, value=text)
        return self.reach[text]

    def _use(self, kind: str, text: str) -> None:
        """The number or address in use; the one before gets an end."""
        before = self.main(kind)
        if before is not None and before.value.open() == text:
            return
        if before is not None:
            before.main, before.until = False, today()
        self._contact(kind, text).main = True


class KnownPeople:
    """The people whom a chunk of rows may mean, and those whom it adds. A few queries per chunk."""

    def __init__(self, run: ImportRun, rows: Iterable[ListedUnit], residents: Iterable[Person]) -> None:
        self._by_id: dict[str, Known] = {}
        self._by_phone: defaultdict[tuple[str, str], list[Known]] = defaultdict(list)
        people = {person.pk: person for person in residents}
        for person in _meant_by([person for row in rows for person in row.people]):
            people.setdefault(person.pk, person)
        merged = {pk: person.canonical_id for pk, person in people.items() if person.canonical_id}
        for person in Person.objects.same_as_any(set(merged.values()) | people.keys()):
            people.setdefault(person.pk, person)
        prefetch_related_objects(list(people.values()), "naming", "identity", "reach")
        listed = set(Residency.objects.filter(person__in=people, listed_in=run).values_list("person_id", flat=True))
        # One object per person, whatever road led to them: else the last one saved would win.
        self.of_person = {pk: _known(person, pk in listed) for pk, person in people.items()}
        self._before = {
            contact.pk: (contact.main, contact.until)
            for known in self.of_person.values()
            for contact in known.reach.values()
        }
        self.new: list[Known] = []
        self._bring_together()
        for known in dict.fromkeys(self.of_person.values()):
            self._learn(known)

    def _bring_together(self) -> None:
        """Merged people are known as the one that stays, by all of their names and numbers."""
        merged = [known for known in self.of_person.values() if known.person.canonical_id]
        for known in merged:
            stays = self.of_person[known.person.stays_id]
            stays.merged_keys.add(known.naming.key)
            stays.merged_ids.update(known.ids)
            self.of_person[known.person.pk] = stays
        for known in merged:
            self._learn_numbers(self.of_person[known.person.pk], known.reach)

    def _learn(self, known: Known) -> None:
        for fingerprint in known.ids:
            self._by_id[fingerprint] = known
        self._learn_numbers(known, known.reach)

    def _learn_numbers(self, known: Known, reach: dict[str, PersonContact]) -> None:
        for text, contact in reach.items():
            for key in known.keys if contact.kind == ContactKind.PHONE else ():
                if known not in self._by_phone[key, text]:
                    self._by_phone[key, text].append(known)

    def find(self, listed: ListedPerson, row: ListedUnit, residents: Iterable[Known]) -> Known | None:
        """The known person, or None. An identity number of somebody with another name is dropped."""
        prints, key = id_fingerprints(listed.id_number), name_key(listed.name)
        by_id = next((self._by_id[one] for one in prints if one in self._by_id), None)
        if by_id is not None:
            if key in by_id.keys:
                return by_id
            row.warn(problems.ID_OTHER_NAME)
            listed.id_number, prints = "", []
        candidates = [known for phone in listed.phones for known in self._by_phone[key, phone]]
        candidates += [known for known in residents if key in known.keys]
        wanted = set(prints)
        return next((known for known in candidates if not (wanted and known.ids) or known.ids & wanted), None)

    def take(self, listed: ListedPerson, row: ListedUnit, residents: Iterable[Known]) -> Known:
        """The known person brought up to date, or a new one."""
        known = self.find(listed, row, residents)
        if known is None:
            person = Person()
            known = Known(person, PersonName(person=person, name=listed.name), is_new=True)
            self.new.append(known)
        known.update(listed)
        self._learn(known)
        return known

    def write(self) -> None:
        Person.objects.bulk_create([known.person for known in self.new])
        for known in self.new:
            known.naming.person = known.person
        PersonName.objects.bulk_create([known.naming for known in self.new])
        everybody = [*dict.fromkeys(self.of_person.values()), *self.new]
        identities = [known.identity for known in everybody if known.identity and known.identity_changed]
        for identity in identities:
            identity.person = identity.person  # its key, now that the person has one
        PersonIdentity.objects.bulk_create(
            identities,
            update_conflicts=True,
            unique_fields=["person"],
            update_fields=["id_number", "id_fp", "born"],
        )
        contacts = [contact for known in everybody for contact in known.reach.values()]
        changed = [one for one in contacts if one.pk and self._before[one.pk] != (one.main, one.until)]
        # Numbers that go out of use first: one main of each kind is all that the table allows.
        PersonContact.objects.bulk_update([one for one in changed if not one.main], ["main", "until"])
        PersonContact.objects.bulk_update([one for one in changed if one.main], ["main", "until"])
        fresh = [one for one in contacts if not one.pk]
        for contact in fresh:
            contact.person = contact.person
        PersonContact.objects.bulk_create(fresh)


def _known(person: Person, listed: bool) -> Known:
    identity = getattr(person, "identity", None)
    naming = getattr(person, "naming", None) or PersonName(person=person)
    return Known(person, naming, {one.value.open(): one for one in person.reach.all()}, identity, listed)


def _meant_by(listed: list[ListedPerson]) -> Iterable[Person]:
    prints = [one for person in listed for one in id_fingerprints(person.id_number)]
    phones = [phone for person in listed for phone in person.phones]
    yield from Person.objects.filter(pk__in=PersonIdentity.objects.filter(id_fp__in=prints).values("person_id"))
    if phones:
        by_phone = PersonContact.objects.filter(value__in=phones, kind=ContactKind.PHONE)
        yield from Person.objects.filter(pk__in=by_phone.values("person_id"))
