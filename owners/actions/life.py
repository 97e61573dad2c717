"""Steps of the life cycle that a steward writes down."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from owners.life import derive_stages
from owners.models import ContactKind, Estate, LifeStep, Person, PersonContact, Stage
from owners.names import name_key
from owners.querysets import REVIEWERS
from owners.viewers import Viewer
from portal import audit
from portal.errors import Refused
from portal.worktime import today

# Owners come by a home on record, never by a word.
BY_HAND = (Stage.PROSPECT, Stage.INTERESTED, Stage.SIGNED, Stage.OWNER_TO_BE)


class NotYoursToKeep(Refused):
    """The viewer doesn't keep the registry of this estate."""

    def __init__(self) -> None:
        super().__init__(_("You don’t keep the registry of this estate."))


class StepRefused(Refused):
    """The step lies ahead, is on record already, or is not written by hand."""


@transaction.atomic
def record_step(*, viewer: Viewer, person: Person, estate: Estate, stage: str, on: date, source: str) -> LifeStep:
    """Writes down how far somebody has come, with the day and where it is known from.

    Raises NotYoursToKeep, StepRefused.
    """
    if not viewer.has_role(*REVIEWERS, estate_id=estate.pk):
        raise NotYoursToKeep
    if stage not in BY_HAND:
        raise StepRefused(_("Somebody is an owner by a home on record. Please add them to their home."))
    if on > today():
        raise StepRefused(_("This day is still to come."))
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.canonical_id or person.pk)
    step, created = LifeStep.objects.get_or_create(
        person=person,
        estate=estate,
        stage=Stage(stage),
        on=on,
        residency=None,
        defaults={"source": source.strip()[:60], "recorded_by": viewer.pseudonym},
    )
    if not created:
        raise StepRefused(_("This step is on record already."))
    derive_stages([person.pk])
    audit.record(
        actor=viewer.pseudonym, action="life.recorded", subject=person.subject, estate_id=estate.pk, stage=step.stage
    )
    return step


@transaction.atomic
def add_prospect(
    *, viewer: Viewer, estate: Estate, name: str, phone: str, stage: str, on: date, source: str
) -> LifeStep:
    """Somebody who has no home here yet; one who is known by this name and number is not added twice.

    Raises NotYoursToKeep, StepRefused.
    """
    if not viewer.has_role(*REVIEWERS, estate_id=estate.pk):
        raise NotYoursToKeep
    person = known_as(name, phone) or Person.objects.make(name.strip(), phone=phone)
    return record_step(viewer=viewer, person=person, estate=estate, stage=stage, on=on, source=source)


def known_as(name: str, phone: str) -> Person | None:
    """The person known by this name together with this number (E.164), under the row that stays."""
    if not phone:
        return None
    reached = PersonContact.objects.filter(value=phone, kind=ContactKind.PHONE).order_by("person_id")
    for contact in reached.select_related("person__naming", "person__canonical__naming")[:50]:
        if name_key(name) in {name_key(contact.person.name), name_key(contact.person.stays.name)}:
            return contact.person.stays
    return None
