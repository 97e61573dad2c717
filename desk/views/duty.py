"""The week at the spokesperson's desk."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from desk.duty_forms import AbsenceForm, ShiftForm
from forum import actions
from forum.duty import on_duty_near
from forum.models import Absence, Shift
from forum.permissions import APPROVERS, SPOKESPEOPLE, can_plan_duty
from owners.permissions import staff_only
from portal.errors import Refused
from portal.http import Request
from portal.worktime import now, today


@require_safe
@staff_only(*SPOKESPEOPLE)
def duty(request: Request) -> HttpResponse:
    return _page(request)


@require_POST
@staff_only(*APPROVERS)
def shift_add(request: Request) -> HttpResponse:
    return _add(request, ShiftForm(request.POST, viewer=request.viewer), actions.add_shift, "shift")


@require_POST
@staff_only(*APPROVERS)
def shift_drop(request: Request, shift: int) -> HttpResponse:
    found = get_object_or_404(Shift.objects.visible_to(request.viewer), pk=shift)
    return _drop(request, actions.drop_shift, shift=found)


@require_POST
@staff_only(*SPOKESPEOPLE)
def absence_add(request: Request) -> HttpResponse:
    plans = can_plan_duty(request.viewer, None)
    form = AbsenceForm(request.POST, viewer=request.viewer, plans=plans)
    return _add(request, form, actions.note_absence, "absence")


@require_POST
@staff_only(*SPOKESPEOPLE)
def absence_drop(request: Request, absence: int) -> HttpResponse:
    found = get_object_or_404(Absence.objects.visible_to(request.viewer), pk=absence)
    return _drop(request, actions.drop_absence, absence=found)


def _add(request: Request, form: Form, act: Callable[..., object], name: str) -> HttpResponse:
    if form.is_valid():
        try:
            act(viewer=request.viewer, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", None), str(refusal))
        else:
            messages.success(request, _("It stands in the plan."))
            return redirect("desk:duty")
    return _page(request, bound={name: form}, status=422)


def _drop(request: Request, act: Callable[..., None], **row: Any) -> HttpResponse:
    try:
        act(viewer=request.viewer, **row)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken out of the plan."))
    return redirect("desk:duty")


def _page(request: Request, *, bound: dict[str, Form] | None = None, status: int = 200) -> HttpResponse:
    viewer, bound = request.viewer, bound or {}
    plans = can_plan_duty(viewer, None)
    absences = Absence.objects.visible_to(viewer).to_come(today()).select_related("user", "substitute")
    context = {
        "shifts": list(Shift.objects.visible_to(viewer).select_related("user", "estate")),
        "absences": list(absences),
        "on_duty": on_duty_near(viewer, now()),
        "plans": plans,
        "shift_form": bound.get("shift") or ShiftForm(viewer=viewer),
        "absence_form": bound.get("absence") or AbsenceForm(viewer=viewer, plans=plans),
    }
    return render(request, "desk/duty.html", context, status=status)
