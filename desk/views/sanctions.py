"""Warnings, time-outs and bans, and the appeals against them, for a second person to decide."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum import actions, paging
from forum.models import Sanction
from forum.permissions import MODERATORS, can_decide_appeal
from owners.permissions import staff_only
from portal.errors import Refused
from portal.http import Request

PER_PAGE = 20


@require_safe
@staff_only(*MODERATORS)
def sanction_list(request: Request) -> HttpResponse:
    """The appeals that wait, the oldest first; with `?show=all` everything decided, the newest first."""
    found = Sanction.objects.in_care_of(request.viewer).for_judging()
    key = request.GET.get("from", "")
    show = "all" if request.GET.get("show") == "all" else "appeals"
    if show == "all":
        page = paging.newest_first(found, field="since", before=key, size=PER_PAGE)
    else:
        page = paging.oldest_first(found.appealed(), field="appealed_at", after=key, size=PER_PAGE)
    rows = [(one, can_decide_appeal(request.viewer, one)) for one in page.rows]
    return render(request, "desk/sanction_list.html", {"rows": rows, "older": page.older, "show": show})


@require_POST
@staff_only(*MODERATORS)
def appeal_decide(request: Request, sanction: str) -> HttpResponse:
    """Lifts a sanction (`lift`), or says that it stands."""
    found = get_object_or_404(Sanction.objects.in_care_of(request.viewer).for_judging(), public_id=sanction)
    lift = "lift" in request.POST
    try:
        actions.decide_appeal(viewer=request.viewer, sanction=found, lift=lift, note=request.POST.get("note", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Lifted at once.") if lift else _("The decision stands; the author is told why."))
    return redirect("desk:sanction-list")
