"""From the cells of a fee list to what a unit owes for which months."""

import re
from dataclasses import dataclass
from datetime import date

from owners.registry import problems
from owners.registry.columns import Field
from owners.registry.lines import LineReader, ListedRow
from owners.registry.money import MoneyUnreadable, read_money
from owners.registry.periods import Period, PeriodUnreadable, period_between, period_in, read_period
from owners.registry.reader import Row, Sheet
from owners.registry.values import DateUnreadable, compact, read_date, text_of

_SAYS = (
    Field.PERIOD, Field.PERIOD_FROM, Field.DUE, Field.PAID, Field.OWED, Field.MONTHS_OWED, Field.STATE, Field.PAID_ON,
)  # fmt: skip
_PAID = re.compile(r"(?:已|全|结)(?:缴|交|付|收|清|部缴).*|是|缴清|付清|清|结清|正常|无欠费|paid|yes|y", re.IGNORECASE)
_OWED = re.compile(r"(?:未|欠|没|待|逾).*|否|unpaid|owed|no|n", re.IGNORECASE)
_TICKS = {"√": "是", "✓": "是", "✔": "是", "×": "否", "✗": "否", "✘": "否"}
_OWED_TITLE = re.compile(r"欠")
_MONTHS = re.compile(r"(\d{1,3})(?:个?月|期)?")


@dataclass(slots=True)
class ListedFee(ListedRow):
    """One row about a fee. Amounts in fen."""

    item: str = ""
    period: Period | None = None
    due: int | None = None
    paid: int | None = None
    months_owed: int = 0
    paid_on: date | None = None


class FeeReader(LineReader[ListedFee]):
    """Reads the rows of a fee list. Months that no column names are those of the sheet, its heading, the file."""

    listed = ListedFee

    def __init__(self, sheet: Sheet, *, estate_name: str = "", sheet_name: str = "", file_name: str = "") -> None:
        super().__init__(sheet, estate_name=estate_name, sheet_name=sheet_name)
        named = (period_in(text) for text in (sheet.title, sheet.heading, file_name))
        self.period = next((period for period in named if period), None)

    def _says_something(self, row: Row) -> bool:
        said = sum(bool(text_of(self._cell(row, field))) for field in _SAYS)
        return said >= (1 if compact(self._cell(row, Field.ROOM)) else 2)

    def _fill(self, found: ListedFee, row: Row) -> None:
        self._read_address(found, row)
        self._read_period(found, row)
        if not found.rejected:
            found.item = text_of(self._cell(row, Field.ITEM))[:40]
            self._read_amounts(found, row)

    def _read_period(self, found: ListedFee, row: Row) -> None:
        try:
            found.period = self._period(row) or self.period
        except PeriodUnreadable:
            found.reject(problems.PERIOD_UNREADABLE)
            return
        if found.period is None:
            found.reject(problems.PERIOD_MISSING)

    def _period(self, row: Row) -> Period | None:
        year = self.period.first.year if self.period else None
        start = read_period(self._cell(row, Field.PERIOD_FROM), year=year)
        end = read_period(self._cell(row, Field.PERIOD_TO), year=start.first.year if start else year)
        if start and end:
            return period_between(start.first, end.last)
        return read_period(self._cell(row, Field.PERIOD), year=year) or start

    def _read_amounts(self, found: ListedFee, row: Row) -> None:
        """An amount that can't be read makes the row worthless: nobody is to be dunned by mistake."""
        try:
            found.due = read_money(self._cell(row, Field.DUE))
            owed = read_money(self._cell(row, Field.OWED))
        except MoneyUnreadable:
            found.reject(problems.DUE_UNREADABLE)
            return
        try:
            found.paid = read_money(self._cell(row, Field.PAID))
        except MoneyUnreadable:
            found.reject(problems.PAID_UNREADABLE)
            return
        try:
            found.paid_on, _exact = read_date(self._cell(row, Field.PAID_ON))
        except DateUnreadable:
            found.warn(problems.PAID_ON_UNREADABLE)
        self._settle(found, row, owed)

    def _settle(self, found: ListedFee, row: Row, owed: int | None) -> None:
        """How many months are owed: the office's count, else the missing part of the amount, else its word."""
        counted = _MONTHS.fullmatch(compact(self._cell(row, Field.MONTHS_OWED)))
        state = self._state(row)
        columns = self.sheet.header.columns
        if owed is None and found.due is not None and Field.OWED in columns and Field.PAID not in columns:
            # In a list of what is owed, an empty cell says that nothing is.
            owed = 0
        if owed is None and found.due is not None and (found.paid is not None or state is None):
            owed = found.due - (found.paid or 0)
        if owed is not None and found.due is None:
            found.due = owed + (found.paid or 0)
        if owed is not None and found.paid is None and found.due is not None:
            found.paid = found.due - owed
        if counted:
            found.months_owed = int(counted[1])
        elif owed is not None:
            found.months_owed = months_in(owed, found)
        elif state is not None:
            found.months_owed = found.period.months if state and found.period else 0
        elif compact(self._cell(row, Field.STATE)):
            found.reject(problems.STATE_UNREADABLE)
        elif found.due is None and found.paid is None:
            found.reject(problems.AMOUNT_MISSING)

    def _state(self, row: Row) -> bool | None:
        """True if the row's word says that it is owed, False if it says paid, None if it says neither.

        Under `是否欠费` yes and no mean the opposite of what they mean under `是否缴费`.
        """
        cell = self._cell(row, Field.STATE)
        text = _TICKS.get(str(cell).strip(), "") or compact(cell)
        column = self.sheet.header.columns.get(Field.STATE)
        if column is not None and text in {"是", "否"} and _OWED_TITLE.search(str(self.sheet.header.titles[column])):
            return text == "是"
        if _OWED.fullmatch(text):
            return True
        return False if _PAID.fullmatch(text) else None


def months_in(owed: int, fee: ListedFee) -> int:
    """The months that an amount still owed stands for, rounded up; all of them if nothing was paid."""
    months = fee.period.months if fee.period else 1
    if owed <= 0:
        return 0
    if not fee.due or owed >= fee.due:
        return months
    return -(-owed * months // fee.due)
