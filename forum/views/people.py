"""What one reader has to do with another: what they wrote, shutting them out, and the list of those shut out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum import actions, paging
from forum.models import Block, Post
from forum.permissions import can_flag
from forum.views.finding import find_person
from owners.models import Residency, User
from owners.permissions import sign_in_required
from portal.errors import Refused
from portal.http import Request

MOST_SHOWN = 200
PER_PAGE = 20


@require_safe
@sign_in_required
def profile(request: Request, person: str) -> HttpResponse:
    """Somebody's posts that the viewer may read, the newest first; 404 where there is none. Never their unit."""
    found = get_object_or_404(User, public_id=person, closed_at=None)
    written = Post.objects.visible_to(request.viewer).written_by(found).for_rows()
    page = paging.newest_first(written, field="written_at", before=request.GET.get("before", ""), size=PER_PAGE)
    if not page.rows:
        raise Http404
    homes = Residency.objects.open().of_person(found.person_id) if found.person_id else Residency.objects.none()
    context = {
        "person": found,
        "rows": [{"post": post, "may_flag": can_flag(request.viewer, post)} for post in page.rows],
        "older": page.older,
        "is_owner": homes.of_owners().exists(),
        "is_blocked": Block.objects.filter(user=request.user, blocked=found).exists(),
        "is_own": found.pk == request.user.pk,
    }
    return render(request, "forum/profile.html", context)


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
    if request.POST.get("profile") and Post.objects.visible_to(request.viewer).written_by(found).exists():
        return redirect("forum:profile", person)
    topic, _sep, number = request.GET.get("post", "").rpartition("-")
    if topic.isalnum() and number.isdecimal() and len(number) < 9:
        return redirect(f"{reverse('forum:topic', args=[topic])}?from={number}#p{number}")
    return redirect("forum:blocked-list")
