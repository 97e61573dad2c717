"""Lists of people as files: asking for one, agreeing to a colleague's, fetching one's own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from owners.actions import exports
from owners.exporting.columns import chosen
from owners.exporting.making import make_export
from owners.forms.exports import ExportDecisionForm, ExportForm
from owners.models import ExportFormat, ExportRequest, ExportState
from owners.oversight_querysets import EXPORT_APPROVERS
from owners.permissions import staff_only, step_up_required
from portal.errors import Refused
from portal.http import Request

PAGE = 30
READERS = (*exports.ASKERS, *EXPORT_APPROVERS)
_TYPES = {
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.CSV: "text/csv; charset=utf-8",
}


@staff_only(*READERS)
def export_list(request: Request) -> HttpResponse:
    """My lists and those of colleagues at the estates where I may agree; what waits for me on top."""
    before = request.GET.get("before", "")
    seen = ExportRequest.objects.seen_by(request.viewer).select_related("asked_by", "estate", "building")
    rows = list((seen.filter(pk__lt=int(before)) if before.isdecimal() else seen).order_by("-pk")[: PAGE + 1])
    waiting = ExportRequest.objects.waiting_for(request.viewer).select_related("asked_by", "estate", "building")
    more = urlencode({"before": rows[PAGE - 1].pk}) if len(rows) > PAGE else ""
    context = {
        "rows": rows[:PAGE],
        "waiting": [] if before else waiting.order_by("pk")[:PAGE],
        "may_ask": request.viewer.has_role(*exports.ASKERS),
        "older_url": f"{reverse('desk:export-list')}?{more}" if more else "",
    }
    return render(request, "desk/export_list.html", context)


@staff_only(*exports.ASKERS)
@step_up_required
def export_ask(request: Request) -> HttpResponse:
    """A small list is made at once; a large one, or one with identity data, waits for a second person."""
    form = ExportForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            export = exports.ask_for_export(viewer=request.viewer, wanted=form.wanted())
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            if not export.needs_approval:
                make_export(export.pk)
            return redirect("desk:export", export.public_id)
    return render(request, "desk/export_ask.html", {"form": form}, status=422 if form.errors else 200)


@staff_only(*READERS)
def export(request: Request, public_id: str) -> HttpResponse:
    """One list: what is in it, what for, how far it is. While it is made the page asks for the state alone."""
    return _page(request, _seen(request, public_id), ExportDecisionForm())


def _page(request: Request, found: ExportRequest, form: ExportDecisionForm) -> HttpResponse:
    is_fragment = request.headers.get("HX-Request") == "true"
    context = {
        "export": found,
        "form": form,
        "columns": [(column, full, str(column.data_class or "L1")) for column, full in chosen(found)],
        "why": found.why.open(),
        "refusal": found.refusal.open() if found.refusal else "",
        "is_own": found.asked_by_id == (request.viewer.user.pk if request.viewer.user else None),
        "may_decide": found.state == ExportState.ASKED and exports.can_decide_export(request.viewer, found),
    }
    template = "desk/_export_state.html" if is_fragment and request.method == "GET" else "desk/export.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_POST
@staff_only(*EXPORT_APPROVERS)
@step_up_required
def export_decide(request: Request, public_id: str) -> HttpResponse:
    found = _seen(request, public_id)
    form = ExportDecisionForm(request.POST)
    if form.is_valid():
        agree = form.cleaned_data["decision"] == "agree"
        try:
            exports.decide_export(viewer=request.viewer, export=found, agree=agree, why=form.cleaned_data["why"])
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("The list is being made.") if agree else _("Refused. Your colleague is told."))
        return redirect("desk:export", found.public_id)
    return _page(request, found, form)


@require_POST
@staff_only(*exports.ASKERS)
@step_up_required
def export_file(request: Request, public_id: str) -> HttpResponse:
    """The file itself, for who asked for it. By POST: nothing fetches it ahead, no address keeps it."""
    found = _seen(request, public_id)
    try:
        data = exports.fetch_export(viewer=request.viewer, export=found)
    except exports.FileGone as gone:
        messages.error(request, gone.message)
        return redirect("desk:export", found.public_id)
    response = HttpResponse(data, content_type=_TYPES[ExportFormat(found.format)])
    response["Content-Disposition"] = f'attachment; filename="{found.public_id}.{found.format}"'
    response["Cache-Control"] = "no-store"
    return response


def _seen(request: Request, public_id: str) -> ExportRequest:
    seen = ExportRequest.objects.seen_by(request.viewer)
    return get_object_or_404(seen.select_related("asked_by", "estate", "building", "decided_by"), public_id=public_id)
