"""Finding the header of a register, and which column means what."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from owners.registry.values import Cell

if TYPE_CHECKING:
    from django.utils.functional import Promise

HEADER_WITHIN = 10


class Field(StrEnum):
    BUILDING = "building"
    ENTRANCE = "entrance"
    ROOM = "room"
    AREA = "area"
    NAME = "name"
    BIRTH = "birth"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    MORE_PHONES = "more_phones"
    EMAIL = "email"
    HANDED_OVER = "handed_over"
    ROLE = "role"
    PHASE = "phase"
    TITLE_KIND = "title_kind"
    SHARE = "share"
    PERIOD = "period"
    PERIOD_FROM = "period_from"
    PERIOD_TO = "period_to"
    ITEM = "item"
    DUE = "due"
    PAID = "paid"
    OWED = "owed"
    MONTHS_OWED = "months_owed"
    STATE = "state"
    PAID_ON = "paid_on"
    ON = "on"
    SERVICE = "service"
    AMOUNT = "amount"


type Meanings = Mapping[str, Field | None]


@dataclass(frozen=True)
class Layout:
    """What one kind of list (register, fees, purchases) may have in its columns, and what it must.

    `synonyms` are compared after `plain`; `inside` are looked for within longer titles, unless
    `others` says that the column is about somebody else. A header is usable if it names one field
    of each group in `needs`; `missing` says what a file without such a header lacks.
    """

    synonyms: Mapping[Field, str]
    inside: tuple[tuple[str, Field], ...]
    others: str
    needs: tuple[frozenset[Field], ...]
    missing: "str | Promise"

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(self.synonyms)

    @cached_property
    def field_by_word(self) -> dict[str, Field]:
        return {plain(word): field for field, words in self.synonyms.items() for word in words.split()}

    def usable(self, fields: Iterable[Field]) -> bool:
        named = set(fields)
        return all(named & group for group in self.needs)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header ends (`last_row`, counted from 1) and the column index of each field."""

    last_row: int
    columns: Mapping[Field, int]
    more_phones: tuple[int, ...] = ()
    titles: tuple[Cell, ...] = ()
    layout: Layout | None = None
    meanings: Meanings = dataclass_field(default_factory=dict)

    @property
    def fields(self) -> frozenset[Field]:
        return frozenset(self.columns)

    def field_at(self, column: int) -> Field | None:
        """What the column means to us; every further telephone is one of more phones."""
        if column in self.more_phones:
            return Field.MORE_PHONES
        return next((field for field, index in self.columns.items() if index == column), None)


def field_of(title: Cell, layout: Layout, meanings: Meanings = MappingProxyType({})) -> Field | None:
    """What a column title means; None for titles that we have no use for. What somebody said goes first."""
    text = plain(title) if isinstance(title, str) else ""
    if text in meanings:
        return meanings[text]
    if not text or len(text) > 20:
        return None
    if text in layout.field_by_word:
        return layout.field_by_word[text]
    if layout.others and re.search(layout.others, text):
        return None
    return next((field for pattern, field in layout.inside if re.search(pattern, text)), None)


def find_header(
    rows: Sequence[Sequence[Cell]], layout: Layout, meanings: Meanings = MappingProxyType({})
) -> Header | None:
    """The header among the first rows of a sheet; of one line, or of two under merged titles.

    None if no row names what the layout needs.
    """
    best: Header | None = None
    for candidate in _headers(rows, layout, meanings):
        if layout.usable(candidate.columns) and (best is None or len(candidate.columns) > len(best.columns)):
            best = candidate
    return best


def guess_header(rows: Sequence[Sequence[Cell]], layout: Layout, meanings: Meanings) -> Header | None:
    """The likeliest header where `find_header` knows none: most known columns, else most titles."""
    found = [header for header in _headers(rows, layout, meanings) if sum(map(_is_title, header.titles)) > 1]
    return max(found, key=lambda header: (len(header.columns), sum(map(_is_title, header.titles))), default=None)


def _headers(rows: Sequence[Sequence[Cell]], layout: Layout, meanings: Meanings) -> Iterator[Header]:
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        yield _header(row, index + 1, layout, meanings)
        if index + 1 < len(rows):
            below = rows[index + 1]
            # A second line of titles, not a first line of data: it has titles of its own.
            if sum(field_of(cell, layout, meanings) is not None for cell in below) >= 2:
                width = max(len(row), len(below))
                joined = [_joined(row, below, column) for column in range(width)]
                yield _header(joined, index + 2, layout, meanings)


def _joined(above: Sequence[Cell], below: Sequence[Cell], column: int) -> Cell:
    lower = below[column] if column < len(below) else None
    return lower if lower not in (None, "") else above[column] if column < len(above) else None


def _header(titles: Sequence[Cell], last_row: int, layout: Layout, meanings: Meanings) -> Header:
    columns: dict[Field, int] = {}
    more: list[int] = []
    for column, title in enumerate(titles):
        field = field_of(title, layout, meanings)
        if field is Field.MORE_PHONES or (field is Field.PHONE and Field.PHONE in columns):
            more.append(column)
        elif field is not None:
            columns.setdefault(field, column)
    if Field.PHONE not in columns and more:
        columns[Field.PHONE] = more.pop(0)
    return Header(last_row, columns, tuple(more), tuple(titles), layout, meanings)


def _is_title(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(plain(cell)) and len(plain(cell)) <= 20


def repeats_header(row: Sequence[Cell], header: Header) -> bool:
    """True for the titles printed again further down, as page headers are."""
    if header.layout is None or sum(isinstance(cell, str) for cell in row) < min(3, len(header.columns)):
        return False
    again = sum(
        1
        for field, column in header.columns.items()
        if column < len(row) and field_of(row[column], header.layout, header.meanings) is field
    )
    return again >= 3 or again == len(header.columns)


def plain(title: str) -> str:
    """For comparing titles: half-width, without spaces, brackets and their content, marks or case."""
    text = unicodedata.normalize("NFKC", title)
    text = re.sub(r"[(\[【〔].*?[)\]】〕]", "", text)
    return re.sub(r"[\s*:、./_\-—]+", "", text).lower()
