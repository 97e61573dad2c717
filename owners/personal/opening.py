"""Opening personal data to a viewer, and the log of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from owners.models import Grant, Reveal, RevealReason, Role
from owners.personal.fields import FIELDS, DataClass, masked, value_of
from owners.personal.subjects import Subject
from portal import audit
from portal.errors import Refused

if TYPE_CHECKING:
    from owners.viewers import Viewer

# Whose work deals with owners: they may reveal one field at a time, for a reason.
_REVEAL_L2 = (Role.CASE_OFFICER, Role.CASE_MANAGER, Role.STEWARD, Role.LEGAL)
_REVEAL_L3 = (Role.CASE_MANAGER, Role.STEWARD, Role.LEGAL)


class NotYoursToSee(Refused):
    """No role of the viewer's deals with this person's data."""


class ReasonMissing(Refused):
    """Another reason has to be said in words."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened to a viewer, and logged, for one page. Asked by `{% personal %}`."""

    viewer: Viewer | None = None
    fields: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    where: str = ""

    def shows(self, thing: Any, name: str) -> bool:
        return name in self.fields and thing.subject in self.subjects

    def text(self, thing: Any, name: str) -> str:
        """As it may be shown here: in full, or masked."""
        if not self.shows(thing, name):
            return masked(thing, name)
        full = value_of(thing, name)
        return FIELDS[name].write(full) if full else ""

    def may_ask(self, name: str) -> bool:
        """True if a button to reveal the field makes sense for this viewer."""
        return self.viewer is not None and self.viewer.has_role(*_roles_for(name))


NOTHING_OPEN = Opened()


def open_for(viewer: Viewer, things: Iterable[Any], *, fields: Sequence[str], where: str) -> Opened:
    """Opens L2 fields of those people and contacts (None is passed over) whom the viewer's work in hand opens.

    One query for the grants, one insert for the log. `where` names the page (`desk:case`). What no
    grant opens stays masked. Raises whatever the log raises: then nothing is shown.
    """
    known = {thing.subject: thing for thing in things if thing is not None}
    wanted = [name for name in fields if FIELDS[name].data_class is DataClass.L2]
    whys = _grants(viewer, list(known)) if known and viewer.works_here else {}
    audit.record_many(
        [
            audit.Fact(
                actor=viewer.pseudonym,
                action="data.opened",
                subject=subject,
                estate_id=_estate_of(key),
                facts={"fields": wanted, "why": why, "where": where, "roles": _role_names(viewer)},
            )
            for subject, (key, why) in whys.items()
        ]
    )
    return Opened(viewer, frozenset(wanted), frozenset(whys), where)


def _grants(viewer: Viewer, subjects: list[str]) -> dict[str, tuple[str, str]]:
    """By which key and why each subject is open to the viewer: the newest grant says it."""
    found: dict[str, tuple[str, str]] = {}
    for key, subject, source in (
        Grant.objects.running().filter(subject__in=subjects).order_by("id").values_list("key", "subject", "source")
    ):
        if viewer.can_see(key):
            found[subject] = (key, source)
    return found


def _estate_of(key: str) -> int | None:
    """The estate that a staff key is for; a key of one account tells none."""
    last = key.rpartition(":")[2]
    return int(last) if key.startswith("staff:") and last.isdecimal() else None


def may_reveal(viewer: Viewer, subject: Subject, name: str) -> bool:
    """Staff whose work deals with owners, at an estate where this person is known; never their own colleagues'
    data for nothing: the reason is logged all the same."""
    roles = _roles_for(name)
    return any(viewer.has_role(*roles, estate_id=estate_id) for estate_id in subject.estates)


@transaction.atomic
def reveal(*, viewer: Viewer, subject: Subject, field: str, reason: str, note: str = "", where: str = "") -> str:
    """One field in full, for a reason that is kept. Raises NotYoursToSee, ReasonMissing.

    The log is written first, in this transaction; the caller must not show the value if it fails.
    """
    if field not in FIELDS or not may_reveal(viewer, subject, field):
        raise NotYoursToSee(_("Your role doesn’t deal with these data."))
    reason = RevealReason(reason)
    if reason == RevealReason.OTHER and not note.strip():
        raise ReasonMissing(_("Please write down why you need it."))
    estates = sorted(e for e in subject.estates if viewer.has_role(*_roles_for(field), estate_id=e))
    kept = Reveal.objects.create(
        viewer=viewer.pseudonym, subject=subject.thing.subject, field=field, reason=reason, note=note.strip()[:300],
        estate_id=estates[0],
    )  # fmt: skip
    audit.record(
        actor=viewer.pseudonym,
        action="data.revealed",
        subject=subject.thing.subject,
        estate_id=estates[0],
        fields=[field],
        data_class=str(FIELDS[field].data_class),
        why=str(reason),
        where=where[:60],
        roles=_role_names(viewer),
        reveal=kept.pk,
    )
    full = value_of(subject.thing, field)
    return FIELDS[field].write(full) if full else ""


def _roles_for(name: str) -> tuple[Role, ...]:
    field = FIELDS[name]
    return field.roles or (_REVEAL_L3 if field.data_class is DataClass.L3 else _REVEAL_L2)


def _role_names(viewer: Viewer) -> list[str]:
    return sorted({role for role, _estate in viewer.roles})
