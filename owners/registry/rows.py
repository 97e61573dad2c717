"""From the cells of a row to the unit and the people that it lists."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from owners.models.registry import WHOLE, ResidencyRole, TitleKind
from owners.names import name_key
from owners.registry import problems
from owners.registry.columns import CoOwnerColumns, Field, plain
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

_SPLIT_CELL = re.compile(r"[、,，;；/／|｜\n]|\s{2,}")
_SPLIT_SHARES = re.compile(r"[、,，;；|｜\n]|\s{2,}")
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
_PLACES = (Field.PHASE, Field.BUILDING, Field.ENTRANCE)
_FACTS = (Field.AREA, Field.HANDED_OVER, Field.TITLE_KIND)
_OWNERS_TITLE = re.compile(r"[业業]主|[产產][权權]|所有[权權]|房主|[买買]受|owner", re.IGNORECASE)
_SERIAL = {"序号", "编号", "序", "no", "序號", "編號"}
# How much a row without room and name must say to be a row about a unit, and not a remark.
_ENOUGH_TO_BE_A_UNIT = 2
# What stands in a column for co-owners where there is none, or where it says how they hold the title.
_NO_CO_OWNER = re.compile(r"是|否|有|独有|独自.*|单独.*|共有|共同.*|按份.*|夫妻.*|本人|业主本人|同上|同左|配偶|\d+人?")
_KINSHIP = re.compile(r"^(?:配偶|妻子?|丈夫|夫|[长次]?子|[长次]?女|儿子|女儿|父亲?|母亲?)[::]")


@dataclass(slots=True)
class ListedPerson:
    """`co_owner` is true of those whom a column for co-owners names, whatever the row's role."""

    name: str
    phones: list[str] = field(default_factory=list)
    id_number: str = ""
    birth_date: date | None = None
    email: str = ""
    share: int | None = None
    co_owner: bool = False


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
    _above: tuple[ListedUnit, Row, int] | None = None

    def _says_something(self, row: Row) -> bool:
        if compact(self._cell(row, Field.ROOM)) or text_of(self._cell(row, Field.NAME)):
            return True
        others = (Field.AREA, Field.BIRTH, Field.ID_NUMBER, Field.PHONE, Field.HANDED_OVER, Field.EMAIL)
        return sum(bool(text_of(self._cell(row, name))) for name in others) >= _ENOUGH_TO_BE_A_UNIT

    def _fill(self, found: ListedUnit, row: Row) -> None:
        names = read_names(self._cell(row, Field.NAME))
        if problem := name_problem(names):
            found.reject(problem)
        if self._goes_on(found, row):
            assert self._above is not None
            above, cells, _last = self._above
            found.address, self._above = above.address, (above, cells, found.row)
        else:
            self._read_address(found, row)
            self._above = (found, row, found.row)
        if not found.rejected:
            found.role = self._role(row)
            self._read_facts(found, row)
            found.people = self._people(found, row, names)

    def _goes_on(self, found: ListedUnit, row: Row) -> bool:
        """True for a further owner on a line of its own, whose flat stands in the line above only.

        A room that somebody forgot looks much the same: the line must also lack all that the line
        above says of its flat (area, handover, number in the list), and there must be some of it. And
        the list must be one of owners, not of all who live there.
        """
        if self._above is None or found.rejected or compact(self._cell(row, Field.ROOM)):
            return False
        above, cells, last = self._above
        if above.rejected or above.role != ResidencyRole.OWNER or found.row != last + 1:
            return False
        if any(compact(self._cell(row, place)) not in ("", compact(self._cell(cells, place))) for place in _PLACES):
            return False
        if not (text_of(self._cell(row, Field.ROLE)) or self._lists_owners):
            return False
        said = [column for column in self._facts_at if text_of(_at(cells, column))]
        return bool(said) and not any(text_of(_at(row, column)) for column in said)

    @cached_property
    def _lists_owners(self) -> bool:
        return bool(_OWNERS_TITLE.search(str(self.sheet.header.titles[self.sheet.header.columns[Field.NAME]])))

    @cached_property
    def _facts_at(self) -> list[int]:
        """The columns that say something of a flat once."""
        header = self.sheet.header
        numbers = [
            column for column, title in enumerate(header.titles) if isinstance(title, str) and plain(title) in _SERIAL
        ]
        return numbers + [header.columns[field] for field in _FACTS if field in header.columns]

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
        people[0].email, problem = read_email(self._cell(row, Field.EMAIL))
        if problem:
            unit.warn(problem)
        for columns in self.sheet.header.co_owners:
            self._add_co_owners(unit, row, people, columns)
        self._give_shares(unit, row, people)
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
        wrong = _give_out_phones(self._cell(row, Field.PHONE), people)
        for problem in wrong:
            unit.warn(problem)
        for column in self.sheet.header.more_phones:
            more, also_wrong = read_phones(_at(row, column))
            people[0].phones.extend(number for number in more if number not in people[0].phones)
            for problem in also_wrong:
                if problem not in wrong:
                    wrong.append(problem)
                    unit.warn(problem, column=column)

    def _add_co_owners(self, unit: ListedUnit, row: Row, people: list[ListedPerson], columns: CoOwnerColumns) -> None:
        """Whom the columns name becomes a co-owner; somebody named already gets what was not known."""
        named = self._co_owners_named(unit, row, columns)
        # Without a name here, the columns are about whom the main cell names besides the first owner.
        about = named or [
            ListedPerson(person.name) for person in people[1:] if not (columns.ordinal or person.co_owner)
        ]
        phone_cells = [(column, _at(row, column)) for column in columns.phones]
        id_cell = _at(row, columns.id_number)
        if not about:
            if columns.name is not None and any(text_of(cell) for _column, cell in [*phone_cells, (0, id_cell)]):
                unit.warn(problems.NAME_MISSING, column=columns.name)
            return
        for column, cell in phone_cells:
            for problem in _give_out_phones(cell, about):
                unit.warn(problem, column=column)
        for person, cell in zip(about, _shared_out(id_cell, len(about)), strict=True):
            identity, problem = read_id_number(cell)
            person.id_number = identity.number
            if problem:
                unit.warn(problem, column=columns.id_number)
        for person in about:
            _bring_in(person, people)

    def _co_owners_named(self, unit: ListedUnit, row: Row, columns: CoOwnerColumns) -> list[ListedPerson]:
        names = [_KINSHIP.sub("", name) for name in read_names(_at(row, columns.name))]
        names = [name for name in names if name and not _NO_CO_OWNER.fullmatch(name)]
        if names and (problem := name_problem(names)):
            unit.warn(problem, column=columns.name)
            return []
        return [ListedPerson(name, co_owner=True) for name in names]

    def _give_shares(self, unit: ListedUnit, row: Row, people: list[ListedPerson]) -> None:
        """`50%、50%` is one share each; `各50%` and `1/2` beside two names are the share of either."""
        cell = self._cell(row, Field.SHARE)
        main = [person for person in people if not person.co_owner]
        if isinstance(cell, str) and len(_SPLIT_SHARES.split(cell.strip())) == len(main) > 1:
            people = main
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


