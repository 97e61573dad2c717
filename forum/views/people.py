"""What one reader has to do with another: shutting them out, and the list of those shut out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum import actions
from forum.models import Block
from forum.views.finding import find_person
from owners.permissions import sign_in_required
from portal.errors import Refused
from portal.http import Request

MOST_SHOWN = 200


@require_safe
@sign_in_required
def blocked_list(request: Request) -> HttpResponse:
    """Whom the viewer has blocked, the last one first."""
    blocks = Block.objects.filter(user=request.user).select_related("blocked").order_by("-since", "-id")
    return render(request, "forum/blocked_list.html", {"blocks": list(blocks[:MOST_SHOWN])})


@require_POST
@sign_in_required
def person_block(request: Request, person: str) -> HttpResponse:
    """Blocks somebody (`block=1`) or hears them again, and leads back to the `post` where that was done."""
    blocks = bool(request.POST.get("block"))
    found = find_person(request.viewer, person)
    act = actions.block_person if blocks else actions.unblock_person
    try:
        act(viewer=request.viewer, person=found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        done = _("You no longer hear from %(name)s.") if blocks else _("You hear from %(name)s again.")
        messages.success(request, done % {"name": found.display_name})
    topic, _sep, number = request.GET.get("post", "").rpartition("-")
    if topic.isalnum() and number.isdecimal() and len(number) < 9:
        return redirect(f"{reverse('forum:topic', args=[topic])}?from={number}#p{number}")
    return redirect("forum:blocked-list")
