"""People who are likely on record twice: one telephone number, or one name in one home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from owners.claim_matching import Agreement, agree_on_names
from owners.models import ContactKind, Estate, KeptApart, Person, PersonContact, Residency
from owners.querysets import REVIEWERS, known_at

if TYPE_CHECKING:
    from owners.viewers import Viewer

PAGE = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that stay so far. `name` says how far their names agree."""

    one: Person
    other: Person
    same_number: bool
    name: Agreement


@dataclass(frozen=True, slots=True)
class Agreements:
    """How two people compare, field by field, without saying what either is."""

    name: Agreement
    phone: Agreement
    email: Agreement
    id_number: Agreement
    born: Agreement


def likely_duplicates(*, viewer: Viewer, estate: Estate, after: int = 0) -> tuple[list[Pair], int | None]:
    """A page of pairs at an estate, in the order of the older rows, and where the next page begins after.

    A person who looks like several others comes with one of them at a time.
    """
    keeps = viewer.estates_for(*REVIEWERS) & {estate.pk}
    here = known_at(keeps, "person_id")
    numbers = PersonContact.objects.filter(here, kind=ContactKind.PHONE).exclude(value_fp="")
    same_number = numbers.filter(value_fp=OuterRef("value_fp"))
    places = Residency.objects.filter(unit__estate_id__in=keeps)
    same_name = places.filter(unit=OuterRef("unit_id"), person__naming__key=OuterRef("person__naming__key"))
    by_name = _pairs(places.exclude(person__naming__key=""), same_name, after)
    by_number = _pairs(numbers, same_number, after)
    twins = by_name | by_number
    first = sorted(twins)[: PAGE + 1]
    people = Person.objects.select_related("naming").in_bulk({*first, *(twins[pk] for pk in first)})
    pairs = [
        Pair(
            people[pk],
            people[twins[pk]],
            by_number.get(pk) == twins[pk],
            agree_on_names(people[pk].name, people[twins[pk]].name),
        )
        for pk in first[:PAGE]
    ]
    return pairs, first[PAGE - 1] if len(first) > PAGE else None


def _pairs(rows: QuerySet[Any], same: QuerySet[Any], after: int) -> dict[int, int]:
    """Person → the next newer person with the same value, unless somebody has told them apart."""
    apart = KeptApart.objects.filter(one=OuterRef(OuterRef("person_id")), other=OuterRef("person_id"))
    twin = same.filter(~Exists(apart), person__canonical=None, person_id__gt=OuterRef("person_id"))
    found = (
        rows.filter(person__canonical=None, person_id__gt=after)
        .annotate(twin=Subquery(twin.order_by("person_id").values("person_id")[:1]))
        .filter(twin__isnull=False)
        .order_by("person_id")
        .values_list("person_id", "twin")
    )
    # One person may come several times, by several numbers or homes.
    return dict(found[: 4 * PAGE])


def compare_people(one: Person, other: Person) -> Agreements:
    """Both with `naming`, `identity` and `reach` loaded."""
    return Agreements(
        name=agree_on_names(one.name, other.name),
        phone=_agree(_texts(one, ContactKind.PHONE), _texts(other, ContactKind.PHONE)),
        email=_agree(_texts(one, ContactKind.EMAIL), _texts(other, ContactKind.EMAIL)),
        id_number=_agree({one.id_number.open()} - {""}, {other.id_number.open()} - {""}),
        born=_agree({one.born.open()} - {""}, {other.born.open()} - {""}),
    )


def _texts(person: Person, kind: str) -> set[str]:
    return {contact.value.open().lower() for contact in person.reach.all() if contact.kind == kind} - {""}


def _agree(one: set[str], other: set[str]) -> Agreement:
    if not one or not other:
        return Agreement.UNKNOWN
    return Agreement.SAME if one & other else Agreement.DIFFERENT
