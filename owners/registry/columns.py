"""Finding the header of a register, and which column means what."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum
from functools import cached_property
from itertools import zip_longest
from types import MappingProxyType
from typing import TYPE_CHECKING

from owners.registry.month_titles import MonthTitle, as_title, numbered_month, read_month_title
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
    CO_NAME = "co_name"
    CO_PHONE = "co_phone"
    CO_ID_NUMBER = "co_id_number"
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
    MONTH = "month"
    STATE = "state"
    PAID_ON = "paid_on"
    ON = "on"
    SERVICE = "service"
    AMOUNT = "amount"


type Meanings = Mapping[str, Field | None]

# What a column of one month may hold; and what its title may say without saying which of them.
_MONTHLY = (Field.DUE, Field.PAID, Field.OWED, Field.STATE, Field.PAID_ON)
_MONTHS_FEE = re.compile(
    r"(?:物业|物業)?(?:服务|服務|管理)?(?:费用?|費用?|金额|金額)?(?:[收缴交欠].{0,3}(?:情况|明细|台账|统计)表?)?"
)
_PERIODS = frozenset({Field.PERIOD, Field.PERIOD_FROM, Field.PERIOD_TO})

CO_OWNER = frozenset({Field.CO_NAME, Field.CO_PHONE, Field.CO_ID_NUMBER})
# `身份证号2` beside a second name is the second owner's; `电话2` of nobody in particular is the first one's.
_NUMBERED = re.compile(
    r"(?:业主|產權人|产权人|業主)?(?:联系|聯絡)?(?:手机|手機|电话|電話|身份证|身份證|证件).{0,3}[2-9二三四五六]"
)
_CO_FIELDS = {Field.PHONE: Field.CO_PHONE, Field.MORE_PHONES: Field.CO_PHONE, Field.ID_NUMBER: Field.CO_ID_NUMBER}
_ORDINAL = re.compile(r"[1-9一二三四五六]")
_DIGITS = str.maketrans("一二三四五六", "123456")


@dataclass(frozen=True)
class Layout:
    """What one kind of list (register, fees, purchases) may have in its columns, and what it must.

    `synonyms` are compared after `plain`; `inside` are looked for within longer titles (None for titles
    that say nothing), unless `others` says that the column is about somebody else. A header is usable
    if it names one field of each group in `needs`; `missing` says what a file without such a header lacks.
    """

    synonyms: Mapping[Field, str]
    inside: tuple[tuple[str, Field | None], ...]
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


@dataclass(slots=True)
class CoOwnerColumns:
    """The columns of one further owner (`业主2`, `业主2电话`), or of all of them (`共有人`).

    `ordinal` is the number in the titles; without a `name` they are about whom the main cell names second.
    """

    ordinal: str = ""
    name: int | None = None
    phones: list[int] = dataclass_field(default_factory=list)
    id_number: int | None = None

    def field_at(self, column: int) -> Field | None:
        if column in self.phones:
            return Field.CO_PHONE
        return {self.name: Field.CO_NAME, self.id_number: Field.CO_ID_NUMBER}.get(column)


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """A column of one month, or of a few; `field` is what it holds, None where its title doesn't say."""

    column: int
    title: MonthTitle
    field: Field | None


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header ends (`last_row`, counted from 1) and the column index of each field."""

    last_row: int
    columns: Mapping[Field, int]
    more_phones: tuple[int, ...] = ()
    titles: tuple[Cell, ...] = ()
    layout: Layout | None = None
    meanings: Meanings = dataclass_field(default_factory=dict)
    co_owners: tuple[CoOwnerColumns, ...] = ()
    months: tuple[MonthColumn, ...] = ()

    @property
    def weight(self) -> int:
        """How many columns mean something, months each for itself."""
        return len(self.columns) + len(self.months)

    @property
    def fields(self) -> frozenset[Field]:
        """What the sheets of one list have in common; not every sheet need have a column for co-owners."""
        return frozenset(self.columns) - CO_OWNER

    def field_at(self, column: int) -> Field | None:
        """What the column means to us; every further telephone is one of more phones."""
        if column in self.more_phones:
            return Field.MORE_PHONES
        if any(month.column == column for month in self.months):
            return Field.MONTH
        for co_owner in self.co_owners:
            if field := co_owner.field_at(column):
                return field
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
    if Field.MONTH in layout.synonyms and isinstance(title, str) and read_month_title(title):
        # 1月份车位费 is about something else in a month; it doesn't say for which months a row is.
        return Field.MONTH if month_column(title, layout) else None
    if layout.others and re.search(layout.others, text):
        return None
    return next((field for pattern, field in layout.inside if re.search(pattern, text)), None)


def month_column(title: str, layout: Layout, column: int = 0) -> MonthColumn | None:
    """`1月`, `2026-01 应收`; None for a title that is about no month, or about something else in it."""
    month = read_month_title(title)
    if month is None or (layout.others and re.search(layout.others, month.words)):
        return None
    if _MONTHS_FEE.fullmatch(month.words):
        return MonthColumn(column, month, None)
    word = plain(month.words)
    if field := layout.field_by_word.get(word):
        return MonthColumn(column, month, field) if field in _MONTHLY else None
    inside = {field for pattern, field in layout.inside if field in _MONTHLY and re.search(pattern, word)}
    # 收缴及欠费 names both, which is neither.
    return MonthColumn(column, month, inside.pop() if len(inside) == 1 else None) if inside else None


def find_header(
    rows: Sequence[Sequence[Cell]], layout: Layout, meanings: Meanings = MappingProxyType({})
) -> Header | None:
    """The header among the first rows of a sheet; of one line, or of two under merged titles.

    None if no row names what the layout needs.
    """
    best: Header | None = None
    for candidate in _headers(rows, layout, meanings):
        if layout.usable(candidate.columns) and (best is None or candidate.weight > best.weight):
            best = candidate
    return best


def guess_header(rows: Sequence[Sequence[Cell]], layout: Layout, meanings: Meanings) -> Header | None:
    """The likeliest header where `find_header` knows none: most known columns, else most titles."""
    found = [header for header in _headers(rows, layout, meanings) if sum(map(_is_title, header.titles)) > 1]
    return max(found, key=lambda header: (len(header.columns), sum(map(_is_title, header.titles))), default=None)


def _headers(rows: Sequence[Sequence[Cell]], layout: Layout, meanings: Meanings) -> Iterator[Header]:
    if Field.MONTH in layout.synonyms:
        rows = [[as_title(cell) for cell in row] for row in rows]
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        yield _header(row, index + 1, layout, meanings)
        if index + 1 < len(rows):
            below = rows[index + 1]
            joined = _joined(row, below, layout, meanings)
            if _are_titles(row, below, joined, layout, meanings):
                yield _header(joined, index + 2, layout, meanings)


def _are_titles(
    above: Sequence[Cell], below: Sequence[Cell], joined: Sequence[Cell], layout: Layout, meanings: Meanings
) -> bool:
    """A second line of titles, not a first line of data: it has titles of its own.

    Months stand in lists of data too, but not without anything under the other titles.
    """
    fields = [field_of(cell, layout, meanings) for cell in below]
    if sum(field not in (None, Field.MONTH) for field in fields) >= 2:
        return True
    said = [column for column, lower in enumerate(below) if lower not in (None, "")]
    others = [column for column in said if field_of(joined[column], layout, meanings) is not Field.MONTH]
    return len(said) - len(others) >= 2 and not any(
        column < len(above) and field_of(above[column], layout, meanings) for column in others
    )


def _joined(above: Sequence[Cell], below: Sequence[Cell], layout: Layout, meanings: Meanings) -> list[Cell]:
    """The titles of two lines: the lower one, or both where a wide one above says whom or when it is about."""
    titles: list[Cell] = []
    over: Cell = None
    # The title of the whole list stands alone in its line.
    several = sum(upper not in (None, "") for upper in above) > 1
    for upper, lower in zip_longest(above, below):
        if several and upper not in (None, ""):
            # A title that goes across stands in its first column only, over a title there.
            over = upper if lower not in (None, "") else None
        if lower in (None, ""):
            titles.append(upper)
            continue
        both = numbered_month(over, lower)
        if both is None and isinstance(over, str) and isinstance(lower, str):
            both = f"{over} {lower}"
        titles.append(both if field_of(both, layout, meanings) in {Field.MONTH, *CO_OWNER} else lower)
    return titles


def _header(titles: Sequence[Cell], last_row: int, layout: Layout, meanings: Meanings) -> Header:
    columns: dict[Field, int] = {}
    more: list[int] = []
    fields = [field_of(title, layout, meanings) for title in titles]
    _about_second(titles, fields, meanings)
    co_owners = co_owner_columns(titles, fields)
    for column, field in enumerate(fields):
        if field in CO_OWNER and not any(one.field_at(column) for one in co_owners):
            continue
        if field is Field.MORE_PHONES or (field is Field.PHONE and Field.PHONE in columns):
            more.append(column)
        elif field is not None:
            columns.setdefault(field, column)
    if Field.PHONE not in columns and more:
        columns[Field.PHONE] = more.pop(0)
    months = _months(titles, fields, layout) if not _PERIODS & columns.keys() else ()
    if not months:
        columns.pop(Field.MONTH, None)
    return Header(last_row, columns, tuple(more), tuple(titles), layout, meanings, tuple(co_owners), months)


def _months(titles: Sequence[Cell], fields: list[Field | None], layout: Layout) -> tuple[MonthColumn, ...]:
    """The columns of months; none where there is but one, and nothing says what is in it."""
    found = [
        month
        for column, (title, field) in enumerate(zip(titles, fields, strict=True))
        if field is Field.MONTH and (month := _month_at(str(title), layout, column))
    ]
    several = len({(month.title.year, month.title.first) for month in found}) > 1
    return tuple(found) if several or any(month.field for month in found) else ()


def _month_at(title: str, layout: Layout, column: int) -> MonthColumn | None:
    """Also of a title with words that only somebody who confirmed it understands."""
    month = read_month_title(title)
    return month_column(title, layout, column) or (MonthColumn(column, month, None) if month else None)


def _about_second(titles: Sequence[Cell], fields: list[Field | None], meanings: Meanings) -> None:
    """Sets `fields` right where a numbered title such as 电话2 stands beside a second owner's name."""
    ordinals = {_ordinal(title) for title, field in zip(titles, fields, strict=True) if field is Field.CO_NAME} - {""}
    for column, title in enumerate(titles):
        text = plain(title) if isinstance(title, str) else ""
        field = fields[column]
        if (
            field in _CO_FIELDS
            and text not in meanings
            and _NUMBERED.fullmatch(text)
            and _ordinal(text[-1]) in ordinals
        ):
            fields[column] = _CO_FIELDS[field]


