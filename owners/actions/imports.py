"""Taking an office's lists over into the registry: owners' registers, fees, purchases."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import timedelta
from itertools import batched
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from owners.models import Estate, ImportChange, ImportKind, ImportRun, ImportState, Person, Residency, User
from owners.registry.apply import OWNING
from owners.registry.blocks import Blocks
from owners.registry.journal import Entry, mark_of, written
from owners.registry.kinds import KINDS
from owners.registry.lines import LineReader, ListedRow
from owners.registry.mapping import remembered
from owners.registry.reader import Book, Sheet, digest_of, open_book
from owners.registry.report import ImportReport, report_of
from portal import audit, realtime
from portal.errors import Refused
from portal.worktime import now, today

CHUNK = 500

type Progress = Callable[[int], None]


class AnotherImportRuns(Refused):
    """Somebody else's import of this estate took over."""


class ImportStopped(Refused):
    """Somebody stopped this import; it can go on later."""


def no_progress(rows: int) -> None:
    """For callers that don't show how far it has come."""


def import_list(
    *,
    kind: str,
    path: Path,
    estate: Estate,
    actor: str,
    dry_run: bool = False,
    progress: Progress = no_progress,
) -> ImportReport:
    """Reads a list (.xlsx, CSV) into the registry of `estate`, 500 rows to a transaction.

    Bad values and bad rows are reported and never stop it. The same file again changes nothing; a
    run that was cut off goes on where it stopped. Owners of a unit that a register lists who are no
    longer listed get an end, and stay in the history. A dry run does all of this and takes it back.
    `progress` is told the rows read so far. Raises NoRegister, AnotherImportRuns.
    """
    with transaction.atomic() if dry_run else nullcontext(), open_book(path) as book:
        sheets = sheets_of(book, kind, estate)
        run = start_import(kind=kind, estate=estate, file_name=path.name, digest=digest_of(path), actor=actor)
        report = carry_out(run=run, sheets=sheets, actor=actor, progress=progress)
        if dry_run:
            transaction.set_rollback(True)
    return report


def import_register(
    *, path: Path, estate: Estate, actor: str, dry_run: bool = False, progress: Progress = no_progress
) -> ImportReport:
    """`import_list` of an owners' register."""
    return import_list(
        kind=ImportKind.REGISTER, path=path, estate=estate, actor=actor, dry_run=dry_run, progress=progress
    )


def sheets_of(book: Book, kind: str, estate: Estate) -> list[Sheet]:
    """The sheets of a file to import, read as somebody confirmed for this estate. Raises NoRegister."""
    return book.lists(KINDS[kind].layout, remembered(estate.pk, kind))


def carry_out(*, run: ImportRun, sheets: list[Sheet], actor: str, progress: Progress = no_progress) -> ImportReport:
    """Works through the rows of a running import that are not done yet, and ends it."""
    blocks = Blocks(run.estate)
    # A resumed run reads from the start too: what stands above holds for the rows below.
    for chunk in batched(_numbered(_readers(run, sheets)), CHUNK, strict=False):
        if chunk[-1][0] > run.rows_read:
            apply_rows(run=run, blocks=blocks, rows=[(place, row) for place, row in chunk if place > run.rows_read])
        progress(run.rows_read)
    finish_import(run=run, actor=actor)
    return report_of(run)


def _readers(run: ImportRun, sheets: list[Sheet]) -> list[LineReader[Any]]:
    return [
        KINDS[run.kind].reader(
            sheet,
            estate_name=run.estate.name,
            sheet_name=sheet.title if len(sheets) > 1 else "",
            file_name=run.file_name,
        )
        for sheet in sheets
    ]


def _numbered(readers: list[LineReader[Any]]) -> Iterator[tuple[int, ListedRow]]:
    """Each row that lists something with its place among all rows of all sheets."""
    place = 0
    for reader in readers:
        for number, row in reader.sheet.rows():
            place += 1
            listed = reader.read(number, row)
            if listed is not None:
                yield place, listed


