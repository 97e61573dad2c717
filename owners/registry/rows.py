"""From the cells of a row to the unit and the people that it lists."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from owners.models.registry import ResidencyRole
from owners.registry import problems
from owners.registry.addresses import (
    AddressUnreadable,
    UnitAddress,
    read_block,
    read_building,
    read_entrance,
    read_room,
)
from owners.registry.columns import Field, repeats_header
from owners.registry.people import (
    birth_possible,
    name_problem,
    read_email,
    read_id_number,
    read_names,
    read_phones,
)
from owners.registry.problems import Problem
from owners.registry.reader import Row, Sheet
from owners.registry.values import Cell, DateUnreadable, compact, read_area, read_date, text_of

_TOTAL = re.compile(r".{0,12}(?:合计|总计|小计|共计|总户数|合計|總計|小計)[:]?.{0,12}|total\b.*", re.IGNORECASE)
_TOTAL_WORD = re.compile(r"[计計数數]|total", re.IGNORECASE)
_FOOTNOTE = re.compile(r"(?:制表|填表|审核|复核|填报|打印|备注|说明|注|统计人|负责人|经办)(?:人|日期|时间|单位)?[:].*")
_SECTION_MARK = re.compile(r"^[一二三四五六七八九十\d]+[、.]\s*")
_SECTION = re.compile(
    r"(?P<building>.{0,8}?(?:号楼|号樓|栋|棟|幢|座|#楼?))(?:(?P<entrance>.{1,3}?)(?:单元|單元))?(?:[^\d].{0,8})?"
)
_ENTRANCE_SECTION = re.compile(r"(?P<entrance>.{1,3}?)(?:单元|單元)")
_SPLIT_CELL = re.compile(r"[、,;/|\n]|\s{2,}")
_ROLES = (
    (re.compile(r"租"), ResidencyRole.TENANT),
    (re.compile(r"共有|共同"), ResidencyRole.CO_OWNER),
    (re.compile(r"家属|家庭|配偶|夫|妻|子|女|父|母|亲"), ResidencyRole.FAMILY),
)
# How much a row without room and name must say to be a row about a unit, and not a remark.
_ENOUGH_TO_BE_A_UNIT = 2


@dataclass(slots=True)
class ListedPerson:
    name: str
    phones: list[str] = field(default_factory=list)
    id_number: str = ""
    birth_date: date | None = None
    email: str = ""


@dataclass(slots=True)
class ListedUnit:
    """One row that describes a unit. `rejected` rows carry no more than their problems."""

    row: int
    sheet: str
    address: UnitAddress = field(default_factory=UnitAddress)
    area: Decimal | None = None
    handed_over_on: date | None = None
    people: list[ListedPerson] = field(default_factory=list)
    role: ResidencyRole = ResidencyRole.OWNER
    problems: list[Problem] = field(default_factory=list)

    @property
    def rejected(self) -> bool:
        return any(problem.severity == "rejected" for problem in self.problems)

    def warn(self, problem: str) -> None:
        self.problems.append(problems.warning(problem, row=self.row, sheet=self.sheet))

    def reject(self, problem: str) -> None:
        self.problems.append(problems.rejected(problem, row=self.row, sheet=self.sheet))


class RowReader:
    """Reads the rows of one sheet in order; remembers building and entrance for the rows below."""

    def __init__(self, sheet: Sheet, *, estate_name: str = "", sheet_name: str = "") -> None:
        self.sheet = sheet
        self.estate_name = estate_name
        self.sheet_name = sheet_name
        self.building = self.entrance = ""
        if Field.BUILDING not in sheet.header.columns:
            self._open_section(sheet.title)

    def read(self, number: int, row: Row) -> ListedUnit | None:
        """The unit of this row; None for blank rows, totals, section titles, headers and footnotes."""
        said = [text for text in map(text_of, row) if text]
        if not said or repeats_header(row, self.sheet.header):
            return None
        if self._is_total(row, said[0]) or _FOOTNOTE.fullmatch(said[0]):
            return None
        if len(set(said)) == 1 and not text_of(self._cell(row, Field.NAME)):
            self._open_section(said[0])
            return None
        try:
            self._carry(row)
        except AddressUnreadable:
            return self._without_address(number)
        return self._unit(number, row) if self._describes_unit(row) else None

    def _without_address(self, number: int) -> ListedUnit:
        unit = ListedUnit(number, self.sheet_name)
        unit.reject(problems.BUILDING_UNREADABLE)
        return unit

    def _cell(self, row: Row, wanted: Field) -> Cell:
        column = self.sheet.header.columns.get(wanted)
        return row[column] if column is not None and column < len(row) else None

    def _is_total(self, row: Row, first: str) -> bool:
        """合计 stands in front, or where building, room or name would."""
        places = (self._cell(row, name) for name in (Field.BUILDING, Field.ENTRANCE, Field.ROOM, Field.NAME))
        texts = (first, *(cell for cell in places if isinstance(cell, str)))
        return any(_TOTAL_WORD.search(text) and _TOTAL.fullmatch(compact(text)) for text in texts)

    def _describes_unit(self, row: Row) -> bool:
        if compact(self._cell(row, Field.ROOM)) or text_of(self._cell(row, Field.NAME)):
            return True
        others = (Field.AREA, Field.BIRTH, Field.ID_NUMBER, Field.PHONE, Field.HANDED_OVER, Field.EMAIL)
        return sum(bool(text_of(self._cell(row, name))) for name in others) >= _ENOUGH_TO_BE_A_UNIT

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
        building, entrance = read_block(self._cell(row, Field.BUILDING), estate_name=self.estate_name)
        entrance = read_entrance(self._cell(row, Field.ENTRANCE)) or entrance
        if building and building != self.building:
            self.building, self.entrance = building, ""
        self.entrance = entrance or self.entrance

    def _unit(self, number: int, row: Row) -> ListedUnit:
        unit = ListedUnit(number, self.sheet_name)
        names = read_names(self._cell(row, Field.NAME))
        if problem := name_problem(names):
            unit.reject(problem)
        self._read_address(unit, row)
        if not unit.rejected:
            unit.role = self._role(row)
            self._read_facts(unit, row)
            unit.people = self._people(unit, row, names)
        return unit

    def _read_address(self, unit: ListedUnit, row: Row) -> None:
        cell = self._cell(row, Field.ROOM)
        if isinstance(cell, date) or len(compact(cell)) > 60:
            unit.reject(problems.ROOM_UNREADABLE)
            return
        try:
            found = read_room(cell, estate_name=self.estate_name)
        except AddressUnreadable:
            unit.reject(problems.ROOM_UNREADABLE)
            return
        if not found.room:
            unit.reject(problems.ROOM_MISSING)
            return
        unit.address = self._complete(found)
        if not unit.address.building:
            unit.reject(problems.BUILDING_MISSING)

    def _complete(self, found: UnitAddress) -> UnitAddress:
        """What the room's own cell says goes before what stands beside or above it.

        In `3-1501` the first number is the entrance where a building stands elsewhere, unless it is
        that building's own number and an entrance stands elsewhere too; else it is the building.
        """
        if found.building:
            same = self.building in {"", found.building}
            return UnitAddress(found.building, found.entrance or (self.entrance if same else ""), found.room)
        if not found.entrance:
            return UnitAddress(self.building, self.entrance, found.room)
        if not self.building or (found.entrance == self.building and self.entrance):
            return UnitAddress(found.entrance, self.entrance, found.room)
        return UnitAddress(self.building, found.entrance, found.room)

    def _role(self, row: Row) -> ResidencyRole:
        said = compact(self._cell(row, Field.ROLE))
        return next((role for pattern, role in _ROLES if pattern.search(said)), ResidencyRole.OWNER)

    def _read_facts(self, unit: ListedUnit, row: Row) -> None:
        try:
            unit.area = read_area(self._cell(row, Field.AREA))
        except ValueError:
            unit.warn(problems.AREA_UNREADABLE)
        try:
            unit.handed_over_on, _exact = read_date(self._cell(row, Field.HANDED_OVER))
        except DateUnreadable:
            unit.warn(problems.HANDOVER_IMPOSSIBLE)

    def _people(self, unit: ListedUnit, row: Row, names: list[str]) -> list[ListedPerson]:
        """Two names with two numbers get one each; what stands once belongs to the first."""
        people = [ListedPerson(name) for name in names]
        self._give_id_numbers(unit, row, people)
        self._give_phones(unit, row, people)
        people[0].email, problem = read_email(self._cell(row, Field.EMAIL))
        if problem:
            unit.warn(problem)
        return people

    def _give_id_numbers(self, unit: ListedUnit, row: Row, people: list[ListedPerson]) -> None:
        born_cells = _shared_out(self._cell(row, Field.BIRTH), len(people))
        id_cells = _shared_out(self._cell(row, Field.ID_NUMBER), len(people))
        for person, born_cell, id_cell in zip(people, born_cells, id_cells, strict=True):
            identity, id_problem = read_id_number(id_cell)
            person.id_number = identity.number
            person.birth_date, born_problem = _birth_date(born_cell, identity.born)
            for problem in (born_problem, id_problem):
                if problem:
                    unit.warn(problem)

    def _give_phones(self, unit: ListedUnit, row: Row, people: list[ListedPerson]) -> None:
        numbers, wrong = read_phones(self._cell(row, Field.PHONE))
        if len(people) > 1 and len(numbers) == len(people):
            for person, number in zip(people, numbers, strict=True):
                person.phones = [number]
        else:
            people[0].phones = numbers
        for column in self.sheet.header.more_phones:
            more, also_wrong = read_phones(row[column] if column < len(row) else None)
            people[0].phones.extend(number for number in more if number not in people[0].phones)
            wrong.extend(problem for problem in also_wrong if problem not in wrong)
        for problem in wrong:
            unit.warn(problem)


def _shared_out(cell: Cell, people: int) -> Sequence[Cell]:
    """The cell's parts, one per person, where it has as many; else all of it for the first."""
    if people > 1 and isinstance(cell, str):
        parts = [part for part in _SPLIT_CELL.split(cell.strip()) if part.strip()]
        if len(parts) == people:
            return parts
    return [cell, *([None] * (people - 1))]


def _birth_date(cell: Cell, by_id: date | None) -> tuple[date | None, str]:
    """The date of birth, and what is wrong with it. A month alone is completed from the ID number."""
    try:
        born, exact = read_date(cell)
    except DateUnreadable:
        return None, problems.BIRTH_IMPOSSIBLE
    if born is None:
        return None, ""
    if not birth_possible(born):
        return None, problems.BIRTH_IMPOSSIBLE
    if not exact:
        agrees = by_id is not None and (by_id.year, by_id.month) == (born.year, born.month)
        return (by_id, "") if agrees else (None, problems.BIRTH_INCOMPLETE)
    if by_id is not None and by_id != born:
        return None, problems.BIRTH_AGAINST_ID
    return born, ""
