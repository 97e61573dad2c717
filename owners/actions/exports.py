"""Asking for a list of people, agreeing to it, fetching it, and its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from owners.exporting.columns import COLUMNS, in_full, residencies_of
from owners.models import Building, Estate, ExportRequest, ExportState, Role
from owners.models.exports import ALONE_AT_MOST, APPROVAL_WAITS, FILE_KEPT
from owners.oversight_querysets import EXPORT_APPROVERS
from owners.personal import DataClass
from portal import audit, outbox, sealing
from portal.domain_events import ExportAsked, ExportDecided
from portal.errors import Refused
from portal.worktime import now

if TYPE_CHECKING:
    from owners.viewers import Viewer

# The same as may reveal a field: whose work deals with owners, and with who they are.
ASKERS = (Role.CASE_OFFICER, Role.CASE_MANAGER, Role.STEWARD, Role.LEGAL)
ASKERS_L3 = (Role.CASE_MANAGER, Role.STEWARD, Role.LEGAL)


class NotYoursToExport(Refused):
    """No role of the viewer's deals with these data at that estate."""


class PurposeMissing(Refused):
    """What the list is for has to be said in words."""


class NothingToExport(Refused):
    """No column was chosen, or nobody is in the list."""


class NotYoursToDecide(Refused):
    """The second person is never who asked, and deals with that estate."""


class NotWaiting(Refused):
    """The request was decided, or seven days went by."""


class FileGone(Refused):
    """The file was not made yet, or its 48 hours are over, or it is somebody else's."""


@dataclass(frozen=True, slots=True)
class ListWanted:
    """`fields` maps each chosen column to whether it is wanted in full."""

    estate: Estate
    fields: Mapping[str, bool]
    purpose: str
    why: str
    building: Building | None = None
    owners_only: bool = True
    format: str = "xlsx"


@transaction.atomic
def ask_for_export(*, viewer: Viewer, wanted: ListWanted) -> ExportRequest:
    """A request; approved by itself for up to 200 people without identity data, else it waits for a second person.

    Raises NotYoursToExport, PurposeMissing, NothingToExport.
    """
    if viewer.user is None or not viewer.has_role(*ASKERS, estate_id=wanted.estate.pk):
        raise NotYoursToExport(_("Your role doesn’t deal with the people of this estate."))
    if len(wanted.why.strip()) < 4:
        raise PurposeMissing(_("Please write down what the list is for."))
    export = ExportRequest(
        asked_by=viewer.user, estate=wanted.estate, building=wanted.building, owners_only=wanted.owners_only,
        format=wanted.format, purpose=wanted.purpose, why=wanted.why.strip(),
        fields=_as_words(wanted.fields),
    )  # fmt: skip
    export.rows = residencies_of(export).count()
    if not export.fields or not export.rows:
        raise NothingToExport(_("Nobody is in this list. Please choose other columns or another building."))
    identity = in_full(export, DataClass.L3)
    if identity and not viewer.has_role(*ASKERS_L3, estate_id=wanted.estate.pk):
        raise NotYoursToExport(_("Your role doesn’t deal with these data."))
    export.needs_approval = bool(identity) or export.rows > ALONE_AT_MOST
    export.state = ExportState.ASKED if export.needs_approval else ExportState.APPROVED
    export.save()
    audit.record(
        actor=viewer.pseudonym, action="export.asked", subject=export.subject, estate_id=export.estate_id,
        purpose=export.purpose, rows=export.rows, fields=export.fields.split(), alone=not export.needs_approval,
    )  # fmt: skip
    if export.needs_approval:
        outbox.record(ExportAsked(export_id=export.pk), key=export.subject)
    return export


def _as_words(fields: Mapping[str, bool]) -> str:
    """`unit:full phone:masked`, in the order of COLUMNS."""
    return " ".join(f"{name}:{'full' if fields[name] else 'masked'}" for name in COLUMNS if name in fields)


@transaction.atomic
def decide_export(*, viewer: Viewer, export: ExportRequest, agree: bool, why: str = "") -> ExportRequest:
    """The second person's word. A refusal says why. Raises NotYoursToDecide, NotWaiting, PurposeMissing."""
    export = ExportRequest.objects.select_for_update(of=("self",)).get(pk=export.pk)
    if not can_decide_export(viewer, export):
        raise NotYoursToDecide(_("Somebody else has to decide this: never the person who asked."))
    if export.state != ExportState.ASKED or export.asked_at + APPROVAL_WAITS < now():
        raise NotWaiting(_("This request doesn’t wait any more."))
    if not agree and not why.strip():
        raise PurposeMissing(_("Please tell your colleague why not."))
    export.state = ExportState.APPROVED if agree else ExportState.REFUSED
    export.decided_by, export.decided_at, export.refusal = viewer.user, now(), "" if agree else why.strip()
    export.save()
    audit.record(
        actor=viewer.pseudonym, action=f"export.{export.state}", subject=export.subject, estate_id=export.estate_id,
        rows=export.rows,
    )  # fmt: skip
    outbox.record(ExportDecided(export_id=export.pk), key=export.subject)
    return export


def can_decide_export(viewer: Viewer, export: ExportRequest) -> bool:
    return (
        viewer.user is not None
        and viewer.user.pk != export.asked_by_id
        and viewer.has_role(*EXPORT_APPROVERS, estate_id=export.estate_id)
    )


@transaction.atomic
def fetch_export(*, viewer: Viewer, export: ExportRequest) -> bytes:
    """The file, opened, for who asked for it and nobody else; each time is on record first. Raises FileGone."""
    export = ExportRequest.objects.select_for_update(of=("self",)).get(pk=export.pk)
    is_own = viewer.user is not None and viewer.user.pk == export.asked_by_id
    if not is_own or not viewer.has_role(*ASKERS, estate_id=export.estate_id) or not export.is_there:
        raise FileGone(_("This file is not there, or not for you. A list can be fetched for 48 hours."))
    audit.record(
        actor=viewer.pseudonym, action="export.downloaded", subject=export.subject, estate_id=export.estate_id,
        rows=export.rows,
    )  # fmt: skip
    ExportRequest.objects.filter(pk=export.pk).update(downloads=F("downloads") + 1)
    with storages["private"].open(export.file_name) as file:
        return sealing.unseal_bytes(file.read())


def expire_exports() -> int:
    """Requests nobody answered in seven days, and files of 48 hours ago; says how many ended."""
    ended = 0
    waiting = ExportRequest.objects.filter(state=ExportState.ASKED, asked_at__lt=now() - APPROVAL_WAITS)
    made = ExportRequest.objects.filter(state=ExportState.MADE, made_at__lt=now() - FILE_KEPT)
    for export in [*waiting[:500], *made[:500]]:
        with transaction.atomic():
            if export.file_name:
                storages["private"].delete(export.file_name)
            before = export.state
            ended += ExportRequest.objects.filter(pk=export.pk, state=before).update(
                state=ExportState.EXPIRED, file_name=""
            )
            audit.record(actor="system", action="export.expired", subject=export.subject, estate_id=export.estate_id)
    return ended
