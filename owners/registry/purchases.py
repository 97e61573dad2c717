"""From the cells of a purchase list to who bought what, when and for how much."""

from dataclasses import dataclass, field
from datetime import date

from owners.registry import problems
from owners.registry.columns import Field
from owners.registry.lines import LineReader, ListedRow
from owners.registry.money import MoneyUnreadable, read_money
from owners.registry.people import read_names, read_phones
from owners.registry.reader import Row
from owners.registry.values import DateUnreadable, compact, read_date, text_of

_SAYS = (Field.ON, Field.SERVICE, Field.AMOUNT, Field.NAME)


@dataclass(slots=True)
class ListedPurchase(ListedRow):
    """One purchase; of a unit, or of somebody by name and telephone where the row has no room."""

    bought_on: date | None = None
    service: str = ""
    amount: int = 0
    name: str = ""
    phones: list[str] = field(default_factory=list)


class PurchaseReader(LineReader[ListedPurchase]):
    """Reads the rows of a purchase list."""

    listed = ListedPurchase

    def _says_something(self, row: Row) -> bool:
        said = sum(bool(text_of(self._cell(row, field))) for field in _SAYS)
        return said >= (1 if compact(self._cell(row, Field.ROOM)) else 2)

    def _fill(self, found: ListedPurchase, row: Row) -> None:
        self._read_buyer(found, row)
        self._read_day(found, row)
        self._read_amount(found, row)
        found.service = text_of(self._cell(row, Field.SERVICE))[:80]

    def _read_buyer(self, found: ListedPurchase, row: Row) -> None:
        names = read_names(self._cell(row, Field.NAME))
        found.name = names[0] if names else ""
        found.phones, _wrong = read_phones(self._cell(row, Field.PHONE))
        if compact(self._cell(row, Field.ROOM)) or not (found.name and found.phones):
            self._read_address(found, row)

    def _read_day(self, found: ListedPurchase, row: Row) -> None:
        try:
            found.bought_on, _exact = read_date(self._cell(row, Field.ON))
        except DateUnreadable:
            found.reject(problems.DATE_UNREADABLE)
            return
        if found.bought_on is None:
            found.reject(problems.DATE_MISSING)

    def _read_amount(self, found: ListedPurchase, row: Row) -> None:
        try:
            amount = read_money(self._cell(row, Field.AMOUNT))
        except MoneyUnreadable:
            found.reject(problems.AMOUNT_UNREADABLE)
            return
        if amount is None:
            found.reject(problems.AMOUNT_MISSING)
        else:
            found.amount = amount
