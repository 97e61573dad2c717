"""Taking a person out of what was written: their names, and every telephone number, address of mail and ID number."""

import re
from collections.abc import Iterable

GONE = "［已删除］"

_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
_ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
# Mobile numbers however they are grouped, with or without the country's code; then landlines with area code.
_SEPARATOR = r"[\s\-–—.·]?"
_MOBILE = re.compile(
    rf"(?<![\d])(?:\+?86{_SEPARATOR})?1[3-9]\d(?:{_SEPARATOR}\d){{8}}(?!\d)"
)  # fmt: skip
_LANDLINE = re.compile(rf"(?<!\d)(?:\+?86{_SEPARATOR})?0\d{{2,3}}{_SEPARATOR}\d{{4}}{_SEPARATOR}\d{{3,4}}(?!\d)")
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９＠", "0123456789@")


def scrub(text: str, names: Iterable[str] = ()) -> str:
    """The text without what identifies somebody. Again changes nothing. Works on HTML as on plain text."""
    if not text:
        return text
    for name in names:
        text = text.replace(name, GONE)
    narrow = text.translate(_WIDE_DIGITS)
    for pattern in (_EMAIL, _ID_NUMBER, _MOBILE, _LANDLINE):
        # Character by character the same length, so that what is found in one is cut from the other.
        for found in reversed(list(pattern.finditer(narrow))):
            text = text[: found.start()] + GONE + text[found.end() :]
            narrow = text.translate(_WIDE_DIGITS)
    return text
