"""Taking a company's register over into the registry."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from owners.models import Estate, ImportProblem, ImportRun, ImportState, Person, Residency, Unit
from owners.registry.apply import OWNING, Blocks, Chunk
from owners.registry.problems import Problem
from owners.registry.reader import digest_of, open_book
from owners.registry.rows import ListedUnit, RowReader
from portal import audit, realtime
from portal.errors import Refused
from portal.worktime import now, today

CHUNK = 500

type Progress = Callable[[int], None]


class AnotherImportRuns(Refused):
    """Somebody else's import of this estate took over."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or in a dry run would do. `units` and `people` are in the registry afterwards."""

    data_rows: int
    units: int
    people: int
    ended: int
    problems: list[Problem]

    def as_json(self) -> dict[str, object]:
        return {
            "data_rows": self.data_rows,
            "units": self.units,
            "people": self.people,
            "problems": [problem.as_json() for problem in self.problems],
        }


def import_register(
    *, path: Path, estate: Estate, actor: str, dry_run: bool = False, progress: Progress = lambda rows: None
) -> ImportReport:
    """Reads a register (.xlsx, CSV) into the registry of `estate`, 500 rows to a transaction.

    Bad values and bad rows are reported and never stop it. The same file again changes nothing; a
    run that was cut off goes on where it stopped. Owners of a listed unit who are no longer listed
    get an end, and stay in the history. A dry run does all of this and takes it back. `progress` is
    told the rows read so far. Raises NoRegister, AnotherImportRuns.
    """
    if not dry_run:
        return _import(path, estate, actor, progress)
    with transaction.atomic():
        report = _import(path, estate, actor, progress)
        transaction.set_rollback(True)
    return report


def _import(path: Path, estate: Estate, actor: str, progress: Progress) -> ImportReport:
    with open_book(path) as book:
        sheets = book.registers()
        run = start_import(estate=estate, file_name=path.name, digest=digest_of(path))
        blocks = Blocks(estate)
        readers = [
            RowReader(sheet, estate_name=estate.name, sheet_name=sheet.title if len(sheets) > 1 else "")
            for sheet in sheets
        ]
        # A resumed run reads from the start too: what stands above holds for the rows below.
        for chunk in batched(_numbered(readers), CHUNK, strict=False):
            if chunk[-1][0] > run.rows_read:
                rows = [(place, unit) for place, unit in chunk if place > run.rows_read]
                apply_rows(run=run, blocks=blocks, rows=rows)
            progress(run.rows_read)
    ended = finish_import(run=run, actor=actor)
    return _report(run, ended)


def _numbered(readers: list[RowReader]) -> Iterator[tuple[int, ListedUnit]]:
    """Each unit's row with its place among all rows of all sheets."""
    place = 0
    for reader in readers:
        for number, row in reader.sheet.rows():
            place += 1
            unit = reader.read(number, row)
            if unit is not None:
                yield place, unit


@transaction.atomic
def start_import(*, estate: Estate, file_name: str, digest: str) -> ImportRun:
    """A new run, or the one of the same file that was cut off. A cut-off run of another file is given up."""
    Estate.objects.select_for_update().get(pk=estate.pk)
    running = ImportRun.objects.filter(estate=estate, state=ImportState.RUNNING).first()
    if running is not None and running.digest == digest:
        return running
    if running is not None:
        running.state, running.finished_at = ImportState.GIVEN_UP, now()
        running.save(update_fields=["state", "finished_at"])
    return ImportRun.objects.create(estate=estate, file_name=file_name[:200], digest=digest)


@transaction.atomic
def apply_rows(*, run: ImportRun, blocks: Blocks, rows: list[tuple[int, ListedUnit]]) -> None:
    """Writes some rows, and in the same transaction how far the run has come."""
    place = rows[-1][0]
    moved = ImportRun.objects.filter(pk=run.pk, state=ImportState.RUNNING, rows_read=run.rows_read).update(
        rows_read=place, data_rows=run.data_rows + len(rows)
    )
    if not moved:
        raise AnotherImportRuns(_("Another import of this estate is running. Please wait until it is done."))
    Chunk(run, blocks, [unit for _place, unit in rows]).apply()
    run.rows_read, run.data_rows = place, run.data_rows + len(rows)


def finish_import(*, run: ImportRun, actor: str) -> int:
    """Ends the places of owners whose units were listed without them. Says how many."""
    ended = 0
    while left := _left_out(run):
        ended += _end(left, run, actor)
    with transaction.atomic():
        run.state, run.finished_at = ImportState.DONE, now()
        run.save(update_fields=["state", "finished_at"])
        audit.record(
            actor=actor,
            action="registry.imported",
            subject=f"import:{run.pk}",
            estate_id=run.estate_id,
            rows=run.data_rows,
            ended=ended,
        )
    return ended


def _left_out(run: ImportRun) -> list[Residency]:
    """Owners whom an earlier register listed and this one, though it lists the unit, does not.

    Places that a register never listed (made by a steward on evidence) are not its to end.
    """
    stale = Residency.objects.filter(
        unit__listed_in=run, until__isnull=True, role__in=OWNING, listed_in__isnull=False
    ).exclude(listed_in=run)
    return list(stale.prefetch_related("person__users")[:CHUNK])


@transaction.atomic
def _end(residencies: list[Residency], run: ImportRun, actor: str) -> int:
    yesterday = today() - timedelta(days=1)
    for residency in residencies:
        residency.until = max(residency.since or yesterday, yesterday)
        audit.record(
            actor=actor, action="residency.ended", subject=f"residency:{residency.pk}", estate_id=run.estate_id
        )
        for user in residency.person.users.all():
            realtime.recheck(user.public_id)
    return Residency.objects.bulk_update(residencies, ["until"])


def _report(run: ImportRun, ended: int) -> ImportReport:
    lives_here = Residency.objects.open().of_estate(run.estate_id)
    problems = ImportProblem.objects.filter(run=run).order_by("id").iterator(2000)
    return ImportReport(
        data_rows=run.data_rows,
        units=Unit.objects.of_estate(run.estate_id).count(),
        people=Person.objects.filter(pk__in=lives_here.values("person_id")).count(),
        ended=ended,
        problems=[Problem(found.row, found.problem, found.severity, found.sheet) for found in problems],
    )
