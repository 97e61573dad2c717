"""What in a text tells of a private person: mobile numbers, number plates, ID numbers, flats.

Pure. It errs on the side of silence: what is found is only pointed out, and dates, prices, hotlines and
whole buildings are what neighbours talk about. `tests/forum/private_texts.py` lists both.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from html import escape, unescape


class Kind(StrEnum):
    PHONE = "phone"
    PLATE = "plate"
    IDENTITY = "identity"
    ROOM = "room"


@dataclass(frozen=True, slots=True)
class Detail:
    """One passage of a text, and how it looks when it is masked."""

    kind: Kind
    passage: str
    masked: str
    start: int


_TAG = re.compile(r"(<[^>]+>)")
# One sign for one sign, so that places in the text stay where they are.
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    ord("—"): ord("-"),
    ord("–"): ord("-"),
}
_PHONE = re.compile(r"(?<![\d*])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\d*])")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    rf"[{_PROVINCES}][A-HJ-NP-Z][ ·•.・-]?"
    r"(?=[A-Z]*\d)(?:[DF][A-HJ-NP-Z0-9]\d{4}|\d{5}[DF]|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9学警港澳挂])(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_IDENTITY = re.compile(r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d\d{3}[\dXx](?![\dA-Za-z])")
_NUMBER = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
# The room's floor and its place on it: 1201 is one, 2026 is a year.
_DOOR = r"(?P<door>\d{1,2}(?:0[1-9]|1\d|20))"
_AFTER = r"(?![\d.:年月日号元块%-])"
_ROOM = re.compile(
    rf"(?<![\d一二三四五六七八九十])(?:{_NUMBER} ?(?:栋|幢|座|号楼|#) ?)(?:{_NUMBER} ?(?:单元|门) ?)?{_DOOR}{_AFTER}"
    rf"|(?<![\d.:-])\d{{1,2}}-\d{{1,2}}-{_DOOR.replace('door', 'door2')}{_AFTER}"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def find(text: str, *, public: Collection[str] = ()) -> list[Detail]:
    """Private details in their order. Numbers in `public` (digits only) are for everybody to call."""
    said = text.translate(_NARROW)
    found = [
        *(_detail(Kind.IDENTITY, text, m, keep=(3, 2)) for m in _IDENTITY.finditer(said) if _is_identity(m[0].upper())),
        *(_phone(text, m) for m in _PHONE.finditer(said) if _digits(m[0])[-11:] not in public),
        *(_detail(Kind.PLATE, text, m, keep=(2, 2)) for m in _PLATE.finditer(said)),
        *(_detail(Kind.ROOM, text, m, keep=(_before_door(m), 0)) for m in _ROOM.finditer(said)),
    ]
    return sorted(found, key=lambda detail: detail.start)


def mask(text: str, *, public: Collection[str] = ()) -> str:
    parts, at = [], 0
    for detail in find(text, public=public):
        if detail.start >= at:
            parts += [text[at : detail.start], detail.masked]
            at = detail.start + len(detail.passage)
    return "".join([*parts, text[at:]])


def find_in_html(html: str, *, public: Collection[str] = ()) -> list[Detail]:
    words = [unescape(piece) for piece in _TAG.split(html) if not piece.startswith("<")]
    return [detail for said in words for detail in find(said, public=public)]


def mask_html(html: str, *, public: Collection[str] = ()) -> str:
    """The same HTML with its words masked. A link to a private number is none any more."""
    return "".join(_mask_piece(piece, public) for piece in _TAG.split(html))


def _mask_piece(piece: str, public: Collection[str]) -> str:
    if not find(unescape(piece), public=public):
        return piece
    if piece.startswith("<"):
        return "<a>" if piece.startswith("<a ") else piece
    return escape(mask(unescape(piece), public=public), quote=False)


def _detail(kind: Kind, text: str, match: re.Match[str], *, keep: tuple[int, int]) -> Detail:
    passage, (first, last) = text[match.start() : match.end()], keep
    hidden = "*" * (len(passage) - first - last)
    return Detail(kind, passage, f"{passage[:first]}{hidden}{passage[len(passage) - last :]}", match.start())


def _phone(text: str, match: re.Match[str]) -> Detail:
    """As numbers are masked everywhere in the house: 138****1501."""
    digits = _digits(match[0])[-11:]
    return Detail(Kind.PHONE, text[match.start() : match.end()], f"{digits[:3]}****{digits[-4:]}", match.start())


def _before_door(match: re.Match[str]) -> int:
    return match.start("door" if match["door"] else "door2") - match.start()


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _is_identity(number: str) -> bool:
    """A day that was, and the check digit of GB 11643: an order number is neither."""
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17]
