"""What a file says about itself, so that a list found somewhere leads back to who took it out, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from portal.words import cn_datetime

# xlsx leaves 255 characters for the header of a page, codes included.
_HEADER_AT_MOST = 240
# What a spreadsheet would take for a formula, and what would hide one.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Mark:
    """Who took it out, when, why, how many rows, and a number that no other file has."""

    who: str
    pseudonym: str
    at: datetime
    why: str
    number: str
    rows: int | None = None

    @property
    def lines(self) -> list[str]:
        first = _("Exported by %(who)s (%(id)s) at %(at)s. For internal use.") % {
            "who": self.who, "id": self.pseudonym, "at": cn_datetime(self.at),
        }  # fmt: skip
        second = _("No. %(number)s · purpose: %(why)s") % {"number": self.number, "why": self.why}
        if self.rows is not None:
            second += " · " + _("%(n)s rows") % {"n": self.rows}
        return [first, second]

    def put_on(self, book: xlsxwriter.Workbook, title: str) -> None:
        """Into the file's properties."""
        book.set_properties({
            "title": title, "author": f"{self.who} ({self.pseudonym})", "subject": self.why,
            "keywords": self.number, "comments": " ".join(self.lines), "created": self.at.replace(tzinfo=None),
        })  # fmt: skip
        book.set_custom_property("export", self.number)

    def print_on(self, sheet: Worksheet) -> None:
        """On top and at the foot of each printed page."""
        first, second = (line[:_HEADER_AT_MOST].replace("&", "&&") for line in self.lines)
        sheet.set_header(f"&L{second[:_HEADER_AT_MOST]}")
        sheet.set_footer(f"&L{first[:_HEADER_AT_MOST]}&R&P / &N")


def is_dangerous(text: str) -> bool:
    """True for a cell that a spreadsheet might compute instead of showing it."""
    return text.lstrip(" ").startswith(_DANGEROUS)


def harmless(text: str) -> str:
    """The same for CSV, where only an apostrophe in front keeps a text a text."""
    return f"'{text}" if is_dangerous(text) else text
