"""An office's list on its way into the registry: sent, its columns named, tried, applied, taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from owners.actions import import_steps, undo_import
from owners.forms.imports import ColumnsForm, ListUploadForm
from owners.models import ImportRun, ImportState, Severity
from owners.permissions import staff_only
from owners.querysets import REVIEWERS
from owners.registry.kinds import KINDS
from owners.registry.labels import KEPT_LABELS, label_of
from owners.registry.vault import is_kept
from owners.tasks import check_import, run_import, undo_import_of
from portal.errors import Refused
from portal.http import Request
from portal.worktime import now

PAGE = 30
PROBLEMS = 100
MOVING = (ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING)


@staff_only(*REVIEWERS)
def import_list(request: Request) -> HttpResponse:
    """The imports of the viewer's estates, the newest first, by key."""
    runs = ImportRun.objects.visible_to(request.viewer).select_related("estate").order_by("-id")
    before = request.GET.get("before", "")
    runs = runs.filter(id__lt=int(before)) if before.isdecimal() else runs
    rows = list(runs[: PAGE + 1])
    more = f"?{urlencode({'before': rows[PAGE - 1].pk})}" if len(rows) > PAGE else ""
    estates = {run.estate for run in rows if run.state == ImportState.DONE}
    context = {"runs": rows[:PAGE], "older_url": more, "estates": sorted(estates, key=lambda estate: estate.name)}
    return render(request, "desk/import_list.html", context)


@staff_only(*REVIEWERS)
def import_new(request: Request) -> HttpResponse:
    posted = request.method == "POST"
    form = ListUploadForm(request.POST if posted else None, request.FILES if posted else None, viewer=request.viewer)
    if posted and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = import_steps.upload_list(
                viewer=request.viewer,
                estate=form.cleaned_data["estate"],
                kind=form.cleaned_data["kind"],
                name=file.name,
                data=file.read(),
            )
        except Refused as refused:
            form.add_error("file", refused.message)
        else:
            return redirect("desk:import-columns", run.public_id)
    return render(request, "desk/import_new.html", {"form": form}, status=422 if form.errors else 200)


@staff_only(*REVIEWERS)
@require_GET
def import_run(request: Request, public_id: str) -> HttpResponse:
    """One import at whatever step it is."""
    run = _run(request, public_id)
    if run.state == ImportState.UPLOADED:
        return redirect("desk:import-columns", run.public_id)
    return render(request, "desk/import_run.html", _shown(request, run))


@staff_only(*REVIEWERS)
def import_columns(request: Request, public_id: str) -> HttpResponse:
    """Which column means what: guessed, to be corrected, remembered for the estate."""
    run = _run(request, public_id)
    if run.state not in (ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED):
        return redirect("desk:import-run", run.public_id)
    try:
        sample = import_steps.sample_of_run(run)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("desk:import-list")
    form = ColumnsForm(request.POST if request.method == "POST" else None, sample=sample, layout=KINDS[run.kind].layout)
    if request.method == "POST" and form.is_valid():
        import_steps.confirm_columns(viewer=request.viewer, run=run, sheet=sample.sheet, columns=form.answer())
        check_import.enqueue(run.pk)
        return redirect("desk:import-run", run.public_id)
    context = {"run": run, "sample": sample, "form": form}
    return render(request, "desk/import_columns.html", context, status=422 if form.errors else 200)


@staff_only(*REVIEWERS)
@require_GET
def import_progress(request: Request, public_id: str) -> HttpResponse:
    """How far it has come, as a fragment; the whole page again once it has arrived."""
    run = _run(request, public_id)
    response = render(request, "desk/_import_progress.html", {"run": run, "stuck": _stuck(run)})
    if run.state not in MOVING:
        response["HX-Refresh"] = "true"
    return response


@staff_only(*REVIEWERS)
@require_POST
def import_apply(request: Request, public_id: str) -> HttpResponse:
    """Lets it begin, or go on."""
    run = _run(request, public_id)
    if _stuck(run):
        # Its worker died: the same task again goes on behind the last rows that were kept.
        {ImportState.CHECKING: check_import}.get(ImportState(run.state), run_import).enqueue(run.pk)
        return redirect("desk:import-run", run.public_id)
    return _step(request, run, lambda: run_import.enqueue(
        import_steps.apply_import(viewer=request.viewer, run=run).pk
    ))  # fmt: skip


@staff_only(*REVIEWERS)
@require_POST
def import_stop(request: Request, public_id: str) -> HttpResponse:
    run = _run(request, public_id)
    return _step(request, run, lambda: import_steps.stop_import(viewer=request.viewer, run=run))


@staff_only(*REVIEWERS)
@require_POST
def import_undo(request: Request, public_id: str) -> HttpResponse:
    run = _run(request, public_id)
    pseudonym = request.viewer.pseudonym
    return _step(request, run, lambda: undo_import_of.enqueue(
        undo_import.ask_undo(viewer=request.viewer, run=run).pk, pseudonym
    ))  # fmt: skip


def _step(request: Request, run: ImportRun, step: Any) -> HttpResponseRedirect:
    """Takes a step and shows the import again; says why where it can't be taken."""
    try:
        step()
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("desk:import-run", run.public_id)


def _run(request: Request, public_id: str) -> ImportRun:
    runs = ImportRun.objects.visible_to(request.viewer).select_related("estate")
    run: ImportRun = get_object_or_404(runs, public_id=public_id)
    return run


def _stuck(run: ImportRun) -> bool:
    waiting = (ImportState.CHECKING, ImportState.RUNNING)
    return run.state in waiting and run.moved_at is not None and (now() - run.moved_at).total_seconds() > 180


def _shown(request: Request, run: ImportRun) -> dict[str, Any]:
    """The page's facts: counts, the problems by key, and what can be done now."""
    after = request.GET.get("after", "")
    problems = run.problems.order_by("id")
    problems = problems.filter(id__gt=int(after)) if after.isdecimal() else problems
    rows = list(problems[: PROBLEMS + 1])
    older = f"?{urlencode({'after': rows[PROBLEMS - 1].pk})}" if len(rows) > PROBLEMS else ""
    undoable = run.state in undo_import.UNDOABLE and not run.forgotten
    kept = run.changes.exclude(kept="").order_by("row")[:PROBLEMS] if run.state == ImportState.UNDONE else []
    own = run.actor == request.viewer.pseudonym
    return {
        "run": run,
        "stuck": _stuck(run),
        "moving": run.state in MOVING,
        "problems": [(one, label_of(one.problem), one.severity == Severity.REJECTED) for one in rows[:PROBLEMS]],
        "older_url": older,
        "may_undo": undoable and run.undo_until is not None and run.undo_until > now(),
        "kept": [(one, KEPT_LABELS.get(one.kept, one.kept)) for one in kept],
        "report_url": reverse("desk:import-report", args=[run.public_id]) if own and rows and is_kept(run) else "",
    }
