"""Calls after the end of a case: today's and late ones, and what the customer said."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm import actions, permissions
from crm.forms import FollowUpForm
from crm.models import FollowUp
from crm.policies import BAD_RATING
from owners import personal
from owners.permissions import staff_only
from portal.errors import Refused
from portal.http import Request
from portal.worktime import today

_ROWS = 50


@staff_only(*permissions.WORKERS)
def follow_up_list(request: Request) -> HttpResponse:
    return _page(request)


@require_POST
@staff_only(*permissions.WORKERS)
def follow_up_record(request: Request, follow_up_id: int) -> HttpResponse:
    follow_up = get_object_or_404(FollowUp.objects.visible_to(request.viewer), pk=follow_up_id)
    form = FollowUpForm(request.POST, prefix=str(follow_up.pk))
    if form.is_valid():
        try:
            actions.record_follow_up(viewer=request.viewer, follow_up=follow_up, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            bad = form.cleaned_data["satisfaction"] <= BAD_RATING
            messages.success(request, _("Kept. The case is open again.") if bad else _("Kept. Thank you."))
            return redirect("desk:follow-up-list")
    return _page(request, bound=form, bound_id=follow_up.pk)


@require_POST
@staff_only(*permissions.WORKERS)
def follow_up_missed(request: Request, follow_up_id: int) -> HttpResponse:
    follow_up = get_object_or_404(FollowUp.objects.visible_to(request.viewer), pk=follow_up_id)
    try:
        actions.note_not_reached(viewer=request.viewer, follow_up=follow_up)
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("desk:follow-up-list")


def _page(request: Request, *, bound: FollowUpForm | None = None, bound_id: int | None = None) -> HttpResponse:
    found = FollowUp.objects.visible_to(request.viewer).planned()
    found = found.select_related("case__estate", "case__conversation__contact", "case__handler")
    planned = list(found.order_by("planned_for", "id")[:_ROWS])
    opened = personal.open_for(
        request.viewer,
        [follow_up.case.conversation.contact for follow_up in planned],
        fields=("name", "phone"),
        where="desk:follow-up-list",
    )
    rows = [
        {
            "follow_up": follow_up,
            "is_late": follow_up.planned_for < today(),
            "is_due": follow_up.planned_for <= today(),
            "form": bound if follow_up.pk == bound_id else FollowUpForm(prefix=str(follow_up.pk)),
        }
        for follow_up in planned
    ]
    return render(request, "desk/follow_up_list.html", {"rows": rows, "opened": opened}, status=422 if bound else 200)
