from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from forum import actions
from forum.polls import load_poll
from forum.views.finding import find_post
from owners.permissions import sign_in_required
from portal.errors import Refused
from portal.http import Request


@require_safe
def topic_poll(request: Request, topic: str) -> HttpResponse:
    """The poll as a fragment, fetched anew when somebody has voted."""
    found = find_post(request.viewer, topic, 1).topic
    poll = load_poll(found, request.viewer)
    if poll is None:
        raise Http404
    return render(request, "forum/_poll.html", {"topic": found, "poll": poll})


@require_POST
@sign_in_required
def topic_vote(request: Request, topic: str) -> HttpResponse:
    found = find_post(request.viewer, topic, 1).topic
    if not found.has_poll:
        raise Http404
    chosen = [int(text) for text in request.POST.getlist("option") if text.isdigit() and len(text) < 19]
    try:
        actions.vote(viewer=request.viewer, topic=found, option_ids=chosen)
    except Refused as refusal:
        if not request.htmx:
            messages.error(request, str(refusal))
        fragment = {"refusal": str(refusal)}
    else:
        fragment = {}
    if request.htmx:
        context = {"topic": found, "poll": load_poll(found, request.viewer), **fragment}
        return render(request, "forum/_poll.html", context)
    return redirect(f"{found.get_absolute_url()}#poll")
