"""What every list of an office has in common: blocks that hold for the rows below, totals, addresses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from openpyxl.utils import get_column_letter

from owners.registry import problems
from owners.registry.addresses import (
    AddressUnreadable,
    UnitAddress,
    read_block,
    read_building,
    read_entrance,
    read_phase,
    read_room,
)
from owners.registry.columns import Field, repeats_header
from owners.registry.problems import Problem
from owners.registry.reader import Row, Sheet
from owners.registry.values import Cell, compact, text_of

_TOTAL = re.compile(r".{0,12}(?:合计|总计|小计|共计|总户数|合計|總計|小計)[:]?.{0,12}|total\b.*", re.IGNORECASE)
_TOTAL_WORD = re.compile(r"[计計数數]|total", re.IGNORECASE)
_FOOTNOTE = re.compile(r"(?:制表|填表|审核|复核|填报|打印|备注|说明|注|统计人|负责人|经办)(?:人|日期|时间|单位)?[:].*")
_SECTION_MARK = re.compile(r"^[一二三四五六七八九十\d]+[、.]\s*")
_SECTION = re.compile(
    r"(?P<building>.{0,8}?(?:号楼|号樓|栋|棟|幢|座|#楼?))(?:(?P<entrance>.{1,3}?)(?:单元|單元))?(?:[^\d].{0,8})?"
)
_ENTRANCE_SECTION = re.compile(r"(?P<entrance>.{1,3}?)(?:单元|單元)")


@dataclass(slots=True)
class ListedRow:
    """One row that says something. `rejected` rows carry no more than their problems."""

    row: int
    sheet: str
    columns: Mapping[Field, int] = field(default_factory=dict, repr=False)
    address: UnitAddress = field(default_factory=UnitAddress)
    problems: list[Problem] = field(default_factory=list)

    @property
    def rejected(self) -> bool:
        return any(problem.severity == "rejected" for problem in self.problems)

    def warn(self, problem: str, *, column: int | None = None) -> None:
        """The row is taken without this value; `column` where it isn't the one that the problem is about."""
        self.problems.append(
            problems.warning(problem, row=self.row, sheet=self.sheet, column=self._letter(problem, column))
        )

    def reject(self, problem: str, *, column: int | None = None) -> None:
        self.problems.append(
            problems.rejected(problem, row=self.row, sheet=self.sheet, column=self._letter(problem, column))
        )

    def _letter(self, problem: str, column: int | None) -> str:
        if column is None and (about := problems.ABOUT.get(problem)):
            column = self.columns.get(about)
        return "" if column is None else get_column_letter(column + 1)


class LineReader[Listed: ListedRow]:
    """Reads the rows of one sheet in order; remembers phase, building and entrance for the rows below."""

    listed: type[Listed]

    def __init__(self, sheet: Sheet, *, estate_name: str = "", sheet_name: str = "", file_name: str = "") -> None:
        self.sheet = sheet
        self.estate_name = estate_name
        self.sheet_name = sheet_name
        self.phase = self.building = self.entrance = ""
        if Field.BUILDING not in sheet.header.columns:
            self._open_section(sheet.title)

    def read(self, number: int, row: Row) -> Listed | None:
        """What this row lists; None for blank rows, totals, section titles, headers and footnotes."""
        said = [text for text in map(text_of, row) if text]
        if not said or repeats_header(row, self.sheet.header):
            return None
        if self._is_total(row, said[0]) or _FOOTNOTE.fullmatch(said[0]):
            return None
        if len(set(said)) == 1 and not text_of(self._cell(row, Field.NAME)):
            self._open_section(said[0])
            return None
        found = self.listed(number, self.sheet_name, self.sheet.header.columns)
        try:
            self._carry(row)
        except AddressUnreadable:
            found.reject(problems.BUILDING_UNREADABLE)
            return found
        if not self._says_something(row):
            return None
        self._fill(found, row)
        return found

    def _says_something(self, row: Row) -> bool:
        """True if the row is about a unit, and not a remark between the rows."""
        raise NotImplementedError

    def _fill(self, found: Listed, row: Row) -> None:
        """Reads what the row lists, or rejects it."""
        raise NotImplementedError

    def _cell(self, row: Row, wanted: Field) -> Cell:
        column = self.sheet.header.columns.get(wanted)
        return row[column] if column is not None and column < len(row) else None

    def _is_total(self, row: Row, first: str) -> bool:
        """合计 stands in front, or where building, room or name would."""
        places = (self._cell(row, name) for name in (Field.BUILDING, Field.ENTRANCE, Field.ROOM, Field.NAME))
        texts = (first, *(cell for cell in places if isinstance(cell, str)))
        return any(_TOTAL_WORD.search(text) and _TOTAL.fullmatch(compact(text)) for text in texts)

    def _open_section(self, title: str) -> None:
        """A title such as `3号楼` or `二、3号楼1单元` between the rows, or the name of a sheet."""
        text = compact(_SECTION_MARK.sub("", title)).removeprefix(self.estate_name)
        if match := _SECTION.fullmatch(text):
            self.building = read_building(match["building"])
            self.entrance = read_entrance(match["entrance"])
        elif match := _ENTRANCE_SECTION.fullmatch(text):
            self.entrance = read_entrance(match["entrance"])

    def _carry(self, row: Row) -> None:
        """Building and entrance stand once and hold for the rows below; a new building has new entrances."""
        phase = read_phase(self._cell(row, Field.PHASE))
        building, entrance = read_block(self._cell(row, Field.BUILDING), estate_name=self.estate_name)
        entrance = read_entrance(self._cell(row, Field.ENTRANCE)) or entrance
        if phase and phase != self.phase:
            self.phase, self.building, self.entrance = phase, building, ""
        if building and building != self.building:
            self.building, self.entrance = building, ""
        self.entrance = entrance or self.entrance

    def _read_address(self, found: Listed, row: Row) -> None:
        cell = self._cell(row, Field.ROOM)
        if isinstance(cell, date) or len(compact(cell)) > 60:
            found.reject(problems.ROOM_UNREADABLE)
            return
        try:
            address = read_room(cell, estate_name=self.estate_name)
        except AddressUnreadable:
            found.reject(problems.ROOM_UNREADABLE)
            return
        if not address.room:
            found.reject(problems.ROOM_MISSING)
            return
        found.address = self._complete(address)
        if not found.address.building:
            found.reject(problems.BUILDING_MISSING)

    def _complete(self, found: UnitAddress) -> UnitAddress:
        """What the room's own cell says goes before what stands beside or above it.

        In `3-1501` the first number is the entrance where a building stands elsewhere, unless it is
        that building's own number and an entrance stands elsewhere too; else it is the building.
        """
        phase = found.phase or self.phase
        if found.building:
            same = self.building in {"", found.building}
            return UnitAddress(found.building, found.entrance or (self.entrance if same else ""), found.room, phase)
        if not found.entrance:
            return UnitAddress(self.building, self.entrance, found.room, phase)
        if not self.building or (found.entrance == self.building and self.entrance):
            return UnitAddress(found.entrance, self.entrance, found.room, phase)
        return UnitAddress(self.building, found.entrance, found.room, phase)
