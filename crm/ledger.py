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
from xlsxwriter.format import Format

from crm.models import Case, Clock, ClockKind, FollowUp
from crm.querysets import CaseQuerySet
from owners.exporting.marks import Mark, is_dangerous
from owners.exporting.writing import TEXTS_STAY_TEXTS
from owners.models import User
from owners.models.accounts import new_public_id
from portal.languages import localized

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


def mark_for(viewer: Viewer, at: datetime, span: str) -> Mark:
    """Who takes the ledger out, when and what of it, with a number of its own."""
    who = viewer.user.get_full_name() if viewer.user else viewer.pseudonym
    return Mark(
        who=who, pseudonym=viewer.pseudonym, at=at, why=_("Ledger %(span)s") % {"span": span}, number=new_public_id()
    )


def write_workbook(file: IO[bytes], cases: CaseQuerySet, *, mark: Mark) -> int:
    """Writes the ledger as xlsx, row by row in constant memory; returns how many cases it holds.

    Texts are written as texts: nothing that a customer typed becomes a formula or a link. Who made
    it and when stands on top of the sheet and on each printed page.
    """
    count = 0
    with xlsxwriter.Workbook(file, TEXTS_STAY_TEXTS | {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        mark.put_on(book, _("Ledger"))
        sheet = book.add_worksheet(_("Ledger")[:31])
        bold = book.add_format({"bold": True, "bottom": 1})
        grey = book.add_format({"font_color": "#777777"})
        quoted = book.add_format({"quote_prefix": True})
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width)
        mark.print_on(sheet)
        top = len(mark.lines)
        sheet.set_landscape()
        for line, said in enumerate(mark.lines):
            sheet.write_string(line, 0, said, grey)
        for place, column in enumerate(COLUMNS):
            sheet.write_string(top, place, str(column.label), bold)
        sheet.freeze_panes(top + 1, 1)
        for count, case in enumerate(_all(cases), 1):
            _write_row(sheet, count + top, case, quoted)
        sheet.autofilter(top, 0, top + max(count, 1), len(COLUMNS) - 1)
    return count


def _all(cases: CaseQuerySet) -> Iterator[Case]:
    return ledger_rows(cases).order_by("id").iterator(chunk_size=_CHUNK)


def _write_row(sheet: xlsxwriter.worksheet.Worksheet, row: int, case: Case, quoted: Format) -> None:
    for place, column in enumerate(COLUMNS):
        value = column.value(case)
        if isinstance(value, datetime):
            sheet.write_datetime(row, place, localtime(value).replace(tzinfo=None))
        elif isinstance(value, int):
            sheet.write_number(row, place, value)
        elif value:
            sheet.write_string(row, place, value, quoted if is_dangerous(value) else None)


def _name(user: User | None) -> str:
    return user.get_full_name() if user else ""
