"""The life cycle of a person at an estate: steps are written, the stage follows from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from owners.models import LifeStage, LifeStep, Person, Residency, ResidencyRole, Stage
from portal.appendonly import Guard
from portal.worktime import today

OWNING = (ResidencyRole.OWNER, ResidencyRole.CO_OWNER)
# Steps may go with what they are about, but nobody rewrites one.
GUARD = Guard("owners_lifestep", delete_when="1 = 0")


class _Step(NamedTuple):
    """A step as far as the stage depends on it, in the order of time."""

    on: date
    pk: int
    estate_id: int
    stage: str
    unit_id: int | None


def note_owners(residencies: Iterable[Residency], *, actor: str) -> None:
    """Writes the step that each owner's new home is, and the stages that follow.

    A few queries for any number of homes. Homes that have their step already are passed over.
    """
    owned = [residency for residency in residencies if residency.role in OWNING]
    if not owned:
        return
    rows = _rows_of(residency.person_id for residency in owned)
    steps = _steps_of(rows)
    fresh = []
    for residency in sorted(owned, key=lambda one: (_begun(one), one.pk)):
        stays = rows[residency.person_id]
        had = {step.unit_id for step in steps[stays] if step.unit_id and step.on <= _begun(residency)}
        step = _step_of(residency, is_first=not had - {residency.unit_id}, actor=actor)
        fresh.append(step)
        steps[stays].append(_Step(step.on, 0, step.estate_id, step.stage, residency.unit_id))
    LifeStep.objects.bulk_create(fresh, ignore_conflicts=True)
    derive_stages(residency.person_id for residency in owned)


def _begun(residency: Residency) -> date:
    return residency.since or today()


def _step_of(residency: Residency, *, is_first: bool, actor: str) -> LifeStep:
    return LifeStep(
        person_id=residency.person_id,
        estate_id=residency.unit.estate_id,
        stage=Stage.OWNER if is_first else Stage.REPEAT_BUYER,
        on=_begun(residency),
        source=residency.source or "registry",
        residency=residency,
        recorded_by=actor,
    )


def derive_stages(person_ids: Iterable[int]) -> None:
    """Brings the stages of these people up to date with their steps, under the rows that stay."""
    rows = _rows_of(person_ids)
    if not rows:
        return
    steps = _steps_of(rows)
    stages = [
        LifeStage(person_id=stays, estate_id=step.estate_id, stage=step.stage, since=step.on)
        for stays, found in steps.items()
        for step in _latest_by_estate(found)
    ]
    has = {(stage.person_id, stage.estate_id) for stage in stages}
    stale = [
        pk
        for pk, person_id, estate_id in LifeStage.objects.filter(person_id__in=rows).values_list(
            "pk", "person_id", "estate_id"
        )
        if (person_id, estate_id) not in has
    ]
    if stale:
        LifeStage.objects.filter(pk__in=stale).delete()
    LifeStage.objects.bulk_create(
        stages, update_conflicts=True, unique_fields=["person", "estate"], update_fields=["stage", "since"]
    )


def _latest_by_estate(steps: list[_Step]) -> Iterable[_Step]:
    """The latest step at each estate. An owner of an earlier home, wherever it is, has bought again."""
    latest: dict[int, _Step] = {}
    owned: set[int] = set()
    for step in sorted(steps):
        if step.unit_id is not None:
            again = bool(owned - {step.unit_id})
            step = step._replace(stage=Stage.REPEAT_BUYER if again else Stage.OWNER)
            owned.add(step.unit_id or 0)
        latest[step.estate_id] = step
    return latest.values()


def _rows_of(person_ids: Iterable[int]) -> dict[int, int]:
    """Every row of these people, with the row that stays."""
    ids = set(person_ids)
    stays = {canonical or pk for pk, canonical in Person.objects.filter(pk__in=ids).values_list("pk", "canonical_id")}
    return {
        pk: canonical or pk for pk, canonical in Person.objects.same_as_any(stays).values_list("pk", "canonical_id")
    }


def _steps_of(rows: dict[int, int]) -> defaultdict[int, list[_Step]]:
    found: defaultdict[int, list[_Step]] = defaultdict(list)
    steps = LifeStep.objects.filter(person_id__in=rows)
    columns = steps.values_list("person_id", "on", "pk", "estate_id", "stage", "residency__unit_id")
    for person_id, on, pk, estate_id, stage, unit_id in columns:
        found[rows[person_id]].append(_Step(on, pk, estate_id, stage, unit_id))
    return found
