"""Prepared answers on their way: what waits for the legal officer, and what staff use today."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answers.actions import REVIEWERS, review_version
from answers.models import PreparedAnswer, PreparedVersion
from forum.official_forms import ReturnForm
from forum.permissions import SPOKESPEOPLE
from owners.permissions import staff_only
from portal.errors import Refused
from portal.http import Request

AT_ONCE = 50


@require_safe
@staff_only(*REVIEWERS, *SPOKESPEOPLE)
def prepared_list(request: Request) -> HttpResponse:
    return _page(request)


@require_POST
@staff_only(*REVIEWERS)
def prepared_review(request: Request, version: int) -> HttpResponse:
    """Approves a version, or gives it back with what should be changed."""
    found = get_object_or_404(PreparedVersion.objects.visible_to(request.viewer), pk=version)
    approves = "approve" in request.POST
    form = ReturnForm(request.POST)
    if not approves and not form.is_valid():
        return _page(request, refused=(found.pk, form), status=422)
    try:
        note = "" if approves else form.cleaned_data["note"]
        review_version(viewer=request.viewer, version=found, note=note)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Staff may use it from now on.") if approves else _("Given back, with your note."))
    return redirect("desk:prepared-list")


def _page(request: Request, *, refused: tuple[int, ReturnForm] | None = None, status: int = 200) -> HttpResponse:
    viewer = request.viewer
    waiting = PreparedVersion.objects.visible_to(viewer).waiting().select_related("answer__estate", "written_by")
    context = {
        "waiting": list(waiting[:AT_ONCE]),
        "answers": list(PreparedAnswer.objects.visible_to(viewer).usable().select_related("estate")),
        "reviews": viewer.has_role(*REVIEWERS),
        "refused_pk": refused[0] if refused else None,
        "refused_form": refused[1] if refused else None,
    }
    return render(request, "desk/prepared_list.html", context, status=status)
