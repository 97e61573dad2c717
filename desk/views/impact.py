"""Assessments of what a kind of processing means for people: written, reviewed, never overwritten."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from desk.views.privacy import tabs
from owners.actions.privacy import Assessment, write_assessment
from owners.forms.privacy import AssessmentForm
from owners.models import ImpactNote, ImpactVersion, Role, User
from owners.permissions import staff_only
from portal.http import Request
from portal.worktime import today

PAGE = 40


@staff_only(Role.PRIVACY)
def impact_list(request: Request) -> HttpResponse:
    """The newest version of each, those due for review first."""
    notes = list(ImpactNote.objects.order_by("next_review", "pk")[:PAGE])
    newest = ImpactVersion.objects.filter(note__in=notes).order_by("note_id", "number")
    versions = {version.note_id: version for version in newest}
    context = {"rows": [(note, versions[note.pk]) for note in notes], "today": today()}
    return render(request, "desk/impact_list.html", context | tabs(request, "impact"))


@staff_only(Role.PRIVACY)
def impact_show(request: Request, public_id: str) -> HttpResponse:
    """What holds now, or one earlier version (`?version=2`), with all that were there."""
    note = get_object_or_404(ImpactNote, public_id=public_id)
    versions = list(note.versions.order_by("-number"))
    asked = request.GET.get("version", "")
    shown = next((one for one in versions if str(one.number) == asked), versions[0])
    writers = User.objects.in_bulk([one.written_by.removeprefix("user:") for one in versions], field_name="public_id")
    context = {
        "note": note,
        "version": shown,
        "is_newest": shown is versions[0],
        "history": [(one, writers.get(one.written_by.removeprefix("user:"))) for one in versions],
        "is_due": note.next_review <= today(),
    }
    return render(request, "desk/impact_show.html", context | tabs(request, "impact"))


@staff_only(Role.PRIVACY)
def impact_new(request: Request) -> HttpResponse:
    return _write(request, None, {"decided_on": today()})


@staff_only(Role.PRIVACY)
def impact_edit(request: Request, public_id: str) -> HttpResponse:
    note = get_object_or_404(ImpactNote, public_id=public_id)
    newest = note.versions.order_by("-number")[0]
    said = {name: getattr(newest, name) for name in AssessmentForm.base_fields}
    return _write(request, note, said | {"data_classes": newest.data_classes.split(), "decided_on": today()})


def _write(request: Request, note: ImpactNote | None, initial: dict[str, Any]) -> HttpResponse:
    form = AssessmentForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        note = write_assessment(viewer=request.viewer, says=Assessment.of(form.cleaned_data), note=note)
        messages.success(request, _("The assessment is kept."))
        return redirect("desk:impact-show", note.public_id)
    context = {"form": form, "note": note}
    return render(
        request, "desk/impact_edit.html", context | tabs(request, "impact"), status=422 if form.errors else 200
    )
