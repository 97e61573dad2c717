"""Where one comes in: the forum's front, an estate's, a board's."""

from typing import TypedDict

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum import actions
from forum.listing import list_topics, pinned_topics
from forum.models import Board
from forum.permissions import can_start
from forum.rows import draw
from forum.sections import shelves_of
from forum.stats import recent_stats
from forum.views.finding import find_board
from owners.models import Estate
from owners.permissions import sign_in_required
from portal.http import Request


class _Wanted(TypedDict):
    show: str
    before: str


@require_safe
def index(request: Request) -> HttpResponse:
    """All topics open to the viewer, with the boards they come from."""
    boards = list(Board.objects.visible_to(request.viewer).under_headings())
    listing = list_topics(request.viewer, **_wanted(request))
    rows = draw(listing.topics, with_board=True, with_estate=True)
    context = {"boards": boards, "shelves": shelves_of(boards), "listing": listing, "rows": rows, **_answering(request)}
    return render(request, "forum/index.html", context)


@require_safe
def estate(request: Request, estate: str) -> HttpResponse:
    """One estate's boards and topics."""
    found = get_object_or_404(Estate, slug=estate)
    boards = list(Board.objects.visible_to(request.viewer).filter(estate=found).under_headings())
    listing = list_topics(request.viewer, estate=found, **_wanted(request))
    rows = draw(listing.topics, with_board=True, with_estate=False)
    context = {
        "estate": found,
        "boards": boards,
        "shelves": shelves_of(boards),
        "listing": listing,
        "rows": rows,
        **_answering(request, found),
    }
    return render(request, "forum/estate.html", context)


@require_safe
def board(request: Request, board: str) -> HttpResponse:
    found = find_board(request.viewer, board)
    wanted = _wanted(request)
    is_top = not wanted["before"] and wanted["show"] == "latest"
    listing = list_topics(request.viewer, board=found, without_pinned=is_top, **wanted)
    pinned = pinned_topics(request.viewer, found) if is_top else []
    context = {
        "board": found,
        "boards": [found],
        "listing": listing,
        "rows": draw([*pinned, *listing.topics], with_board=False, with_estate=False),
        "may_start": can_start(request.viewer, found),
    }
    return render(request, "forum/board.html", context)


@require_safe
@sign_in_required
def board_choose(request: Request) -> HttpResponse:
    """Where to start a topic; straight on if there is one place only."""
    boards = list(Board.objects.startable_by(request.viewer).under_headings())
    if len(boards) == 1:
        return redirect("forum:topic-start", board=boards[0].slug)
    return render(request, "forum/board_choose.html", {"boards": boards, "shelves": shelves_of(boards)})


@require_POST
@sign_in_required
def read_all(request: Request) -> HttpResponse:
    """Everything is read: of one board, of one estate, or of all that the viewer may see."""
    boards = Board.objects.visible_to(request.viewer)
    if slug := request.POST.get("board", ""):
        boards = boards.filter(slug=slug)
    elif slug := request.POST.get("estate", ""):
        boards = boards.filter(estate__slug=slug)
    found = list(boards)
    if not found:
        raise Http404
    actions.mark_all_read(viewer=request.viewer, boards=found)
    messages.success(request, _("Everything here counts as read."))
    if request.POST.get("board"):
        return redirect(found[0])
    return redirect("forum:estate", slug) if slug else redirect("forum:index")


def _wanted(request: Request) -> _Wanted:
    return {"show": request.GET.get("show", "latest"), "before": request.GET.get("before", "")}


def _answering(request: Request, at: Estate | None = None) -> dict[str, object]:
    return {"stats": recent_stats(request.viewer, at.pk if at else None)}
