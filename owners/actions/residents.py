"""A steward puts somebody into a home."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from owners.actions.life import NotYoursToKeep, known_as
from owners.life import note_owners
from owners.models import Person, Residency, ResidencyRole, Unit, User
from owners.querysets import REVIEWERS
from owners.viewers import Viewer
from portal import audit, realtime
from portal.errors import Refused
from portal.worktime import today


class LivesThere(Refused):
    """The person has this place in the home already."""


class KnownAlready(Refused):
    """Somebody of this name and number is on record: they are chosen, not made again."""


class NotPossible(Refused):
    """A day to come, or the steward's own home."""


@transaction.atomic
def add_resident(
    *,
    viewer: Viewer,
    unit: Unit,
    role: str,
    source: str,
    since: date | None = None,
    person: Person | None = None,
    name: str = "",
    phone: str = "",
) -> Residency:
    """Gives a known person, or a new one by name and number (E.164), a place in a home.

    Raises NotYoursToKeep, NotPossible, LivesThere, KnownAlready.
    """
    if not viewer.has_role(*REVIEWERS, estate_id=unit.estate_id):
        raise NotYoursToKeep
    if since is not None and since > today():
        raise NotPossible(_("This day is still to come."))
    if person is None and known_as(name, phone):
        raise KnownAlready(_("Somebody of this name and number is on record. Please search for them and choose them."))
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    person = person.stays if person else Person.objects.make(name.strip(), phone=phone)
    _check(viewer, person, unit, role)
    residency = Residency.objects.create(
        unit=unit, person=person, role=ResidencyRole(role), since=since or today(), source=source.strip()[:60]
    )
    note_owners([residency], actor=viewer.pseudonym)
    audit.record(
        actor=viewer.pseudonym,
        action="residency.added",
        subject=person.subject,
        estate_id=unit.estate_id,
        unit=unit.pk,
        role=str(residency.role),
    )
    for public_id in User.objects.filter(person__in=Person.objects.same_as(person.pk)).values_list(
        "public_id", flat=True
    ):
        realtime.recheck(public_id)
    return residency


def _check(viewer: Viewer, person: Person, unit: Unit, role: str) -> None:
    rows = Person.objects.same_as(person.pk)
    if viewer.user is not None and rows.filter(pk=viewer.user.person_id).exists():
        raise NotPossible(_("This is yourself: somebody else has to do it."))
    if Residency.objects.filter(unit=unit, person__in=rows, role=role, until__isnull=True).exists():
        raise LivesThere(_("This person is on record for this home already."))
