"""Reading an office's file row by row, in flat memory: .xlsx, and CSV in any usual encoding."""

import csv
import hashlib
import re
import zipfile
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from owners.registry.columns import HEADER_WITHIN, Header, Layout, Meanings, field_of, find_header
from owners.registry.values import Cell
from portal.errors import Refused

MAX_COLUMNS = 80
MOST_UNPACKED = 400 * 1024 * 1024
_BLOCK = 1 << 20
_MERGE = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')

type Row = Sequence[Cell]


class NoRegister(Refused):
    """The file can't be opened, or no sheet of it has the header that its kind of list needs."""


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area that goes down over several rows. Rows from 1, column from 0."""

    top: int
    bottom: int
    column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with a list: `rows()` yields (number as the spreadsheet program counts, cells).

    `heading` is all that stands above the last line of the header, `caption` that without the titles of columns.
    """

    title: str
    header: Header
    source: "Book"
    areas: tuple[Area, ...] = ()
    heading: str = ""
    caption: str = ""

    def rows(self) -> Iterator[tuple[int, Row]]:
        """The rows under the header. A cell inside a merged area says what the whole area says."""
        ahead = list(reversed(self.areas))
        open_areas: list[tuple[Area, Cell]] = []
        for number, cells in enumerate(self.source.rows_of(self.title), start=1):
            row = list(cells)
            open_areas = [(area, value) for area, value in open_areas if area.bottom >= number]
            for area, value in open_areas:
                # A row ends with its last cell that holds something, which may be left of the area.
                row.extend([None] * (area.column + 1 - len(row)))
                if row[area.column] is None:
                    row[area.column] = value
            while ahead and ahead[-1].top <= number:
                area = ahead.pop()
                open_areas.append((area, row[area.column] if area.column < len(row) else None))
            if number > self.header.last_row:
                yield number, row


class Book:
    """A file with lists; use `open_book`."""

    def sheet_titles(self) -> list[str]:
        raise NotImplementedError

    def rows_of(self, title: str) -> Iterator[Row]:
        raise NotImplementedError

    def areas_of(self, title: str, header: Header) -> tuple[Area, ...]:
        """Merged areas under the header, from the top; a CSV file has none."""
        return ()

    def lists(self, layout: Layout, meanings: Meanings = MappingProxyType({})) -> list[Sheet]:
        """The sheets to import: the one whose header names most, and those that repeat its header."""
        found = []
        for title in self.sheet_titles():
            above = self.start_of(title)
            header = find_header(above, layout, meanings)
            if header is not None:
                found.append((title, header, above))
        if not found:
            raise NoRegister(str(layout.missing))
        best = max((header for _title, header, _above in found), key=lambda header: header.weight)
        return [
            Sheet(
                title,
                header,
                self,
                self.areas_of(title, header),
                _heading(above[: header.last_row - 1]),
                _heading(_without_titles(above[: header.last_row - 1], layout)),
            )
            for title, header, above in found
            if header.fields == best.fields
        ]

    def start_of(self, title: str, rows: int = HEADER_WITHIN + 1) -> list[Row]:
        return list(islice(self.rows_of(title), rows))


def _without_titles(rows: Sequence[Row], layout: Layout) -> list[Row]:
    """A title of the whole list stands alone in its line, whatever words it has."""
    return [[cell for cell in row if field_of(cell, layout) is None or sum(map(bool, row)) == 1] for row in rows]


def _heading(rows: Sequence[Row]) -> str:
    """What stands above the header, as one text."""
    return " ".join(cell for row in rows for cell in row if isinstance(cell, str))


class XlsxBook(Book):
    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            _refuse_bombs(path)
            self.workbook = load_workbook(path, read_only=True, data_only=True)
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError):
            raise NoRegister(_("The file can’t be opened. Is it an .xlsx workbook or a CSV file?")) from None

    def sheet_titles(self) -> list[str]:
        sheets = self.workbook.worksheets
        shown = [sheet.title for sheet in sheets if sheet.sheet_state == "visible"]
        return shown or [sheet.title for sheet in sheets]

    def rows_of(self, title: str) -> Iterator[Row]:
        sheet: Any = self.workbook[title]
        # What the file says about its own size is often wrong: one row, or a million.
        sheet.reset_dimensions()
        # No max_col: it would fill every row up to that width.
        return (row[:MAX_COLUMNS] for row in sheet.iter_rows(values_only=True))

    def areas_of(self, title: str, header: Header) -> tuple[Area, ...]:
        """In read-only mode openpyxl leaves them out; they stand as text behind the rows.

        An area that only goes across is a section title, and is left alone.
        """
        sheet: Any = self.workbook[title]
        found = []
        with zipfile.ZipFile(self.path) as archive, archive.open(sheet._worksheet_path) as stream:
            for reference in _merged_areas(stream):
                left, top, _right, bottom = range_boundaries(reference)
                if top > header.last_row and bottom > top and left <= MAX_COLUMNS:
                    found.append(Area(top, bottom, left - 1))
        return tuple(sorted(found, key=lambda area: area.top))


def _refuse_bombs(path: Path) -> None:
    """A small file that unpacks to more than any register holds is not read at all."""
    with zipfile.ZipFile(path) as archive:
        if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
            raise NoRegister(_("The workbook is too large. Please send it in parts, or as CSV."))


def _merged_areas(stream: Any) -> Iterator[str]:
    tail = b""
    while block := stream.read(_BLOCK):
        text = tail + block
        end = 0
        for match in _MERGE.finditer(text):
            end = match.end()
            yield match[1].decode()
        tail = text[max(end, len(text) - 200) :]


class CsvBook(Book):
    def __init__(self, path: Path) -> None:
        self.path = path
        self.encoding = _encoding_of(path)
        with self._open() as stream:
            self.delimiter = _delimiter_of(stream.read(20_000))

    def _open(self) -> Any:
        return self.path.open(encoding=self.encoding, newline="", errors="replace")

    def sheet_titles(self) -> list[str]:
        return [self.path.stem]

    def rows_of(self, title: str) -> Iterator[Row]:
        with self._open() as stream:
            for row in csv.reader((line.replace("\0", "") for line in stream), delimiter=self.delimiter):
                # Excel protects long numbers in CSV as ="0123".
                yield [cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell or None for cell in row]


def _encoding_of(path: Path) -> str:
    """UTF-16 by its mark, UTF-8 if all of it is, else GB18030, which reads GBK and GB2312 as well."""
    with path.open("rb") as stream:
        start = stream.read(4)
        if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            return "utf-16"
        stream.seek(0)
        decoder = getincrementaldecoder("utf-8")()
        try:
            while block := stream.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8-sig"


def _delimiter_of(start: str) -> str:
    """The mark that most of the first lines agree on."""
    lines = start.splitlines()[: HEADER_WITHIN + 10]
    return max(",\t;|", key=lambda mark: sum(line.count(mark) for line in lines))


@contextmanager
def open_book(path: Path) -> Iterator[Book]:
    """The file as sheets of rows. Raises NoRegister with a sentence for whoever sent it."""
    if not path.is_file():
        raise NoRegister(_("There is no file “%(name)s”.") % {"name": path.name})
    with path.open("rb") as stream:
        start = stream.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise NoRegister(_("This is an old .xls workbook, or a locked one. Please save it as .xlsx or CSV."))
    if start.startswith(b"PK"):
        book = XlsxBook(path)
        try:
            yield book
        finally:
            book.workbook.close()
    else:
        yield CsvBook(path)


def digest_of(path: Path) -> str:
    """SHA-256 of the file: the same register again is known by it."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
