"""Accounts that signed up in a burst: cleared or barred, a group or some of it, in one decision."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from desk.bursts import load_groups
from forum import actions
from forum.models import Burst
from forum.permissions import MODERATORS
from owners.permissions import staff_only
from portal.errors import Refused
from portal.http import Request


@require_safe
@staff_only(*MODERATORS)
def burst_list(request: Request) -> HttpResponse:
    """The groups that wait, the one due first on top; with `?show=decided` the others, the newest first."""
    show = "decided" if request.GET.get("show") == "decided" else "waiting"
    groups = load_groups(request.viewer, show=show, key=request.GET.get("from", ""))
    return render(request, "desk/burst_list.html", {"groups": groups.rows, "older": groups.older, "show": show})


@require_POST
@staff_only(*MODERATORS)
def burst_decide(request: Request, burst: str) -> HttpResponse:
    """Clears (`act=clear`), bars (`bar`) or takes back what was decided about (`reopen`) the chosen accounts."""
    found = get_object_or_404(Burst.objects.visible_to(request.viewer), public_id=burst)
    try:
        messages.success(request, _decide(request, found))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:burst-list")


def _decide(request: Request, burst: Burst) -> str:
    members = [int(one) for one in request.POST.getlist("members") if one.isdecimal() and len(one) < 19]
    reason, act = request.POST.get("reason", ""), request.POST.get("act")
    if act == "bar":
        days = request.POST.get("days", "")
        count = len(
            actions.bar_accounts(
                viewer=request.viewer,
                burst=burst,
                members=members,
                reason=reason,
                days=int(days) if days.isdecimal() and len(days) < 5 else 0,
            )
        )
        return ngettext("%d account is barred and told why.", "%d accounts are barred and told why.", count) % count
    if act == "reopen":
        count = len(actions.reopen_accounts(viewer=request.viewer, burst=burst, members=members))
        return ngettext("Taken back: %d account waits again.", "Taken back: %d accounts wait again.", count) % count
    count = len(actions.clear_accounts(viewer=request.viewer, burst=burst, members=members, reason=reason))
    return (
        ngettext("%d account is free; its posts are out.", "%d accounts are free; their posts are out.", count) % count
    )