def co_owner_columns(titles: Sequence[Cell], fields: Sequence[Field | None]) -> list[CoOwnerColumns]:
    """The columns of each further owner, brought together by the number in their titles, else by their order."""
    named = [
        CoOwnerColumns(_ordinal(titles[column]), column)
        for column, field in enumerate(fields)
        if field is Field.CO_NAME
    ]
    found = named or ([CoOwnerColumns()] if CO_OWNER & set(fields) else [])
    for column, field in enumerate(fields):
        if field in (Field.CO_PHONE, Field.CO_ID_NUMBER):
            ordinal = _ordinal(titles[column])
            about = [one for one in found if one.ordinal == ordinal] or found
            if field is Field.CO_PHONE:
                next((one for one in about if not one.phones), about[-1]).phones.append(column)
            elif free := [one for one in about if one.id_number is None]:
                free[0].id_number = column
    return found


def _ordinal(title: Cell) -> str:
    """`2` of 业主2 and of 第二产权人; empty where the title has no number."""
    found = _ORDINAL.search(plain(title)) if isinstance(title, str) else None
    return found[0].translate(_DIGITS) if found else ""


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
    """For comparing titles: half-width, without spaces, brackets and what they hold (but a number), marks or case."""
    text = unicodedata.normalize("NFKC", title)
    text = re.sub(r"[(\[【〔]([2-9二三四五六])[)\]】〕]", lambda number: number[1].translate(_DIGITS), text)
    text = re.sub(r"[(\[【〔].*?[)\]】〕]", "", text)
    return re.sub(r"[\s*:、./_\-—]+", "", text).lower()