def _at(row: Row, column: int | None) -> Cell:
    return row[column] if column is not None and column < len(row) else None


def _give_out_phones(cell: Cell, people: list[ListedPerson]) -> list[str]:
    """Adds the numbers of a cell to the people it is about; says what is wrong with the others."""
    numbers, wrong = read_phones(cell)
    parts = _shared_out(cell, len(people))
    if any(text_of(part) for part in parts[1:]):
        each = [read_phones(part)[0] for part in parts]
    elif len(people) > 1 and len(numbers) == len(people):
        each = [[number] for number in numbers]
    else:
        each = [numbers, *([[]] * (len(people) - 1))]
    for person, own in zip(people, each, strict=True):
        person.phones += [number for number in own if number not in person.phones]
    return wrong


def _bring_in(listed: ListedPerson, people: list[ListedPerson]) -> None:
    """Adds somebody to the people of a unit, unless they stand there already under the same name."""
    for known in people:
        both = known.id_number and listed.id_number
        if name_key(known.name) == name_key(listed.name) and (not both or known.id_number == listed.id_number):
            known.phones += [number for number in listed.phones if number not in known.phones]
            known.id_number = known.id_number or listed.id_number
            return
    people.append(listed)


def _shared_out(cell: Cell, people: int, split: re.Pattern[str] = _SPLIT_CELL) -> Sequence[Cell]:
    """The cell's parts, one per person, where it has as many; else all of it for the first.

    `、138…` beside two names has two parts, the first of them empty.
    """
    if people > 1 and isinstance(cell, str):
        parts = split.split(cell)
        for found in (parts, [part for part in parts if part.strip()]):
            if len(found) == people:
                return found
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
