"""What a claim says, held against what the registry says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from allauth.account.models import EmailAddress
from django.db.models import prefetch_related_objects

from owners.life import OWNING
from owners.models import Claim, ContactKind, Person, Residency, User
from owners.names import name_key


class Agreement(StrEnum):
    SAME = "same"
    NEAR = "near"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Contacts:
    """How an account can be reached, as far as it has been confirmed."""

    phone: str = ""
    emails: frozenset[str] = frozenset()


def confirmed_contacts(user: User) -> Contacts:
    emails = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    phone = user.phone.open() if user.phone_verified_at else ""
    return Contacts(phone, frozenset(email.lower() for email in emails))


@dataclass(frozen=True, slots=True)
class Comparison:
    """One resident of the unit beside the claim. `near` is a slip of the pen, or a former number."""

    residency: Residency
    name: Agreement
    phone: Agreement
    contact: Agreement

    @property
    def person(self) -> Person:
        return self.residency.person

    @property
    def likeness(self) -> int:
        points = {Agreement.SAME: 3, Agreement.NEAR: 2, Agreement.UNKNOWN: 0, Agreement.DIFFERENT: 0}
        return points[self.name] * 2 + points[self.phone] + points[self.contact]


def residents_of(unit_id: int) -> list[Residency]:
    """Who owns or lives in the unit today, with their numbers and accounts; each person once.

    Merged people appear as the one that stays, with what all of their rows say. Four queries, also for an
    empty home: how long an answer takes tells nothing of who lives there.
    """
    open_ones = Residency.objects.open().filter(unit_id=unit_id).order_by("id")
    places: dict[int, Residency] = {}
    for residency in open_ones.select_related("person__naming", "person__canonical__naming"):
        stays = residency.person.stays
        if stays.pk not in places or (residency.role in OWNING and places[stays.pk].role not in OWNING):
            residency.person = stays
            places[stays.pk] = residency
    rows = list(Person.objects.same_as_any(places or [0]).order_by("pk")) or [Person(pk=0)]
    prefetch_related_objects(rows, "reach", "users")
    for residency in places.values():
        _bring_together(residency.person, rows)
    return list(places.values())


def _bring_together(person: Person, rows: Iterable[Person]) -> None:
    """Numbers and accounts of all rows of a person, as if they were loaded with the one that stays."""
    own = sorted((row for row in rows if person.pk in {row.pk, row.canonical_id}), key=lambda row: row.pk != person.pk)
    for name in ("reach", "users"):
        everything = getattr(person, name).all()
        everything._result_cache = [one for row in own for one in getattr(row, name).all()]
        person.__dict__.setdefault("_prefetched_objects_cache", {})[name] = everything


def find_match(residencies: Iterable[Residency], *, name: str, contacts: Contacts) -> Person | None:
    """The one resident with this name whose number or address the account has confirmed; else None."""
    found = {
        residency.person_id: residency.person
        for residency in residencies
        if name_key(residency.person.name) == name_key(name) and _reached(residency.person, contacts)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _reached(person: Person, contacts: Contacts) -> bool:
    in_use = _numbers(person, former=False)
    return (contacts.phone != "" and contacts.phone in in_use) or _same_email(person, contacts)


def _same_email(person: Person, contacts: Contacts) -> bool:
    email = person.email.open().lower()
    return email != "" and email in contacts.emails


def compare(claim: Claim, residencies: Sequence[Residency], contacts: Contacts) -> list[Comparison]:
    """Every resident beside the claim, the likeliest first."""
    compared = [
        Comparison(
            residency,
            name=agree_on_names(claim.name, residency.person.name),
            phone=_agree_on_numbers({claim.phone.open()} - {""}, residency.person),
            contact=_agree_on_contact(contacts, residency.person),
        )
        for residency in residencies
    ]
    return sorted(compared, key=lambda one: -one.likeness)


def agree_on_names(typed: str, registered: str) -> Agreement:
    """`near` where one character is other, missing or too much."""
    one, other = name_key(typed), name_key(registered)
    if one == other:
        return Agreement.SAME
    near = min(len(one), len(other)) >= 2 and _one_edit_apart(one, other)
    return Agreement.NEAR if near else Agreement.DIFFERENT


def _one_edit_apart(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, other_rest = one[same:], other[same:]
    return rest[1:] == other_rest[1:] or rest == other_rest[1:] or rest[1:] == other_rest


def _agree_on_numbers(said: set[str], person: Person) -> Agreement:
    if not said or not _numbers(person, former=True):
        return Agreement.UNKNOWN
    if said & _numbers(person, former=False):
        return Agreement.SAME
    return Agreement.NEAR if said & _numbers(person, former=True) else Agreement.DIFFERENT


def _agree_on_contact(contacts: Contacts, person: Person) -> Agreement:
    if _same_email(person, contacts):
        return Agreement.SAME
    return _agree_on_numbers({contacts.phone} - {""}, person)


def _numbers(person: Person, *, former: bool) -> set[str]:
    phones = [one for one in person.reach.all() if one.kind == ContactKind.PHONE]
    return {one.value.open() for one in phones if former or one.main or one.until is None} - {""}
