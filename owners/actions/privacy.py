"""The privacy officer's word on an unusual pattern, and the assessments of impact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from owners.models import AlertState, ImpactNote, ImpactVersion, PrivacyAlert, Reveal, Role
from portal import audit
from portal.audit.models import AuditRow
from portal.errors import Refused
from portal.worktime import now

if TYPE_CHECKING:
    from owners.viewers import Viewer


class NotThePrivacyOfficer(Refused):
    """The viewer is not the privacy officer of that estate."""


class NoteMissing(Refused):
    """An explanation, or what is passed on, has to be said in words."""


class DecidedAlready(Refused):
    """Somebody was quicker."""


@transaction.atomic
def decide_alert(*, viewer: Viewer, alert: PrivacyAlert, state: str, note: str) -> PrivacyAlert:
    """Says what is behind a pattern (`explained`), or that others look into it (`escalated`).

    What was passed on can still be explained. Raises NotThePrivacyOfficer, NoteMissing, DecidedAlready.
    """
    alert = PrivacyAlert.objects.select_for_update().get(pk=alert.pk)
    if not may_decide(viewer, alert):
        raise NotThePrivacyOfficer(_("Only the privacy officer of that estate decides this, and never their own."))
    if state not in {AlertState.EXPLAINED, AlertState.ESCALATED}:
        raise Refused(_("Please choose what it is."))
    if not note.strip():
        raise NoteMissing(_("Please write down what you found out."))
    if alert.state == AlertState.EXPLAINED or alert.state == state:
        raise DecidedAlready(_("This has been decided meanwhile."))
    alert.state, alert.note = AlertState(state), note.strip()
    alert.decided_by, alert.decided_at = viewer.pseudonym, now()
    alert.save()
    audit.record(
        actor=viewer.pseudonym,
        action=f"privacy_alert.{state}",
        subject=f"privacy-alert:{alert.public_id}",
        estate_id=alert.estate_id,
        kind=alert.kind,
        count=alert.count,
    )
    return alert


def may_decide(viewer: Viewer, alert: PrivacyAlert) -> bool:
    """Nobody explains their own looks away."""
    if alert.viewer == viewer.pseudonym or not viewer.works_here:
        return False
    if alert.estate_id is None:
        return (Role.PRIVACY, None) in viewer.roles
    return viewer.has_role(Role.PRIVACY, estate_id=alert.estate_id)


@transaction.atomic
def read_reason(*, viewer: Viewer, look: AuditRow) -> str:
    """The words that somebody wrote when they revealed a field; that they were read stays on record."""
    reveal_id = look.facts.get("reveal")
    kept = Reveal.objects.filter(pk=reveal_id, subject=look.subject).first() if reveal_id else None
    if kept is None or not kept.note:
        return ""
    audit.record(
        actor=viewer.pseudonym, action="reveal.reason_read", subject=f"reveal:{kept.pk}", estate_id=look.estate_id
    )
    return kept.note.open()


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one version of an assessment of impact says."""

    title: str
    purpose: str
    data_classes: str
    data: str
    necessity: str
    risks: str
    measures: str
    decided_by: str
    decided_on: date
    next_review: date

    @classmethod
    def of(cls, said: Mapping[str, object]) -> Assessment:
        return cls(**{name: said[name] for name in cls.__slots__})  # type: ignore[arg-type]


@transaction.atomic
def write_assessment(*, viewer: Viewer, says: Assessment, note: ImpactNote | None = None) -> ImpactNote:
    """A new assessment, or a new version of one; what stood there before stays. Raises NotThePrivacyOfficer."""
    if not viewer.has_role(Role.PRIVACY):
        raise NotThePrivacyOfficer(_("Only privacy officers write assessments."))
    if note is None:
        note, number = ImpactNote.objects.create(next_review=says.next_review), 1
    else:
        note = ImpactNote.objects.select_for_update().get(pk=note.pk)
        newest = note.versions.order_by("-number").values_list("number", flat=True).first()
        number = (newest or 0) + 1
        note.next_review = says.next_review
        note.save(update_fields=["next_review"])
    ImpactVersion.objects.create(
        note=note,
        number=number,
        written_by=viewer.pseudonym,
        **{name: getattr(says, name) for name in Assessment.__slots__},
    )
    audit.record(
        actor=viewer.pseudonym, action="impact_note.written", subject=f"impact-note:{note.public_id}", version=number
    )
    return note
