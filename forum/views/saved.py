"""What somebody put aside: doing so, and the list of it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from forum import actions, paging
from forum.blocking import folded_for
from forum.models import Bookmark
from forum.views.finding import find_post
from forum.views.posts import one_post
from owners.permissions import sign_in_required
from portal.http import Request

PER_PAGE = 20


@require_safe
@sign_in_required
def saved_list(request: Request) -> HttpResponse:
    """The viewer's saved posts, the one saved last first. What they may no longer read is not there."""
    saved = Bookmark.objects.visible_to(request.viewer).for_rows()
    page = paging.newest_first(saved, field="saved_at", before=request.GET.get("before", ""), size=PER_PAGE)
    folded = folded_for(request.viewer, [one.post for one in page.rows])
    return render(request, "forum/saved_list.html", {"saved": page.rows, "folded": folded, "older": page.older})


@require_POST
@sign_in_required
def post_save(request: Request, topic: str, number: int) -> HttpResponse:
    """Puts a post aside or lets it go; answers htmx with the post as it is then."""
    found = find_post(request.viewer, topic, number)
    actions.save_post(viewer=request.viewer, post=found)
    if request.htmx:
        return one_post(request, found.topic, number)
    return redirect("forum:saved-list" if "from_list" in request.POST else found)
