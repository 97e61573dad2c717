"""Whose data can be revealed: people here, and whatever rooms above register (contacts of a conversation)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from owners.models import Claim, LifeStep, Person, Residency

if TYPE_CHECKING:
    from owners.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Subject:
    """A row with personal data, and the estates at which it is known."""

    thing: Any
    estates: frozenset[int]


type Finder = Callable[["Viewer", str], Subject | None]
_finders: dict[str, Finder] = {}


def register_subjects(kind: str, find: Finder) -> None:
    """Says how `kind:<ref>` is found: `find(viewer, ref)` gives None for what the viewer may not know of."""
    if kind in _finders:
        raise ValueError(f"two kinds of subjects are named {kind!r}")
    _finders[kind] = find


def find_subject(viewer: Viewer, name: str) -> Subject | None:
    """The subject called `person:bcdf…`, or None where there is none that this viewer may know of."""
    kind, _colon, ref = name.partition(":")
    finder = _finders.get(kind)
    return finder(viewer, ref) if finder else None


def _person(viewer: Viewer, public_id: str) -> Subject | None:
    found = (
        Person.objects.select_related("naming", "identity")
        .prefetch_related("reach")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        return None
    rows = Person.objects.same_as(found.pk)
    homes = Residency.objects.filter(person__in=rows).values_list("unit__estate_id", flat=True)
    steps = LifeStep.objects.filter(person__in=rows).values_list("estate_id", flat=True)
    return Subject(found, frozenset(homes.union(steps)))


def _claim(viewer: Viewer, pk: str) -> Subject | None:
    found = Claim.objects.reviewable_by(viewer).filter(pk=int(pk)).first() if pk.isdecimal() else None
    return Subject(found, frozenset({found.estate_id})) if found else None


register_subjects("person", _person)
register_subjects("claim", _claim)
