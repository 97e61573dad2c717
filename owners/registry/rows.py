"""From the cells of a row to the unit and the people that it lists."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from owners.models.registry import WHOLE, ResidencyRole, TitleKind
from owners.registry import problems
from owners.registry.columns import Field
from owners.registry.lines import LineReader, ListedRow
from owners.registry.people import (
    birth_possible,
    name_problem,
    read_email,
    read_id_number,
    read_names,
    read_phones,
)
from owners.registry.reader import Row
from owners.registry.values import Cell, DateUnreadable, compact, read_area, read_date, text_of

_SPLIT_CELL = re.compile(r"[、,;/|\n]|\s{2,}")
_SPLIT_SHARES = re.compile(r"[、,;|\n]|\s{2,}")
_SHARE = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?:/(?P<below>\d+)|(?P<percent>%))?")
_TITLE_KINDS = (
    (re.compile(r"使用权"), TitleKind.USE_RIGHT),
    (re.compile(r"车位|车库|停车"), TitleKind.PARKING),
    (re.compile(r"储藏|地下室|杂物|仓"), TitleKind.STORAGE),
    (re.compile(r"商铺|门面|店铺|商业|写字楼|办公"), TitleKind.COMMERCIAL),
    (re.compile(r"公租|廉租|租赁|出租"), TitleKind.RENTED_OUT),
    (re.compile(r"分房|房改|公房|福利|集资|安置|回迁|经济适用|限价|共有产权"), TitleKind.SUBSIDISED),
    (re.compile(r"商品房|产权|住宅|购买|自购|私有|二手|个人"), TitleKind.OWNERSHIP),
)
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
    share: int | None = None


@dataclass(slots=True)
class ListedUnit(ListedRow):
    """One row that describes a unit."""

    area: Decimal | None = None
    handed_over_on: date | None = None
    title_kind: str = ""
    people: list[ListedPerson] = field(default_factory=list)
    role: ResidencyRole = ResidencyRole.OWNER


class RowReader(LineReader[ListedUnit]):
    """Reads the rows of an owners' register."""

    listed = ListedUnit

    def _says_something(self, row: Row) -> bool:
        if compact(self._cell(row, Field.ROOM)) or text_of(self._cell(row, Field.NAME)):
            return True
        others = (Field.AREA, Field.BIRTH, Field.ID_NUMBER, Field.PHONE, Field.HANDED_OVER, Field.EMAIL)
        return sum(bool(text_of(self._cell(row, name))) for name in others) >= _ENOUGH_TO_BE_A_UNIT

    def _fill(self, found: ListedUnit, row: Row) -> None:
        names = read_names(self._cell(row, Field.NAME))
        if problem := name_problem(names):
            found.reject(problem)
        self._read_address(found, row)
        if not found.rejected:
            found.role = self._role(row)
            self._read_facts(found, row)
            found.people = self._people(found, row, names)

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
        unit.title_kind = title_kind_of(self._cell(row, Field.TITLE_KIND))

    def _people(self, unit: ListedUnit, row: Row, names: list[str]) -> list[ListedPerson]:
        """Two names with two numbers get one each; what stands once belongs to the first."""
        people = [ListedPerson(name) for name in names]
        self._give_id_numbers(unit, row, people)
        self._give_phones(unit, row, people)
        self._give_shares(unit, row, people)
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
        for problem in wrong:
            unit.warn(problem)
        for column in self.sheet.header.more_phones:
            more, also_wrong = read_phones(row[column] if column < len(row) else None)
            people[0].phones.extend(number for number in more if number not in people[0].phones)
            for problem in also_wrong:
                if problem not in wrong:
                    wrong.append(problem)
                    unit.warn(problem, column=column)

    def _give_shares(self, unit: ListedUnit, row: Row, people: list[ListedPerson]) -> None:
        """`50%、50%` is one share each; `各50%` and `1/2` beside two names are the share of either."""
        cell = self._cell(row, Field.SHARE)
        try:
            shares = [read_share(part) for part in _shared_out(cell, len(people), _SPLIT_SHARES)]
        except ValueError:
            unit.warn(problems.SHARE_UNREADABLE)
            return
        if len(people) > 1 and shares[0] is not None and shares[0] * len(people) == WHOLE and not any(shares[1:]):
            shares = shares[:1] * len(people)
        for person, share in zip(people, shares, strict=True):
            person.share = share


def title_kind_of(cell: Cell) -> TitleKind | Literal[""]:
    """The kind of title that the office's word means; empty where it says nothing."""
    text = compact(cell)
    return next((kind for pattern, kind in _TITLE_KINDS if pattern.search(text)), TitleKind.OTHER) if text else ""


def read_share(cell: Cell) -> int | None:
    """Hundredths of a percent from `50%`, `1/2`, `0.5`, `各占50%`, `全部`. None where it is said to be common.

    Raises ValueError.
    """
    text = compact(cell).removeprefix("各").removeprefix("占").removeprefix("份额")
    if not text or "共同" in text:
        return None
    if text in {"全部", "全额", "单独所有", "单独"}:
        return WHOLE
    match = _SHARE.fullmatch(text)
    if match is None or match["below"] == "0":
        raise ValueError("no share")
    number = Decimal(match["number"]) / int(match["below"] or 1)
    # A bare 50 is a percentage, a bare 0.5 a part of one.
    share = number * (100 if match["percent"] or (not match["below"] and number > 1) else WHOLE)
    if not 0 < share <= WHOLE:
        raise ValueError("no share")
    return int(share.to_integral_value())


def _shared_out(cell: Cell, people: int, split: re.Pattern[str] = _SPLIT_CELL) -> Sequence[Cell]:
    """The cell's parts, one per person, where it has as many; else all of it for the first."""
    if people > 1 and isinstance(cell, str):
        parts = [part for part in split.split(cell.strip()) if part.strip()]
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
