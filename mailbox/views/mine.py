from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from mailbox.models import Conversation
from owners.permissions import sign_in_required
from portal.http import Request

PAGE = 20


@sign_in_required
def mine(request: Request) -> HttpResponse:
    """The viewer's own matters, newest first."""
    before = request.GET.get("before", "")
    rows = Conversation.objects.mine(request.viewer).select_related("estate")
    found = list(rows.newest(before=int(before) if before.isdigit() and len(before) < 18 else None)[: PAGE + 1])
    older = f"?before={found[PAGE - 1].pk}" if len(found) > PAGE else ""
    return render(request, "mailbox/mine.html", {"conversations": found[:PAGE], "older": older})


@sign_in_required
def mine_one(request: Request, number: str) -> HttpResponse:
    """A number leads whoever it belongs to, to its page; to everybody else it doesn't exist."""
    found = get_object_or_404(Conversation.objects.mine(request.viewer), number=number)
    return redirect("mailbox:tracking", token=found.token)
