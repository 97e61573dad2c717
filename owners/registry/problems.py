"""What can be wrong with a row of a register. These texts are a promise of `import_registry --json` and its sisters.

None of them repeats the value: reports are mailed around, identity numbers must not be.
"""

from dataclasses import dataclass

from owners.models.imports import Severity
from owners.registry.columns import Field

AREA_UNREADABLE = "area not readable"
BIRTH_AGAINST_ID = "birth date disagrees with ID number"
BIRTH_IMPOSSIBLE = "birth date impossible"
BIRTH_INCOMPLETE = "birth date incomplete"
BUILDING_MISSING = "building missing"
BUILDING_UNREADABLE = "building not readable"
EMAIL_UNREADABLE = "e-mail not readable"
HANDOVER_IMPOSSIBLE = "handover date impossible"
ID_BIRTH_IMPOSSIBLE = "birth date in ID number impossible"
ID_CHECK_DIGIT = "ID check digit wrong"
ID_DAMAGED = "ID number damaged by the spreadsheet"
ID_LENGTH = "ID number has the wrong length"
ID_OTHER_NAME = "ID number registered under another name"
ID_UNREADABLE = "ID number not readable"
NAME_MISSING = "owner's name missing"
NAME_TOO_LONG = "owner's name too long"
PHONE_DAMAGED = "phone damaged by the spreadsheet"
PHONE_IMPOSSIBLE = "phone impossible"
PHONE_NO_AREA_CODE = "phone without area code"
PHONE_TOO_LONG = "phone too long"
PHONE_TOO_SHORT = "phone too short"
PHONE_UNREADABLE = "phone not readable"
ROOM_MISSING = "room number missing"
ROOM_UNREADABLE = "room number not readable"
AMOUNT_MISSING = "amount missing"
AMOUNT_UNREADABLE = "amount not readable"
BUILDING_AMBIGUOUS = "building stands in several phases"
CHARGE_LISTED = "charge already listed"
DATE_MISSING = "date missing"
DATE_UNREADABLE = "date not readable"
MONTH_UNCLEAR = "paid or owed not told"
DUE_UNREADABLE = "amount due not readable"
PAID_ON_UNREADABLE = "date of payment not readable"
PAID_UNREADABLE = "amount paid not readable"
PERIOD_MISSING = "period missing"
PERIOD_UNREADABLE = "period not readable"
PERSON_UNKNOWN = "person not in the registry"
SHARE_UNREADABLE = "share not readable"
STATE_UNREADABLE = "state of payment not readable"
UNIT_UNKNOWN = "unit not in the registry"
UNIT_LISTED_OTHER = "unit already listed (other owner)"
UNIT_LISTED_SAME = "unit already listed (same owner)"

# The column in which somebody will look for the mistake.
ABOUT: dict[str, Field] = {
    AMOUNT_MISSING: Field.AMOUNT,
    AMOUNT_UNREADABLE: Field.AMOUNT,
    AREA_UNREADABLE: Field.AREA,
    BIRTH_AGAINST_ID: Field.BIRTH,
    BIRTH_IMPOSSIBLE: Field.BIRTH,
    BIRTH_INCOMPLETE: Field.BIRTH,
    BUILDING_AMBIGUOUS: Field.BUILDING,
    BUILDING_MISSING: Field.BUILDING,
    BUILDING_UNREADABLE: Field.BUILDING,
    CHARGE_LISTED: Field.PERIOD,
    DATE_MISSING: Field.ON,
    DATE_UNREADABLE: Field.ON,
    DUE_UNREADABLE: Field.DUE,
    EMAIL_UNREADABLE: Field.EMAIL,
    HANDOVER_IMPOSSIBLE: Field.HANDED_OVER,
    ID_BIRTH_IMPOSSIBLE: Field.ID_NUMBER,
    ID_CHECK_DIGIT: Field.ID_NUMBER,
    ID_DAMAGED: Field.ID_NUMBER,
    ID_LENGTH: Field.ID_NUMBER,
    ID_OTHER_NAME: Field.ID_NUMBER,
    ID_UNREADABLE: Field.ID_NUMBER,
    MONTH_UNCLEAR: Field.MONTH,
    NAME_MISSING: Field.NAME,
    NAME_TOO_LONG: Field.NAME,
    PAID_ON_UNREADABLE: Field.PAID_ON,
    PAID_UNREADABLE: Field.PAID,
    PERIOD_MISSING: Field.PERIOD,
    PERIOD_UNREADABLE: Field.PERIOD,
    PERSON_UNKNOWN: Field.NAME,
    PHONE_DAMAGED: Field.PHONE,
    PHONE_IMPOSSIBLE: Field.PHONE,
    PHONE_NO_AREA_CODE: Field.PHONE,
    PHONE_TOO_LONG: Field.PHONE,
    PHONE_TOO_SHORT: Field.PHONE,
    PHONE_UNREADABLE: Field.PHONE,
    ROOM_MISSING: Field.ROOM,
    ROOM_UNREADABLE: Field.ROOM,
    SHARE_UNREADABLE: Field.SHARE,
    STATE_UNREADABLE: Field.STATE,
    UNIT_LISTED_OTHER: Field.ROOM,
    UNIT_LISTED_SAME: Field.ROOM,
    UNIT_UNKNOWN: Field.ROOM,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` as the spreadsheet program counts; `sheet` is empty where the file has only one."""

    row: int
    problem: str
    severity: str
    sheet: str = ""
    column: str = ""

    @property
    def cell(self) -> str:
        """`J18`, or only the row where no column is to blame."""
        return f"{self.column}{self.row}"

    def as_json(self) -> dict[str, str | int]:
        said: dict[str, str | int] = {"row": self.row, "problem": self.problem, "severity": self.severity}
        return {**said, "sheet": self.sheet} if self.sheet else said


def warning(problem: str, *, row: int, sheet: str = "", column: str = "") -> Problem:
    """The row is taken without the bad value."""
    return Problem(row, problem, Severity.WARNING.value, sheet, column)


def rejected(problem: str, *, row: int, sheet: str = "", column: str = "") -> Problem:
    """The row is not taken."""
    return Problem(row, problem, Severity.REJECTED.value, sheet, column)
