"""Making an approved list: the log of each person first, then the row, then the sealed file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from owners.exporting.columns import PERSONAL, Column, chosen, in_full, residencies_of, with_people
from owners.exporting.marks import Mark
from owners.exporting.writing import write_csv, write_xlsx
from owners.models import ExportFormat, ExportRequest, ExportState, Residency
from owners.personal import DataClass
from portal import audit, outbox, sealing
from portal.domain_events import ExportMade
from portal.languages import localized
from portal.worktime import now

_CHUNK = 500


def make_export(export_id: int) -> ExportRequest | None:
    """Makes the file of an approved request; one that is made, or refused, is passed over.

    May run twice: the second file takes the place of the first.
    """
    export = (
        ExportRequest.objects.select_related("asked_by", "estate", "building")
        .filter(pk=export_id, state=ExportState.APPROVED)
        .first()
    )
    if export is None:
        return None
    with TemporaryFile() as file, translation.override(export.asked_by.language or None):
        count = _write(export, file)
        file.seek(0)
        data = file.read()
    return _keep(export, data, count)


def _write(export: ExportRequest, file: IO[bytes]) -> int:
    columns = chosen(export)
    write = write_csv if export.format == ExportFormat.CSV else write_xlsx
    return write(
        file,
        title=_("People of %(estate)s") % {"estate": localized(export.estate, "name")},
        mark=mark_of(export),
        heads=[(str(column.label), column.width) for column, _full in columns],
        rows=_rows(export, columns),
    )


def mark_of(export: ExportRequest) -> Mark:
    why = f"{export.get_purpose_display()} · {export.why.open()}"
    return Mark(
        who=export.asked_by.get_full_name(), pseudonym=export.asked_by.pseudonym, at=now(), why=why,
        number=export.public_id, rows=export.rows,
    )  # fmt: skip


def _rows(export: ExportRequest, columns: list[tuple[Column, bool]]) -> Iterator[list[str]]:
    """By key, a chunk at a time: each chunk is logged before its first row is written."""
    full = in_full(export, DataClass.L2, DataClass.L3)
    last = done = 0
    while chunk := list(with_people(residencies_of(export)).filter(pk__gt=last).order_by("pk")[:_CHUNK]):
        if full:
            _log(export, chunk, full)
        yield from ([column.write(residency, in_full) for column, in_full in columns] for residency in chunk)
        last, done = chunk[-1].pk, done + len(chunk)
        ExportRequest.objects.filter(pk=export.pk).update(rows_done=done)


def _log(export: ExportRequest, chunk: list[Residency], full: list[str]) -> None:
    """Each person, once a chunk: they and the privacy officer can see that they were on a list."""
    people = dict.fromkeys(residency.person.subject for residency in chunk)
    facts = {"fields": [name for name in PERSONAL if name in full], "why": export.subject, "where": "export"}
    audit.record_many(
        audit.Fact(export.asked_by.pseudonym, "data.exported", subject, export.estate_id, facts) for subject in people
    )


@transaction.atomic
def _keep(export: ExportRequest, data: bytes, count: int) -> ExportRequest:
    name = f"exports/{export.public_id}"
    if storages["private"].exists(name):
        storages["private"].delete(name)
    export.file_name = storages["private"].save(name, ContentFile(sealing.seal_bytes(data)))
    export.digest, export.rows_done, export.rows = hashlib.sha256(data).hexdigest(), count, count
    export.state, export.made_at = ExportState.MADE, now()
    export.save(update_fields=["file_name", "digest", "rows", "rows_done", "state", "made_at"])
    audit.record(
        actor=export.asked_by.pseudonym, action="export.made", subject=export.subject, estate_id=export.estate_id,
        rows=count, digest=export.digest,
    )  # fmt: skip
    outbox.record(ExportMade(export_id=export.pk), key=export.subject)
    return export
