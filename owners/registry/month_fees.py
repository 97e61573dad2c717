"""Fee lists with a column for each month: what a row's cells say of each of them, and what they leave open."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from owners.registry import problems
from owners.registry.charges import ListedCharge, months_in
from owners.registry.columns import Field, Header, MonthColumn, plain
from owners.registry.money import MoneyUnreadable, read_money
from owners.registry.month_titles import years_of
from owners.registry.periods import Period
from owners.registry.reader import Row, Sheet
from owners.registry.values import Cell, DateUnreadable, compact, read_date, text_of
from portal.worktime import today

_WORDS_PAID = (
    r"(?:已|全|结)(?:缴|交|付|收|清)(?:费|清|款|讫)?|缴清|付清|交清|结清|清|正常|无欠费|免(?:费|收|缴)?|减免|paid"
)
_WORDS_OWED = r"(?:未|没|待|逾期?未?)(?:缴|交|付|收)(?:费|清|款)?|欠(?:费|缴|交|款|收)?|拖欠|unpaid|owed"
_PAID, _OWED = re.compile(_WORDS_PAID, re.IGNORECASE), re.compile(_WORDS_OWED, re.IGNORECASE)
_WORD_FIRST = re.compile(rf"(?P<word>{_WORDS_OWED}|{_WORDS_PAID}|实收|实缴):?(?P<amount>[\d.,¥￥]+元?)", re.IGNORECASE)
_WORD_LAST = re.compile(rf"(?P<amount>[\d.,¥￥]+元?)\(?(?P<word>{_WORDS_OWED}|{_WORDS_PAID})\)?", re.IGNORECASE)
_TICKS = {"√": True, "✓": True, "✔": True, "是": True, "×": False, "✗": False, "✘": False, "否": False}
_ALIKE = {"✓": "√", "✔": "√", "✗": "×", "✘": "×", "空格": "空", "空白": "空"}
_MARKS = set("√✓✔×✗✘○●◯△▲☆★◆◇□■*#")
_LEGEND = re.compile(
    rf"(?P<mark>[√✓✔×✗✘○●△▲☆★□■]|空[白格]?)格?(?:[为即是=:]|表示|代表)?(?:(?P<paid>{_WORDS_PAID})|(?P<owed>{_WORDS_OWED}))"
)
# What the amounts of a list are, by what its title calls it.
_ARREARS = re.compile(r"欠(?:费|缴|交|款|收)|[未拖](?:缴|交|收|欠)|催[缴交收费]")
_RECEIPTS = re.compile(r"[实已](?:收|缴|交)|缴费|交费|收款|收缴|缴纳|到账")
_EACH_MONTH = re.compile(r"(?:每月|月)(?:应[收缴交付]|物业(?:服务|管理)?费|收费|费用?|标准|金额|缴费)(?:标准|金额|额)?")


class Unclear(ValueError):
    """A cell that says nothing certain of its month; `problem` at `column`."""

    def __init__(self, problem: str, column: int) -> None:
        self.problem, self.column = problem, column


@dataclass(slots=True)
class Month:
    """The columns of one month; `period` is None where its year can't be told."""

    period: Period | None
    columns: dict[Field | None, int] = field(default_factory=dict)
    basis: Field | None = None


@dataclass(slots=True)
class Said:
    """What the cells of a month say, in fen. `owed` by word: True, False, or None for neither."""

    due: int | None = None
    paid: int | None = None
    missing: int | None = None
    owed: bool | None = None
    paid_on: date | None = None

    @property
    def nothing(self) -> bool:
        return self == Said()


