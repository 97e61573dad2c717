"""Two rows that are one human being: merged, and split again."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from owners.life import derive_stages
from owners.models import KeptApart, Person, PersonMerge, User
from owners.querysets import REVIEWERS, known_at
from owners.viewers import Viewer
from portal import audit, realtime
from portal.errors import Refused
from portal.worktime import now


class NotYoursToMerge(Refused):
    """The viewer doesn't keep the registry where both are known, or one of them is the viewer."""


class CannotMerge(Refused):
    """One of them has been merged or split meanwhile, or both are one row."""


class MergeReasonMissing(Refused):
    """Whoever merges or splits says why."""


@transaction.atomic
def merge_people(*, viewer: Viewer, kept: Person, merged: Person, reason: str) -> PersonMerge:
    """`merged` is `kept`: from now on its homes and accounts count for `kept`. No other row is changed.

    Raises NotYoursToMerge, CannotMerge, MergeReasonMissing.
    """
    if kept.pk == merged.pk:
        raise CannotMerge(_("This is one and the same person already."))
    _check(viewer, [kept, merged], reason)
    rows = _lock([kept.pk, merged.pk])
    if rows[kept.pk].canonical_id or rows[merged.pk].canonical_id:
        raise _changed_meanwhile()
    merge = PersonMerge.objects.create(
        kept=kept, merged=merged, reason=reason.strip()[:300], merged_by=viewer.pseudonym
    )
    moved = [pk for pk, row in rows.items() if pk == merged.pk or row.canonical_id == merged.pk]
    Person.objects.filter(pk__in=moved).update(canonical=kept)
    _follow(viewer, rows, "person.merged", merged, into=kept.subject)
    return merge


@transaction.atomic
def split_people(*, viewer: Viewer, merge: PersonMerge, reason: str) -> None:
    """Takes a merge back: both are two again, each with what was merged into it before.

    Raises NotYoursToMerge, CannotMerge, MergeReasonMissing.
    """
    person = Person.objects.get(pk=merge.merged_id)
    _check(viewer, [person], reason)
    rows = _lock([person.canonical_id or person.pk])
    running = PersonMerge.objects.select_for_update().filter(pk=merge.pk, split_at__isnull=True).first()
    if running is None or person.pk not in rows:
        raise _changed_meanwhile()
    running.split_reason, running.split_by, running.split_at = reason.strip()[:300], viewer.pseudonym, now()
    running.save(update_fields=["split_reason", "split_by", "split_at"])
    below = _below(person.pk, rows)
    Person.objects.filter(pk__in=below).update(canonical=person)
    Person.objects.filter(pk=person.pk).update(canonical=None)
    _follow(viewer, rows, "person.split", person, into=rows[person.pk].canonical.subject)  # type: ignore[union-attr]


@transaction.atomic
def keep_apart(*, viewer: Viewer, one: Person, other: Person) -> None:
    """These are two people: they are not suggested again. Raises NotYoursToMerge."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    _check(viewer, [first, second], reason=".")
    _row, created = KeptApart.objects.get_or_create(one=first, other=second, defaults={"decided_by": viewer.pseudonym})
    if created:
        audit.record(actor=viewer.pseudonym, action="person.kept_apart", subject=first.subject, other=second.subject)


def can_merge(viewer: Viewer, people: Iterable[Person]) -> bool:
    """Who keeps the registry where each of them is known; nobody decides about themselves."""
    people = list(people)
    keeps = viewer.estates_for(*REVIEWERS)
    is_own = viewer.user is not None and any(
        Person.objects.same_as(person.pk).filter(pk=viewer.user.person_id).exists() for person in people
    )
    return not is_own and all(Person.objects.same_as(person.pk).filter(known_at(keeps)).exists() for person in people)


def _check(viewer: Viewer, people: list[Person], reason: str) -> None:
    if not can_merge(viewer, people):
        raise NotYoursToMerge(_("You can’t decide this: one of them is not known at your estates, or is yourself."))
    if not reason.strip():
        raise MergeReasonMissing(_("Please write down why."))


def _lock(ids: list[int]) -> dict[int, Person]:
    """The rows named and all that were merged into them, locked in one order.

    Whoever joins them has to lock the row that stays first: what came while we waited is seen here.
    """
    asked = Q(pk__in=ids) | Q(canonical_id__in=ids)
    locked = Person.objects.select_for_update(of=("self",)).filter(asked).order_by("pk")
    rows = {person.pk: person for person in locked.select_related("canonical")}
    if not set(ids) <= rows.keys() or set(Person.objects.filter(asked).values_list("pk", flat=True)) != rows.keys():
        raise _changed_meanwhile()
    return rows


def _changed_meanwhile() -> CannotMerge:
    return CannotMerge(_("Somebody has merged or split one of them meanwhile. Please look again."))


def _below(person_id: int, rows: dict[int, Person]) -> list[int]:
    """What was merged into this row, and into those, and so on."""
    pairs = list(
        PersonMerge.objects.filter(merged_id__in=rows, split_at__isnull=True).values_list("merged_id", "kept_id")
    )
    found: list[int] = []
    above = {person_id}
    while above:
        above = {merged for merged, kept in pairs if kept in above}
        found += above
    return found


def _follow(viewer: Viewer, rows: dict[int, Person], action: str, person: Person, *, into: str) -> None:
    derive_stages(rows)
    audit.record(actor=viewer.pseudonym, action=action, subject=person.subject, into=into)
    # What accounts may see changes with whose homes count for them.
    for public_id in User.objects.filter(person_id__in=rows).values_list("public_id", flat=True):
        realtime.recheck(public_id)
