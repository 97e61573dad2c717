"""What can be wrong with a row of a register. These texts are a promise of `import_registry --json`.

None of them repeats the value: reports are mailed around, identity numbers must not be.
"""

from dataclasses import dataclass

from owners.models.imports import Severity

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
UNIT_LISTED_OTHER = "unit already listed (other owner)"
UNIT_LISTED_SAME = "unit already listed (same owner)"


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` as the spreadsheet program counts; `sheet` is empty where the file has only one."""

    row: int
    problem: str
    severity: str
    sheet: str = ""

    def as_json(self) -> dict[str, str | int]:
        said: dict[str, str | int] = {"row": self.row, "problem": self.problem, "severity": self.severity}
        return {**said, "sheet": self.sheet} if self.sheet else said


def warning(problem: str, *, row: int, sheet: str = "") -> Problem:
    """The row is taken without the bad value."""
    return Problem(row, problem, Severity.WARNING.value, sheet)


def rejected(problem: str, *, row: int, sheet: str = "") -> Problem:
    """The row is not taken."""
    return Problem(row, problem, Severity.REJECTED.value, sheet)