@transaction.atomic
def start_import(
    *, estate: Estate, file_name: str, digest: str, kind: str = ImportKind.REGISTER, actor: str = ""
) -> ImportRun:
    """A new run, or the one of the same file that was cut off. A cut-off run of another file is given up."""
    Estate.objects.select_for_update().get(pk=estate.pk)
    running = ImportRun.objects.filter(estate=estate, state=ImportState.RUNNING).first()
    if running is not None and (running.digest, running.kind) == (digest, kind):
        return running
    if running is not None:
        give_up(running)
    return ImportRun.objects.create(
        estate=estate, kind=kind, file_name=file_name[:200], digest=digest, actor=actor, moved_at=now()
    )


def give_up(run: ImportRun) -> None:
    """Ends a run that was cut off where it is."""
    run.state, run.finished_at = ImportState.GIVEN_UP, now()
    run.save(update_fields=["state", "finished_at"])


@transaction.atomic
def apply_rows(*, run: ImportRun, blocks: Blocks, rows: list[tuple[int, Any]]) -> None:
    """Writes some rows, and in the same transaction how far the run has come."""
    place = rows[-1][0]
    moved = ImportRun.objects.filter(pk=run.pk, state__in=_MOVING, rows_read=run.rows_read).update(
        rows_read=place, data_rows=F("data_rows") + len(rows), moved_at=now()
    )
    if not moved:
        _refuse(run)
    did = KINDS[run.kind].chunk(run, blocks, [row for _place, row in rows]).apply()
    counts = {name: getattr(run, name) + did[name.removeprefix("rows_")] for name in _COUNTS}
    ImportRun.objects.filter(pk=run.pk).update(**counts)
    run.rows_read, run.data_rows = place, run.data_rows + len(rows)
    for name, count in counts.items():
        setattr(run, name, count)


# A trial run moves as the real one does, in a transaction that is taken back.
_MOVING = (ImportState.RUNNING, ImportState.CHECKING)
_COUNTS = ("rows_new", "rows_changed", "rows_same", "rows_rejected")


def _refuse(run: ImportRun) -> None:
    if ImportRun.objects.filter(pk=run.pk, state=ImportState.STOPPED).exists():
        raise ImportStopped(_("The import was stopped. What was read so far stays; it can go on later."))
    raise AnotherImportRuns(_("Another import of this estate is running. Please wait until it is done."))


def finish_import(*, run: ImportRun, actor: str) -> int:
    """Ends the places of owners whose units were listed without them. Says how many."""
    while left := _left_out(run):
        _end(left, run, actor)
    with transaction.atomic():
        run.state, run.finished_at = ImportState.DONE, now()
        run.save(update_fields=["state", "finished_at"])
        audit.record(
            actor=actor,
            action="registry.imported" if run.kind == ImportKind.REGISTER else f"{run.kind}.imported",
            subject=f"import:{run.pk}",
            estate_id=run.estate_id,
            rows=run.data_rows,
            ended=run.ended,
        )
    return run.ended


def _left_out(run: ImportRun) -> list[Residency]:
    """Owners whom an earlier register listed and this one, though it lists the unit, does not.

    Places that a register never listed (made by a steward on evidence) are not its to end.
    """
    if run.kind != ImportKind.REGISTER:
        return []
    stale = Residency.objects.filter(
        unit__listed_in=run, until__isnull=True, role__in=OWNING, listed_in__isnull=False
    ).exclude(listed_in=run)
    return list(stale.select_related("person")[:CHUNK])


@transaction.atomic
def _end(residencies: list[Residency], run: ImportRun, actor: str) -> None:
    yesterday = today() - timedelta(days=1)
    for residency in residencies:
        residency.until = max(residency.since or yesterday, yesterday)
        audit.record(
            actor=actor, action="residency.ended", subject=f"residency:{residency.pk}", estate_id=run.estate_id
        )
    rows = Person.objects.same_as_any({one.person.canonical_id or one.person_id for one in residencies})
    for public_id in User.objects.filter(person__in=rows).values_list("public_id", flat=True):
        realtime.recheck(public_id)
    Residency.objects.bulk_update(residencies, ["until"])
    ImportChange.objects.bulk_create(
        ImportChange(run=run, row=0, sealed=written([_ended(residency)])) for residency in residencies
    )
    run.ended += len(residencies)
    run.save(update_fields=["ended"])


def _ended(residency: Residency) -> Entry:
    return Entry("residency", residency.pk, {"until": None}, mark_of({"until": str(residency.until)}))
