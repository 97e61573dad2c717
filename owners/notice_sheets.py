"""Codes as an office prints them: slips to cut and fold in with the fee notice, or a table for its own letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import batched

import segno
import xlsxwriter
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from owners.actions.notice_codes import PrintedCode
from portal.print_font import font_for
from portal.words import cn_date

_COLUMNS, _ROWS = 2, 4
PER_PAGE = _COLUMNS * _ROWS
_WIDTH, _HEIGHT = A4[0] / _COLUMNS, A4[1] / _ROWS
_MARGIN = 9 * mm
_QR_SIDE = 30 * mm


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on every slip of one file. Slips are in Chinese, whoever prints them."""

    estate: str
    company: str
    valid_until: date


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a slip, so far below its upper edge."""

    below: float
    text: str
    size: float
    gray: float = 0
    apart: float = 0


def notice_url(code: str) -> str:
    """Where the QR code leads: sign in or up, then the claim by code, filled in."""
    with translation.override(settings.LANGUAGE_CODE):
        return f"{settings.CANONICAL_URL}{reverse('owners:claim-code')}?{urlencode({'code': code})}"


def slips_pdf(sheet: Sheet, printed: Sequence[PrintedCode]) -> bytes:
    """A4, eight slips to a page, with hairlines to cut along. The file carries its font."""
    with translation.override(settings.LANGUAGE_CODE):
        slips = [(one, _lines(sheet, one)) for one in printed]
    file = BytesIO()
    with font_for("".join({letter for _one, lines in slips for line in lines for letter in line.text})) as font:
        canvas = Canvas(file, pagesize=A4, pageCompression=1, initialFontName=font)
        canvas.setTitle(f"{sheet.estate} {sheet.valid_until:%Y-%m-%d}")
        for page in batched(slips, PER_PAGE, strict=False):
            _cutting_lines(canvas)
            for place, (one, lines) in enumerate(page):
                row, column = divmod(place, _COLUMNS)
                _slip(canvas, lines, notice_url(one.code), font=font, x=column * _WIDTH, top=A4[1] - row * _HEIGHT)
            canvas.showPage()
        canvas.save()
    return file.getvalue()


def _cutting_lines(canvas: Canvas) -> None:
    canvas.setLineWidth(0.3)
    canvas.setStrokeGray(0.7)
    canvas.setDash(2, 2)
    canvas.line(_WIDTH, 0, _WIDTH, A4[1])
    for row in range(1, _ROWS):
        canvas.line(0, row * _HEIGHT, A4[0], row * _HEIGHT)


def _lines(sheet: Sheet, one: PrintedCode) -> list[_Line]:
    return [
        _Line(14 * mm, sheet.estate, 9, gray=0.35),
        _Line(22 * mm, str(one.unit), 14),
        _Line(33 * mm, _("Your one-time code"), 9, gray=0.35),
        _Line(41 * mm, one.code, 20, apart=1.5),
        _Line(50 * mm, _("Scan, sign in, and your home is verified."), 8.5),
        _Line(55.5 * mm, _("Works once. Please give it to nobody outside your home."), 8.5),
        _Line(65 * mm, f"{_('Valid until')} {cn_date(sheet.valid_until)} · {sheet.company}", 8, gray=0.35),
    ]


def _slip(canvas: Canvas, lines: Sequence[_Line], url: str, *, font: str, x: float, top: float) -> None:
    for line in lines:
        canvas.setFont(font, line.size)
        canvas.setFillGray(line.gray)
        canvas.drawString(x + _MARGIN, top - line.below, line.text, charSpace=line.apart)
    _qr(canvas, url, x=x + _WIDTH - _MARGIN - _QR_SIDE, y=top - 11 * mm - _QR_SIDE)


def _qr(canvas: Canvas, data: str, *, x: float, y: float) -> None:
    """As a bitmap of one dot to a module: thousands of them are made in one request."""
    matrix = segno.make(data, error="m", micro=False).matrix
    side = len(matrix)
    picture = Image.frombytes("L", (side, side), bytes(0 if dark else 255 for row in matrix for dark in row))
    canvas.drawInlineImage(picture, x, y, _QR_SIDE, _QR_SIDE)


def codes_xlsx(sheet: Sheet, printed: Sequence[PrintedCode]) -> bytes:
    """One row per home; everything is text, so that no spreadsheet takes a room for a number or a formula."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "constant_memory": True, "strings_to_urls": False})
    page = book.add_worksheet(sheet.estate[:28])
    text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
    page.set_column(0, 2, 10)
    page.set_column(3, 3, 14)
    page.set_column(4, 4, 52)
    page.set_column(5, 5, 14)
    page.freeze_panes(1, 0)
    with translation.override(settings.LANGUAGE_CODE):
        heads = [_("Building"), _("Entrance"), _("Room"), _("Code"), _("Address for the QR code"), _("Valid until")]
    for column, title in enumerate(heads):
        page.write_string(0, column, title, head)
    for row, one in enumerate(printed, start=1):
        entrance = one.unit.entrance
        values = [entrance.building.number, entrance.number, one.unit.room, one.code, notice_url(one.code)]
        for column, value in enumerate([*values, f"{sheet.valid_until:%Y-%m-%d}"]):
            page.write_string(row, column, value, text)
    book.close()
    return file.getvalue()
