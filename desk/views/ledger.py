"""The ledger (台账): every matter of a span, on the page and as a workbook."""

from tempfile import TemporaryFile

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from crm import actions, permissions
from crm.forms import LedgerFilter
from crm.ledger import ledger_rows, mark_for, write_workbook
from crm.models import Case
from owners.permissions import staff_only
from portal.http import Request
from portal.worktime import now, today

_PAGE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff_only(*permissions.READERS)
def ledger(request: Request) -> HttpResponse:
    form, chosen = _filter(request)
    older = request.GET.get("older", "")
    cases = form.apply(Case.objects.visible_to(request.viewer))
    rows = list(ledger_rows(cases).newest(before=int(older) if older.isdigit() else None)[: _PAGE + 1])
    more = f"?{urlencode(chosen | {'older': rows[_PAGE - 1].pk})}" if len(rows) > _PAGE else ""
    context = {
        "form": form,
        "rows": rows[:_PAGE],
        "older_url": more,
        "export_url": f"{reverse('desk:ledger-export')}?{urlencode(chosen)}",
    }
    return render(request, "desk/ledger.html", context)


@staff_only(*permissions.READERS)
def ledger_export(request: Request) -> HttpResponse | FileResponse:
    """The workbook. Each one is recorded: who, which filter, how many cases."""
    form, chosen = _filter(request)
    if not form.is_valid():
        return render(request, "desk/ledger.html", {"form": form, "rows": []}, status=422)
    file = TemporaryFile()  # noqa: SIM115 — FileResponse closes it
    mark = mark_for(request.viewer, now(), f"{chosen['since']} – {chosen['until']}")
    count = write_workbook(file, form.apply(Case.objects.visible_to(request.viewer)), mark=mark)
    actions.record_export(viewer=request.viewer, cases=count, chosen=chosen, number=mark.number)
    file.seek(0)
    name = _("Ledger %(day)s.xlsx") % {"day": today().isoformat()}
    return FileResponse(file, as_attachment=True, filename=name, content_type=_XLSX)


def _filter(request: Request) -> tuple[LedgerFilter, dict[str, str]]:
    """The filter as asked for, this month's where nothing is; and its values for links."""
    asked = {name: request.GET.get(name, "") for name in LedgerFilter.base_fields if request.GET.get(name)}
    chosen = LedgerFilter.this_month() | asked
    return LedgerFilter(chosen, viewer=request.viewer), chosen
