"""What leaves the registry as a workbook: an import's report, and the register of a small estate."""

from tempfile import TemporaryFile

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from owners.actions.import_steps import note_export, note_report
from owners.forms.imports import ExportForm
from owners.models import Estate, ImportRun, Unit
from owners.permissions import staff_only
from owners.querysets import REVIEWERS
from owners.registry.register_book import layout_of, write_register
from owners.registry.report_book import write_report
from owners.registry.vault import opened_file
from portal.errors import Refused
from portal.http import Request
from portal.words import cn_datetime
from portal.worktime import now, today

# More than this needs a second person.
MOST_ROWS = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff_only(*REVIEWERS)
def import_report(request: Request, public_id: str) -> HttpResponse | FileResponse:
    """The list again with its bad cells marked; only for whoever sent it, who has seen all of it."""
    runs = ImportRun.objects.visible_to(request.viewer).select_related("estate")
    run = get_object_or_404(runs, public_id=public_id, actor=request.viewer.pseudonym)
    file = TemporaryFile()  # noqa: SIM115 — FileResponse closes it
    try:
        note_report(viewer=request.viewer, run=run)
        with opened_file(run) as path:
            write_report(file, run=run, path=path, mark=_mark(request, ""))
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("desk:import-run", run.public_id)
    file.seek(0)
    name = _("Report %(name)s.xlsx") % {"name": run.file_name.rpartition(".")[0]}
    return FileResponse(file, as_attachment=True, filename=name, content_type=_XLSX)


@staff_only(*REVIEWERS)
def import_export(request: Request, estate: str) -> HttpResponse | FileResponse:
    """The register in the office's own layout, up to 200 units, for a purpose that is written down."""
    found = Estate.objects.filter(slug=estate, pk__in=request.viewer.estates_for(*REVIEWERS)).first()
    if found is None:
        raise Http404
    form = ExportForm(request.POST if request.method == "POST" else None)
    units = Unit.objects.of_estate(found.pk)[: MOST_ROWS + 1].count()
    if request.method != "POST" or not form.is_valid() or units > MOST_ROWS:
        context = {"estate": found, "form": form, "units": units, "too_many": units > MOST_ROWS, "most": MOST_ROWS}
        return render(request, "desk/import_export.html", context, status=422 if form.errors else 200)
    purpose = form.cleaned_data["purpose"]
    # Written down before anything leaves.
    note_export(viewer=request.viewer, estate=found, rows=units, purpose=purpose)
    file = TemporaryFile()  # noqa: SIM115 — FileResponse closes it
    write_register(file, estate=found, columns=layout_of(found), mark=_mark(request, purpose))
    file.seek(0)
    name = _("Register %(estate)s %(day)s.xlsx") % {"estate": found.name, "day": today().isoformat()}
    return FileResponse(file, as_attachment=True, filename=name, content_type=_XLSX)


def _mark(request: Request, purpose: str) -> str:
    """Who, when and what for: it stands on every sheet and in the file's properties."""
    user = request.viewer.user
    mark = _("Exported by %(who)s (%(id)s) at %(at)s. For internal use.") % {
        "who": user.get_full_name() if user else "",
        "id": request.viewer.pseudonym,
        "at": cn_datetime(now()),
    }
    return f"{mark} {_('Purpose: %(purpose)s') % {'purpose': purpose}}" if purpose else mark
