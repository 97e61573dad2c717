"""The steps of an import at the desk: send the file, say what its columns mean, try, apply, stop, go on."""

import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from owners.actions.imports import AnotherImportRuns, carry_out, give_up, sheets_of
from owners.models import (
    ColumnMapping,
    Estate,
    ImportKind,
    ImportProblem,
    ImportRun,
    ImportState,
    MappedColumn,
)
from owners.permissions import can_import
from owners.registry.kinds import KINDS
from owners.registry.mapping import remembered
from owners.registry.reader import open_book
from owners.registry.samples import Sample, sample_of
from owners.registry.vault import folder_for, keep_file, opened_file
from owners.viewers import Viewer
from portal import audit
from portal.errors import Refused
from portal.worktime import now

# A run that has not moved for so long was cut off.
_CUT_OFF_SECONDS = 180


class NotYours(Refused):
    """Only those who look after the owners of the estate."""


class NotNow(Refused):
    """The import is not at the step that this belongs to."""


def upload_list(*, viewer: Viewer, estate: Estate, kind: str, name: str, data: bytes) -> ImportRun:
    """Takes an office's file in, sealed. Raises NoRegister, UploadRefused, NotYours."""
    if not can_import(viewer, estate.pk):
        raise NotYours(_("You don’t look after the owners of this estate."))
    with folder_for(name, data) as path:
        sample_of(path, KINDS[kind].layout, remembered(estate.pk, kind))
    with transaction.atomic():
        run = ImportRun.objects.create(
            estate=estate,
            kind=kind,
            file_name=path.name[:200],
            digest=hashlib.sha256(data).hexdigest(),
            actor=viewer.pseudonym,
            state=ImportState.UPLOADED,
        )
        keep_file(run, data, owner=viewer.pseudonym)
        _note(viewer, run, "import.uploaded", kind=ImportKind(kind).value)
    return run


def sample_of_run(run: ImportRun) -> Sample:
    """What the mapping screen shows. Raises NoRegister, FileGone."""
    with opened_file(run) as path:
        return sample_of(path, KINDS[run.kind].layout, remembered(run.estate_id, run.kind))


@transaction.atomic
def confirm_columns(*, viewer: Viewer, run: ImportRun, sheet: str, columns: Sequence[tuple[str, str]]) -> ImportRun:
    """Remembers for the estate what each (title, meaning) says, and asks for a trial run. Raises NotNow."""
    run = _locked(viewer, run, ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED)
    mapping, _made = ColumnMapping.objects.update_or_create(
        estate=run.estate,
        kind=run.kind,
        defaults={"sheet": sheet[:60], "confirmed_by": viewer.pseudonym, "confirmed_at": now()},
    )
    mapping.columns.all().delete()
    MappedColumn.objects.bulk_create(
        MappedColumn(mapping=mapping, position=position, title=title[:120], meaning=meaning)
        for position, (title, meaning) in enumerate(columns)
    )
    _note(viewer, run, "import.columns-confirmed", columns=sum(bool(meaning) for _title, meaning in columns))
    return _set(run, state=ImportState.CHECKING, failure="", moved_at=now())


def check(*, run: ImportRun) -> ImportRun:
    """The trial run: does all of it and takes it back; keeps the counts and the problems."""
    if run.state != ImportState.CHECKING:
        return run
    with transaction.atomic(), opened_file(run) as path, open_book(path) as book:
        _start_again(run)
        report = carry_out(run=run, sheets=sheets_of(book, run.kind, run.estate), actor=run.actor)
        read = run.rows_read
        transaction.set_rollback(True)
    with transaction.atomic():
        run.problems.all().delete()
        ImportProblem.objects.bulk_create(
            (
                ImportProblem(
                    run=run, sheet=one.sheet, row=one.row, column=one.column, problem=one.problem, severity=one.severity
                )
                for one in report.problems
            ),
            batch_size=500,
        )
        return _set(
            run,
            state=ImportState.CHECKED,
            rows_total=read,
            rows_read=0,
            data_rows=report.data_rows,
            rows_new=report.new,
            rows_changed=report.changed,
            rows_same=report.same,
            rows_rejected=report.rejected,
            ended=report.ended,
            finished_at=None,
        )


