"""The ledger of all matters (台账): rows for the page, and the same rows as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

import xlsxwriter
from django.db.models import OuterRef, Subquery
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.models import Case, Clock, ClockKind, FollowUp
from crm.querysets import CaseQuerySet
from owners.models import User
from portal.languages import localized
from portal.words import cn_datetime

if TYPE_CHECKING:
    from owners.viewers import Viewer

_CHUNK = 2000


def ledger_rows(cases: CaseQuerySet) -> CaseQuerySet:
    """Adds what a line of the ledger shows: `first_answer_at`, `rating`, `broken`."""
    answered = Clock.objects.filter(case=OuterRef("pk"), kind=ClockKind.FIRST_ANSWER, stopped_at__isnull=False)
    rated = FollowUp.objects.filter(case=OuterRef("pk"), satisfaction__isnull=False)
    return (
        cases.for_rows()
        .select_related("first_asked")
        .with_broken_promise()
        .annotate(
            first_answer_at=Subquery(answered.order_by("round").values("stopped_at")[:1]),
            rating=Subquery(rated.order_by("-id").values("satisfaction")[:1]),
        )
    )


type Value = str | int | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    label: object
    width: int
    value: Callable[[Any], Value]  # of a case as `ledger_rows` gives it


COLUMNS = (
    Column(gettext_lazy("Number"), 18, lambda case: case.number),
    Column(gettext_lazy("Opened"), 17, lambda case: case.opened_at),
    Column(gettext_lazy("Estate"), 12, lambda case: localized(case.estate, "name")),
    Column(gettext_lazy("Flat"), 16, lambda case: str(case.conversation.unit or "")),
    Column(gettext_lazy("Way"), 10, lambda case: case.conversation.get_channel_display()),
    Column(gettext_lazy("Kind"), 10, lambda case: case.get_kind_display()),
    Column(gettext_lazy("Severity"), 10, lambda case: case.get_severity_display()),
    Column(gettext_lazy("Subject"), 40, lambda case: case.subject),
    Column(gettext_lazy("State"), 12, lambda case: case.get_state_display()),
    Column(gettext_lazy("First asked"), 12, lambda case: _name(case.first_asked)),
    Column(gettext_lazy("Working on it"), 12, lambda case: _name(case.handler)),
    Column(gettext_lazy("First answer"), 17, lambda case: case.first_answer_at),
    Column(gettext_lazy("Settled"), 17, lambda case: case.closed_at),
    Column(gettext_lazy("Promise"), 10, lambda case: _("late") if case.broken else _("in time")),
    Column(gettext_lazy("Reopened"), 8, lambda case: case.round or None),
    Column(gettext_lazy("Satisfaction"), 8, lambda case: case.rating),
)
_WATERMARK_ROWS = 2


def write_workbook(file: IO[bytes], cases: CaseQuerySet, *, viewer: Viewer, at: datetime) -> int:
    """Writes the ledger as xlsx, row by row in constant memory; returns how many cases it holds.

    Texts are written as texts: nothing that a customer typed becomes a formula or a link. Who made
    it and when stands on top of the sheet and on each printed page.
    """
    options = {
        "constant_memory": True,
        "in_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd hh:mm",
    }
    mark = watermark(viewer, at)
    count = 0
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(_("Ledger")[:31])
        bold = book.add_format({"bold": True, "bottom": 1})
        grey = book.add_format({"font_color": "#777777"})
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width)
        sheet.set_footer(f"&L{mark.replace('&', '&&')}&R&P / &N")
        sheet.set_landscape()
        sheet.write_string(0, 0, mark, grey)
        for place, column in enumerate(COLUMNS):
            sheet.write_string(_WATERMARK_ROWS - 1, place, str(column.label), bold)
        sheet.freeze_panes(_WATERMARK_ROWS, 1)
        for count, case in enumerate(_all(cases), 1):
            _write_row(sheet, count + _WATERMARK_ROWS - 1, case)
        sheet.autofilter(_WATERMARK_ROWS - 1, 0, _WATERMARK_ROWS - 1 + max(count, 1), len(COLUMNS) - 1)
    return count


def watermark(viewer: Viewer, at: datetime) -> str:
    who = viewer.user.get_full_name() if viewer.user else viewer.pseudonym
    return _("Exported by %(who)s (%(id)s) at %(at)s. For internal use.") % {
        "who": who,
        "id": viewer.pseudonym,
        "at": cn_datetime(at),
    }


def _all(cases: CaseQuerySet) -> Iterator[Case]:
    return ledger_rows(cases).order_by("id").iterator(chunk_size=_CHUNK)


def _write_row(sheet: xlsxwriter.worksheet.Worksheet, row: int, case: Case) -> None:
    for place, column in enumerate(COLUMNS):
        value = column.value(case)
        if isinstance(value, datetime):
            sheet.write_datetime(row, place, localtime(value).replace(tzinfo=None))
        elif isinstance(value, int):
            sheet.write_number(row, place, value)
        elif value:
            sheet.write_string(row, place, value)


def _name(user: User | None) -> str:
    return user.get_full_name() if user else ""
