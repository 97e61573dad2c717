"""What a fee list says of one fee for some months."""

from dataclasses import dataclass
from datetime import date

from owners.registry.periods import Period


@dataclass(slots=True)
class ListedCharge:
    """Amounts in fen. `column` is where a list with a column for each month says it."""

    period: Period
    item: str = ""
    due: int | None = None
    paid: int | None = None
    months_owed: int = 0
    paid_on: date | None = None
    column: int | None = None


def months_in(owed: int, charge: ListedCharge) -> int:
    """The months that an amount still owed stands for, rounded up; all of them if nothing was paid."""
    months = charge.period.months
    if owed <= 0:
        return 0
    if not charge.due or owed >= charge.due:
        return months
    return -(-owed * months // charge.due)