@transaction.atomic
def apply_import(*, viewer: Viewer, run: ImportRun) -> ImportRun:
    """Lets a checked import begin, or a stopped one go on. Raises NotNow, AnotherImportRuns."""
    run = _locked(viewer, run, ImportState.CHECKED, ImportState.STOPPED)
    for other in ImportRun.objects.filter(estate=run.estate_id, state=ImportState.RUNNING):
        if other.moved_at and (now() - other.moved_at).total_seconds() < _CUT_OFF_SECONDS:
            raise AnotherImportRuns(_("Another import of this estate is running. Please wait until it is done."))
        give_up(other)
    if run.state == ImportState.CHECKED:
        _start_again(run)
    _note(viewer, run, "import.applied" if not run.rows_read else "import.resumed")
    return _set(run, state=ImportState.RUNNING, moved_at=now(), finished_at=None)


def work_off(*, run: ImportRun) -> ImportRun:
    """Carries a running import out, from where it is. Raises NoRegister, FileGone, ImportStopped."""
    if run.state == ImportState.RUNNING:
        with opened_file(run) as path, open_book(path) as book:
            carry_out(run=run, sheets=sheets_of(book, run.kind, run.estate), actor=run.actor)
    return run


@transaction.atomic
def stop_import(*, viewer: Viewer, run: ImportRun) -> ImportRun:
    """Stops a running import behind the rows that it is at. Raises NotNow."""
    run = _locked(viewer, run, ImportState.RUNNING)
    _note(viewer, run, "import.stopped", rows=run.rows_read)
    return _set(run, state=ImportState.STOPPED, finished_at=now())


def fail(*, run: ImportRun, why: str) -> None:
    """Says why the file could not be read to its end."""
    ImportRun.objects.filter(pk=run.pk, state__in=(ImportState.CHECKING, ImportState.RUNNING)).update(
        state=ImportState.FAILED, failure=why[:200], finished_at=now()
    )


def _locked(viewer: Viewer, run: ImportRun, *states: str) -> ImportRun:
    if not can_import(viewer, run.estate_id):
        raise NotYours(_("You don’t look after the owners of this estate."))
    run = ImportRun.objects.select_for_update().select_related("estate").get(pk=run.pk)
    if run.state not in states:
        raise NotNow(_("Somebody was faster: this import is at another step by now."))
    return run


def _start_again(run: ImportRun) -> None:
    run.problems.all().delete()
    counts = ("rows_read", "data_rows", "rows_new", "rows_changed", "rows_same", "rows_rejected", "ended")
    _set(run, **dict.fromkeys(counts, 0))


def _set(run: ImportRun, **values: object) -> ImportRun:
    for name, value in values.items():
        setattr(run, name, value)
    run.save(update_fields=list(values))
    return run


def _note(viewer: Viewer, run: ImportRun, action: str, **facts: str | int) -> None:
    audit.record(actor=viewer.pseudonym, action=action, subject=f"import:{run.pk}", estate_id=run.estate_id, **facts)


@transaction.atomic
def note_report(*, viewer: Viewer, run: ImportRun) -> None:
    """On record before the report leaves."""
    _note(viewer, run, "import.report-taken")


@transaction.atomic
def note_export(*, viewer: Viewer, estate: Estate, rows: int, purpose: str) -> None:
    """On record before a register leaves. Raises NotYours."""
    if not can_import(viewer, estate.pk):
        raise NotYours(_("You don’t look after the owners of this estate."))
    audit.record(
        actor=viewer.pseudonym,
        action="registry.exported",
        subject=f"estate:{estate.pk}",
        estate_id=estate.pk,
        rows=rows,
        purpose=purpose,
    )
