"""The office's own list again, as a workbook, with the bad cells marked and the reason beside them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string

from owners.models import ImportProblem, ImportRun, Severity
from owners.registry.columns import Field
from owners.registry.kinds import KINDS
from owners.registry.labels import label_of
from owners.registry.mapping import remembered
from owners.registry.reader import Row, Sheet, open_book
from owners.registry.values import Cell

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
# Numbers that are names of something: as numbers a spreadsheet would take their noughts or their last digits.
_AS_TEXT = {Field.PHONE, Field.MORE_PHONES, Field.ID_NUMBER, Field.ROOM}
_MOST_COMMENTS = 2000
_WIDE = 14

type Found = dict[tuple[str, int], list[ImportProblem]]


def write_report(stream: IO[bytes], *, run: ImportRun, path: Path, mark: str) -> None:
    """Writes the list in `path` with what was wrong with it; `mark` says who made it, and when.

    Everything is written as a value: nothing that somebody typed becomes a formula or a link.
    """
    found: Found = defaultdict(list)
    for problem in run.problems.all().iterator(2000):
        found[problem.sheet, problem.row].append(problem)
    with open_book(path) as book, xlsxwriter.Workbook(stream, OPTIONS) as made:
        made.set_properties({"title": run.file_name, "comments": mark})
        sheets = book.lists(KINDS[run.kind].layout, remembered(run.estate_id, run.kind))
        for sheet in sheets:
            _SheetCopy(made, sheet, found, sheet.title if len(sheets) > 1 else "").write(mark)
        _write_summary(made, run, mark)


class _SheetCopy:
    def __init__(self, made: Any, sheet: Sheet, found: Found, name: str) -> None:
        self.sheet, self.found, self.name = sheet, found, name
        self.target = made.add_worksheet(sheet_name(sheet.title, made))
        self.comments = 0
        self.reason_at = len(sheet.header.titles)
        self.bold = made.add_format({"bold": True, "bottom": 1})
        self.day = made.add_format({"num_format": "yyyy-mm-dd"})
        self.grey = made.add_format({"font_color": "#666666"})
        self.wrong = {
            Severity.REJECTED: made.add_format({"bg_color": "#F6C9BC", "font_color": "#7A1F0B"}),
            Severity.WARNING: made.add_format({"bg_color": "#FBE7B2", "font_color": "#6B4A00"}),
        }
        self.wrong_day = {
            severity: made.add_format({"bg_color": colour, "num_format": "yyyy-mm-dd"})
            for severity, colour in ((Severity.REJECTED, "#F6C9BC"), (Severity.WARNING, "#FBE7B2"))
        }

    def write(self, mark: str) -> None:
        self.target.set_column(0, self.reason_at, _WIDE)
        self.target.set_column(self.reason_at, self.reason_at, 48)
        self.target.set_footer(f"&L{mark.replace('&', '&&')}&R&P / &N")
        last = self.sheet.header.last_row
        self.target.freeze_panes(last, 0)
        for number, row in enumerate(self.sheet.source.rows_of(self.sheet.title), 1):
            problems = self.found.get((self.name, number), [])
            self._row(number, row, problems)
            if number == last:
                self.target.write_string(number - 1, self.reason_at, _("What is wrong"), self.bold)
            elif problems:
                self._reasons(number, problems)

    def _row(self, number: int, row: Row, problems: Sequence[ImportProblem]) -> None:
        bad = {column_index_from_string(one.column) - 1: one for one in reversed(problems) if one.column}
        for column in range(max(len(row), max(bad, default=-1) + 1)):
            cell = row[column] if column < len(row) else None
            problem = bad.get(column)
            self._cell(number - 1, column, cell, problem, header=number == self.sheet.header.last_row)
            if problem and self.comments < _MOST_COMMENTS:
                self.comments += 1
                self.target.write_comment(number - 1, column, label_of(problem.problem))

    def _cell(self, row: int, column: int, cell: Cell, problem: ImportProblem | None, *, header: bool) -> None:
        style = self.wrong[Severity(problem.severity)] if problem else self.bold if header else None
        if cell is None or cell == "":
            if style:
                self.target.write_blank(row, column, None, style)
        elif isinstance(cell, date | datetime):
            day = self.wrong_day[Severity(problem.severity)] if problem else self.day
            self.target.write_datetime(row, column, cell, day)
        elif isinstance(cell, bool):
            self.target.write_boolean(row, column, cell, style)
        elif isinstance(cell, int | float | Decimal) and self.sheet.header.field_at(column) not in _AS_TEXT:
            self.target.write_number(row, column, cell, style)
        else:
            whole = isinstance(cell, float) and cell.is_integer()
            self.target.write_string(row, column, str(int(cell) if whole else cell), style)

    def _reasons(self, number: int, problems: Sequence[ImportProblem]) -> None:
        worst = Severity.REJECTED if any(one.severity == Severity.REJECTED for one in problems) else Severity.WARNING
        said = " ".join(label_of(one.problem) for one in problems)
        lead = _("Not taken:") if worst == Severity.REJECTED else _("Taken without it:")
        self.target.write_string(number - 1, self.reason_at, f"{lead} {said}", self.wrong[worst])


def sheet_name(title: str, made: Any) -> str:
    """A title that a workbook accepts, and that no sheet of it bears yet."""
    plain = "".join(sign for sign in title if sign not in "[]:*?/\\").strip("'")[:28] or "1"
    taken = {sheet.get_name().lower() for sheet in made.worksheets()}
    name, number = plain, 2
    while name.lower() in taken:
        name, number = f"{plain} {number}", number + 1
    return name


def _write_summary(made: Any, run: ImportRun, mark: str) -> None:
    target = made.add_worksheet(sheet_name(_("About this report"), made))
    target.set_column(0, 0, 24)
    target.set_column(1, 1, 60)
    facts = [
        (_("File"), run.file_name),
        (_("Estate"), run.estate.name),
        (_("Kind of list"), run.get_kind_display()),
        (_("Rows read"), run.data_rows),
        (_("New"), run.rows_new),
        (_("Changed"), run.rows_changed),
        (_("Unchanged"), run.rows_same),
        (_("Not taken"), run.rows_rejected),
        ("", mark),
    ]
    for row, (label, value) in enumerate(facts):
        target.write_string(row, 0, label)
        if isinstance(value, int):
            target.write_number(row, 1, value)
        else:
            target.write_string(row, 1, value)
