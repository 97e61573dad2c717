"""Looking somebody up in the registry: by a whole telephone number, or by two characters of a name.

Every search is on record, without the words. What is found is shown masked by the caller.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet

from owners.models import ContactKind, Person, PersonContact, PersonName, Residency, User
from owners.names import name_key
from owners.phones import PhoneNumberError, normalise_phone
from owners.querysets import REGISTRY_READERS, known_at
from portal import audit

if TYPE_CHECKING:
    from owners.viewers import Viewer

PAGE = 20
CANDIDATES = PAGE + 1


@dataclass(slots=True)
class Hit:
    """A person as lists show them: with the homes that this viewer may know of."""

    person: Person
    homes: list[Residency] = field(default_factory=list)
    has_account: bool = False


@dataclass(slots=True)
class Found:
    """`by` is `phone`, `name` or empty where the words were too few to look for; `after` leads on."""

    by: str = ""
    hits: list[Hit] = field(default_factory=list)
    after: int | None = None


@transaction.atomic
def search_people(*, viewer: Viewer, words: str, after: int = 0) -> Found:
    """The people meant by `words` at the estates whose registry the viewer reads, in the order of their rows.

    One indexed query or two find them; a few more say where they live. The search itself is audited.
    """
    by = how_to_find(words)
    if not by:
        return Found()
    estates = viewer.estates_for(*REGISTRY_READERS)
    if by == "phone":
        numbers = PersonContact.objects.filter(value=normalise_phone(words), kind=ContactKind.PHONE)
        page = _known(numbers.filter(person_id__gt=after), estates)
    elif viewer.holds_everywhere(*REGISTRY_READERS):
        page = _called_anywhere(words, estates, after)
    else:
        page = _known(PersonName.objects.called(words).filter(person_id__gt=after), estates)
    more = page[PAGE - 1].person_id if len(page) > PAGE else None
    people = {row.person.stays.pk: row.person.stays for row in page[:PAGE]}
    audit.record(
        actor=viewer.pseudonym,
        action="person.searched",
        subject="registry",
        estate_id=next(iter(estates)) if len(estates) == 1 else None,
        by=by,
        found=len(people),
        further=after > 0,
    )
    return Found(by, hits_of(viewer, people.values()), more)


def _known(rows: QuerySet[Any, Any], estates: frozenset[int]) -> list[Any]:
    """The first of the rows whose people are known at the estates: a page, and one more where there is more."""
    known = rows.filter(known_at(estates, "person_id")).order_by("person_id")
    return list(known.select_related("person__naming", "person__canonical__naming")[: PAGE + 1])


def _called_anywhere(words: str, estates: frozenset[int], after: int) -> list[Any]:
    """For whoever reads every estate: nearly all who are called so are known, so only the first are looked at.
    A thousand people called 王伟 cost what one does."""
    page: list[Any] = []
    while len(page) <= PAGE:
        ids = list(PersonName.objects.ids_called(words, after=after)[:CANDIDATES])
        page += _known(PersonName.objects.filter(person_id__in=ids), estates) if ids else []
        if len(ids) < CANDIDATES:
            break
        after = ids[-1]
    return page[: PAGE + 1]


def how_to_find(words: str) -> str:
    try:
        normalise_phone(words)
    except PhoneNumberError:
        return "name" if len(name_key(words)) >= 2 and not any(c.isdigit() for c in words) else ""
    return "phone"


def hits_of(viewer: Viewer, people: Iterable[Person]) -> list[Hit]:
    """People (each the row that stays) with homes and account. Three queries for any number of them."""
    hits = {person.pk: Hit(person) for person in people}
    row_of = dict(Person.objects.same_as_any(hits).values_list("pk", "canonical_id"))
    homes: defaultdict[int, list[Residency]] = defaultdict(list)
    residencies = Residency.objects.open().visible_to(viewer).filter(person_id__in=row_of)
    for home in residencies.select_related("unit__entrance__building", "unit__estate").order_by("id"):
        homes[row_of[home.person_id] or home.person_id].append(home)
    accounts = User.objects.filter(person_id__in=row_of, is_active=True).values_list("person_id", flat=True)
    with_account = {row_of[person_id] or person_id for person_id in accounts}
    for pk, hit in hits.items():
        hit.homes = homes[pk]
        hit.has_account = pk in with_account
    return list(hits.values())
