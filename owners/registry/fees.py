"""From the cells of a fee list to what a unit owes for which months."""

import re
from dataclasses import dataclass, field

from owners.registry import problems
from owners.registry.charges import ListedCharge, months_in
from owners.registry.columns import Field
from owners.registry.lines import LineReader, ListedRow
from owners.registry.money import MoneyUnreadable, read_money
from owners.registry.month_fees import MonthsReader, Unclear, with_item
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
    """One row about a fee: for some months, or for each of several months."""

    charges: list[ListedCharge] = field(default_factory=list)


class FeeReader(LineReader[ListedFee]):
    """Reads the rows of a fee list. Months that no column names are those of the sheet, its heading, the file."""

    listed = ListedFee

    def __init__(self, sheet: Sheet, *, estate_name: str = "", sheet_name: str = "", file_name: str = "") -> None:
        super().__init__(sheet, estate_name=estate_name, sheet_name=sheet_name)
        named = (period_in(text) for text in (sheet.title, sheet.heading, file_name))
        self.period = next((period for period in named if period), None)
        months = MonthsReader(sheet, file_name=file_name)
        self.months = months if months.readable else None

    def _says_something(self, row: Row) -> bool:
        if self.months is not None:
            return bool(compact(self._cell(row, Field.ROOM))) or self.months.says_something(row)
        said = sum(bool(text_of(self._cell(row, field))) for field in _SAYS)
        return said >= (1 if compact(self._cell(row, Field.ROOM)) else 2)

    def _fill(self, found: ListedFee, row: Row) -> None:
        self._read_address(found, row)
        item = text_of(self._cell(row, Field.ITEM))[:40]
        if self.months is not None:
            self._read_months(found, row, self.months, item)
            return
        period = self._read_period(found, row)
        if period is not None and not found.rejected:
            found.charges = [ListedCharge(period, item)]
            self._read_amounts(found, found.charges[0], row)

    def _read_months(self, found: ListedFee, row: Row, months: MonthsReader, item: str) -> None:
        """A month that can't be told is left out; if none can, the row is rejected for the first reason."""
        if found.rejected:
            return
        charges, unclear = months.read(row)
        found.charges = with_item(charges, item)
        if not charges:
            why = unclear[0] if unclear else Unclear(problems.AMOUNT_MISSING, months.first_column)
            found.reject(why.problem, column=why.column)
            return
        for why in unclear:
            found.warn(why.problem, column=why.column)

    def _read_period(self, found: ListedFee, row: Row) -> Period | None:
        try:
            period = self._period(row) or self.period
        except PeriodUnreadable:
            found.reject(problems.PERIOD_UNREADABLE)
            return None
        if period is None:
            found.reject(problems.PERIOD_MISSING)
        return period

    def _period(self, row: Row) -> Period | None:
        year = self.period.first.year if self.period else None
        start = read_period(self._cell(row, Field.PERIOD_FROM), year=year)
        end = read_period(self._cell(row, Field.PERIOD_TO), year=start.first.year if start else year)
        if start and end:
            return period_between(start.first, end.last)
        return read_period(self._cell(row, Field.PERIOD), year=year) or start

    def _read_amounts(self, found: ListedFee, charge: ListedCharge, row: Row) -> None:
        """An amount that can't be read makes the row worthless: nobody is to be dunned by mistake."""
        try:
            charge.due = read_money(self._cell(row, Field.DUE))
            owed = read_money(self._cell(row, Field.OWED))
        except MoneyUnreadable:
            found.reject(problems.DUE_UNREADABLE)
            return
        try:
            charge.paid = read_money(self._cell(row, Field.PAID))
        except MoneyUnreadable:
            found.reject(problems.PAID_UNREADABLE)
            return
        try:
            charge.paid_on, _exact = read_date(self._cell(row, Field.PAID_ON))
        except DateUnreadable:
            found.warn(problems.PAID_ON_UNREADABLE)
        self._settle(found, charge, row, owed)

    def _settle(self, found: ListedFee, charge: ListedCharge, row: Row, owed: int | None) -> None:
        """How many months are owed: the office's count, else the missing part of the amount, else its word."""
        counted = _MONTHS.fullmatch(compact(self._cell(row, Field.MONTHS_OWED)))
        state = self._state(row)
        columns = self.sheet.header.columns
        if owed is None and charge.due is not None and Field.OWED in columns and Field.PAID not in columns:
            # In a list of what is owed, an empty cell says that nothing is.
            owed = 0
        if owed is None and charge.due is not None and (charge.paid is not None or state is None):
            owed = charge.due - (charge.paid or 0)
        if owed is not None and charge.due is None:
            charge.due = owed + (charge.paid or 0)
        if owed is not None and charge.paid is None and charge.due is not None:
            charge.paid = charge.due - owed
        if counted:
            charge.months_owed = int(counted[1])
        elif owed is not None:
            charge.months_owed = months_in(owed, charge)
        elif state is not None:
            charge.months_owed = charge.period.months if state else 0
        elif compact(self._cell(row, Field.STATE)):
            found.reject(problems.STATE_UNREADABLE)
        elif charge.due is None and charge.paid is None:
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
