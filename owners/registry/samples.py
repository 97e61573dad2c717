"""What the mapping screen shows of a file: its titles, what they are taken for, and some masked rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from owners.registry.columns import Field, Header, Layout, Meanings, find_header, guess_header
from owners.registry.reader import Book, NoRegister, Sheet, open_book
from owners.registry.values import Cell
from portal.words import mask_name

SHOWN_ROWS = 5
# What the registry shares with all who work for the estate; anything else in a file may be personal.
_FACTS = {
    Field.PHASE, Field.BUILDING, Field.ENTRANCE, Field.ROOM, Field.AREA, Field.HANDED_OVER, Field.ROLE,
    Field.TITLE_KIND, Field.SHARE, Field.PERIOD, Field.PERIOD_FROM, Field.PERIOD_TO, Field.ITEM, Field.MONTHS_OWED,
    Field.STATE, Field.PAID_ON, Field.ON, Field.SERVICE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    position: int
    title: str
    meaning: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """The sheet that names most, and whether its header says all that is needed."""

    sheet: str
    header_row: int
    complete: bool
    columns: tuple[Column, ...]


def sample_of(path: Path, layout: Layout, meanings: Meanings) -> Sample:
    """Raises NoRegister if the file can't be opened, or if no row of it looks like titles."""
    with open_book(path) as book:
        sheet, complete = _sheet_of(book, layout, meanings)
        rows = list(islice((row for _number, row in sheet.rows() if any(map(_says, row))), SHOWN_ROWS))
        columns = [
            Column(
                position,
                _text(title)[:120],
                sheet.header.field_at(position) or "",
                _cells(sheet.header, rows, position),
            )
            for position, title in enumerate(sheet.header.titles)
        ]
        return Sample(sheet.title, sheet.header.last_row, complete, tuple(columns))


def _sheet_of(book: Book, layout: Layout, meanings: Meanings) -> tuple[Sheet, bool]:
    found: list[tuple[bool, Header, str]] = []
    for title in book.sheet_titles():
        above = book.start_of(title)
        header = find_header(above, layout, meanings)
        guess = header or guess_header(above, layout, meanings)
        if guess is not None:
            found.append((header is not None, guess, title))
    if not found:
        raise NoRegister(str(layout.missing))
    complete, header, title = max(found, key=lambda one: (one[0], one[1].weight, len(one[1].titles)))
    return Sheet(title, header, book, book.areas_of(title, header)), complete


def _cells(header: Header, rows: Sequence[Sequence[Cell]], position: int) -> tuple[str, ...]:
    field = header.field_at(position)
    return tuple(masked(row[position] if position < len(row) else None, field) for row in rows)


def masked(cell: Cell, field: Field | None) -> str:
    """Facts as they are; names by the house's mask; of anything else its shape, with the first sign of it."""
    text = _text(cell)
    if not text or field in _FACTS:
        return text[:40]
    if field in (Field.NAME, Field.CO_NAME):
        return "、".join(mask_name(name) for name in re.split(r"[、,，;；/\s]+", text) if name)[:40]
    return (text[0] + re.sub(r"\w", "*", text[1:]))[:24]


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime) and not (cell.hour or cell.minute):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else re.sub(r"\s+", " ", str(cell)).strip()


def _says(cell: Cell) -> bool:
    return cell not in (None, "")
