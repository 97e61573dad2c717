"""What colleagues took out of sight, for a second person to confirm or undo."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum import actions, paging
from forum.models import Removal
from forum.permissions import MODERATORS, can_decide_removal
from owners.permissions import staff_only
from portal.errors import Refused
from portal.http import Request

PER_PAGE = 20


@require_safe
@staff_only(*MODERATORS)
def removal_list(request: Request) -> HttpResponse:
    """The removals that wait, the one due first on top; with `?show=decided` what became of the others."""
    found = Removal.objects.in_care_of(request.viewer)
    key = request.GET.get("from", "")
    show = "decided" if request.GET.get("show") == "decided" else "waiting"
    if show == "decided":
        page = paging.newest_first(found.decided(), field="decided_at", before=key, size=PER_PAGE)
    else:
        page = paging.oldest_first(found.waiting(), field="due_at", after=key, size=PER_PAGE)
    rows = [(removal, can_decide_removal(request.viewer, removal)) for removal in page.rows]
    return render(request, "desk/removal_list.html", {"rows": rows, "older": page.older, "show": show})


@require_POST
@staff_only(*MODERATORS)
def removal_decide(request: Request, removal: str) -> HttpResponse:
    """Confirms a removal, or (with `undo`) shows the words again."""
    found = get_object_or_404(Removal.objects.in_care_of(request.viewer), public_id=removal)
    try:
        if "undo" in request.POST:
            actions.undo_removal(viewer=request.viewer, removal=found, note=request.POST.get("note", ""))
            messages.success(request, _("Shown again."))
        else:
            actions.confirm_removal(viewer=request.viewer, removal=found)
            messages.success(request, _("Confirmed. It stays hidden, with the reason in its place."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:removal-list")