class MonthsReader:
    """Reads the month columns of a sheet, row by row.

    Whether an amount was paid or is owed, the title of its column says, else that of the sheet, the
    list or the file; what none of them says is reported, never guessed. An empty cell says that
    nothing is owed in a list of arrears, and else nothing, unless the list's legend says more.
    """

    def __init__(self, sheet: Sheet, *, file_name: str) -> None:
        self.header: Header = sheet.header
        texts = (sheet.title, sheet.caption, file_name)
        basis = next((found for text in texts if (found := _basis_of(text))), None)
        self.legend = _legend_of(sheet.caption)
        self.months = list(_months_of(self.header.months, texts, basis))

    @property
    def readable(self) -> bool:
        """False where months are unclear, but other columns of the list say what is owed in all."""
        others = {Field.OWED, Field.MONTHS_OWED} & self.header.columns.keys()
        clear = self.legend or any(month.basis or set(month.columns) - {None} for month in self.months)
        return bool(self.months) and bool(clear or not others)

    @property
    def first_column(self) -> int:
        return min(month.column for month in self.header.months)

    def says_something(self, row: Row) -> bool:
        return any(_says(_at(row, column)) for month in self.months for column in month.columns.values())

    def read(self, row: Row) -> tuple[list[ListedCharge], list[Unclear]]:
        """The charges that the row's cells are clear about, and what is wrong with the others."""
        charges: list[ListedCharge] = []
        unclear: list[Unclear] = []
        blank: Unclear | None = None
        for month in self.months:
            try:
                found = self._read_month(month, row)
            except Unclear as wrong:
                unclear.append(wrong)
                continue
            if found is not None:
                charges.append(found)
            elif blank is None and month.period and month.period.first <= today():
                blank = Unclear(problems.AMOUNT_MISSING, min(month.columns.values()))
        return charges, [*unclear, *([blank] if blank else [])]

    def _read_month(self, month: Month, row: Row) -> ListedCharge | None:
        first = min(month.columns.values())
        if month.period is None:
            if any(_says(_at(row, column)) for column in month.columns.values()):
                raise Unclear(problems.PERIOD_MISSING, first)
            return None
        said = Said()
        for holds, column in month.columns.items():
            self._take(said, _at(row, column), holds, month, column)
        if said.nothing and "空" in self.legend and month.period.first <= today():
            said.owed = self.legend["空"]
        if said.nothing:
            arrears = Field.OWED in month.columns or (None in month.columns and month.basis is Field.OWED)
            return ListedCharge(month.period, column=first) if arrears and month.period.first <= today() else None
        return self._settled(said, month, row, first)

    def _take(self, said: Said, cell: Cell, holds: Field | None, month: Month, column: int) -> None:
        """Adds what one cell says. Raises Unclear."""
        if not _says(cell):
            return
        if holds is Field.PAID_ON:
            said.paid_on = _day(cell, column)
            return
        meaning = holds or month.basis
        if (owed := self._owed_by(cell, meaning, column)) is not None:
            if said.owed not in (None, owed):
                raise Unclear(problems.MONTH_UNCLEAR, column)
            said.owed = owed
        elif isinstance(cell, date | datetime) or re.search(r"\d[-/年]\d", str(cell)):
            if meaning not in (Field.PAID, Field.STATE):
                raise Unclear(problems.MONTH_UNCLEAR, column)
            said.paid_on, said.owed = _day(cell, column), False
        else:
            self._take_amount(said, cell, meaning, column)

    def _take_amount(self, said: Said, cell: Cell, meaning: Field | None, column: int) -> None:
        text = compact(cell)
        match = _WORD_FIRST.fullmatch(text) or _WORD_LAST.fullmatch(text)
        if match:
            meaning = Field.OWED if _OWED.fullmatch(match["word"]) else Field.PAID
        try:
            amount = read_money(match["amount"] if match else cell)
        except MoneyUnreadable:
            raise Unclear(problems.AMOUNT_UNREADABLE, column) from None
        if amount is None or meaning not in (Field.DUE, Field.PAID, Field.OWED):
            raise Unclear(problems.MONTH_UNCLEAR, column)
        if meaning is Field.DUE:
            said.due = amount
        elif meaning is Field.PAID:
            said.paid = amount
        else:
            said.missing = amount

    def _owed_by(self, cell: Cell, meaning: Field | None, column: int) -> bool | None:
        """By word or mark: True if owed, False if paid; None if the cell has neither. Raises Unclear."""
        text = {True: "√", False: "×"}.get(cell, "") if isinstance(cell, bool) else str(cell).strip()
        mark = _ALIKE.get(text, text)
        if mark in self.legend:
            return self.legend[mark]
        if text in _TICKS:
            if meaning is Field.STATE and "欠" in str(self.header.titles[column]):
                return _TICKS[text]
            if meaning not in (Field.PAID, Field.STATE):
                raise Unclear(problems.MONTH_UNCLEAR, column)
            return not _TICKS[text]
        if text in _MARKS:
            raise Unclear(problems.MONTH_UNCLEAR, column)
        word = compact(cell)
        return True if _OWED.fullmatch(word) else False if _PAID.fullmatch(word) else None

    def _settled(self, said: Said, month: Month, row: Row, column: int) -> ListedCharge:
        """How much of the month is owed. Raises Unclear where the cells don't say."""
        assert month.period is not None
        if said.due is None and Field.DUE not in month.columns and (said.paid is not None or said.owed is not None):
            said.due = self._due_each_month(row, month.period)
        owed = said.missing
        if owed is None and said.due is not None and said.owed is None:
            if said.paid is None and not {Field.PAID, Field.OWED} & month.columns.keys():
                raise Unclear(problems.MONTH_UNCLEAR, column)
            # Beside an amount due, an empty cell says that nothing was paid, or that nothing is owed.
            owed = said.due - (said.paid or 0) if said.paid is not None or Field.PAID in month.columns else 0
        if owed is None and said.owed is None and not said.paid:
            raise Unclear(problems.MONTH_UNCLEAR, column)
        charge = ListedCharge(month.period, due=said.due, paid=said.paid, paid_on=said.paid_on, column=column)
        if owed is not None and charge.due is None:
            charge.due = owed + (charge.paid or 0)
        if owed is not None and charge.paid is None and charge.due is not None:
            charge.paid = charge.due - owed
        if owed is not None:
            charge.months_owed = months_in(owed, charge)
        elif said.owed:
            charge.months_owed = month.period.months
        return charge

    def _due_each_month(self, row: Row, period: Period) -> int | None:
        """What a column such as 月物业费 says is due for each month."""
        try:
            each = read_money(_at(row, self._each_month))
        except MoneyUnreadable:
            return None
        return each * period.months if each else None

    @cached_property
    def _each_month(self) -> int | None:
        """The column of what is due for each month, unless somebody said that it is not needed."""
        for column, title in enumerate(self.header.titles):
            text = plain(title) if isinstance(title, str) else ""
            if _EACH_MONTH.fullmatch(text) and self.header.meanings.get(text, True) is not None:
                return column
        return None


def _months_of(columns: Sequence[MonthColumn], texts: Sequence[str], basis: Field | None) -> Iterator[Month]:
    """The months in their order; years are told within the columns that hold the same."""
    alike: defaultdict[Field | None, list[MonthColumn]] = defaultdict(list)
    for column in columns:
        alike[column.field].append(column)
    year_at: dict[int, int | None] = {}
    for some in alike.values():
        years = years_of([one.title for one in some], texts)
        year_at |= {one.column: year for one, year in zip(some, years, strict=True)}
    found: dict[tuple[int | None, int, int], Month] = {}
    for one in columns:
        year = year_at[one.column]
        period = Period(date(year, one.title.first, 1), one.title.months) if year else None
        month = found.setdefault((year, one.title.first, one.title.months), Month(period))
        month.columns.setdefault(one.field, one.column)
        month.basis = month.basis or _basis_of(one.title.words) or basis
    yield from found.values()


def _basis_of(text: str) -> Field | None:
    """Whether a list is called one of arrears, or of receipts; None for neither or both."""
    bare = unicodedata.normalize("NFKC", text)
    arrears, rest = bool(_ARREARS.search(bare)), _ARREARS.sub("", bare)
    receipts = bool(_RECEIPTS.search(rest))
    if arrears == receipts or "应收" in rest:
        return None
    return Field.OWED if arrears else Field.PAID


def _legend_of(text: str) -> dict[str, bool]:
    """`√为已缴，空白为未缴` → by mark, whether it is owed."""
    bare = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return {_ALIKE.get(match["mark"], match["mark"]): bool(match["owed"]) for match in _LEGEND.finditer(bare)}


def _at(row: Row, column: int | None) -> Cell:
    return row[column] if column is not None and column < len(row) else None


def _says(cell: Cell) -> bool:
    return isinstance(cell, bool) or bool(text_of(cell)) or (isinstance(cell, str) and cell.strip() in _MARKS)


def _day(cell: Cell, column: int) -> date | None:
    try:
        return read_date(cell)[0]
    except DateUnreadable:
        raise Unclear(problems.PAID_ON_UNREADABLE, column) from None


def with_item(charges: Sequence[ListedCharge], item: str) -> list[ListedCharge]:
    return [replace(charge, item=item) for charge in charges]
