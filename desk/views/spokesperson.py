"""The spokesperson's desk: what waits for the company's word, and what readers reported."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

import answers
from desk.review import load_queue
from desk.watch_context import author_card, related_to, waiting
from forum.approval import words_for_approval
from forum.duty import on_duty_near
from forum.models import Post, RemovalKind, Topic, Watch, WatchState
from forum.official_forms import CorrectionForm, DismissForm, OfficialForm, ReturnForm
from forum.permissions import MODERATORS, SPOKESPEOPLE, can_answer_officially, can_approve
from forum.thread import Line, answers_of, lines_of, progress_rail
from owners.permissions import staff_only
from owners.viewers import Viewer
from portal.http import Request
from portal.worktime import now

PER_PAGE = 40
SHOWS = ("open", "mine", "approval", "closed")
# Of a long thread the desk shows how it began and how it ends; the rest is one link away.
FIRST_POSTS, LAST_POSTS = 5, 15


@require_safe
@staff_only(*SPOKESPEOPLE)
def watch_list(request: Request) -> HttpResponse:
    """The queue, the most urgent first."""
    return render(request, "desk/watch_list.html", queue_context(request))


@require_safe
@staff_only(*SPOKESPEOPLE)
def watch(request: Request, topic: str) -> HttpResponse:
    return watch_page(request, get_watch(request, topic))


@require_safe
@staff_only(*MODERATORS)
def watch_flags(request: Request) -> HttpResponse:
    """Posts that readers reported and posts held by a watched word, the longest waiting first."""
    after = request.GET.get("after", "")
    queue = load_queue(request.viewer, after=after)
    return render(request, "desk/watch_flags.html", {"queue": queue, "after": after, "kinds": RemovalKind.choices})


def get_watch(request: Request, topic: str) -> Watch:
    return get_object_or_404(Watch.objects.visible_to(request.viewer).for_rows(), topic__public_id=topic)


def watch_page(
    request: Request, watch: Watch, *, bound: dict[str, Form] | None = None, correcting: int = 0, status: int = 200
) -> HttpResponse:
    """Queue, thread, author and moves. `bound` holds refused forms by name: answer, correct, dismiss, return.

    `correcting` is the number of the answer to which a refused correction belongs.
    """
    topic, bound = watch.topic, bound or {}
    viewer = request.viewer
    draft = {"body": watch.draft_html, "promised_for": watch.draft_promised_for}
    related = related_to(topic, viewer)
    may_approve = can_approve(viewer, watch)
    risks = () if may_approve or topic.board.answer_approval else words_for_approval(topic, watch.draft_html)
    context = {
        **queue_context(request),
        "watch": watch,
        "topic": topic,
        "lines": thread_ends(topic, viewer),
        "answers": answers_of(topic),
        "steps": progress_rail(topic),
        "author": author_card(topic, viewer) if topic.author else None,
        "related": related,
        "prepared": answers.prepared_for(viewer, "forum", topic.estate_id),
        "held_by_other": watch.is_held_by_other(viewer.user.pk) if viewer.user else False,
        "may_answer": watch.is_open and can_answer_officially(viewer, topic),
        "may_approve": may_approve,
        "needs_approval": topic.board.answer_approval or risks,
        "risks": risks,
        "may_correct": can_answer_officially(viewer, topic),
        "correcting": correcting,
        "correct_form": bound.get("correct") or CorrectionForm(),
        "form": bound.get("answer") or OfficialForm(initial=draft, also=waiting(related)),
        "dismiss_form": bound.get("dismiss") or DismissForm(),
        "return_form": bound.get("return") or ReturnForm(),
    }
    return render(request, "desk/watch.html", context, status=status)


def queue_context(request: Request) -> dict[str, Any]:
    """Rows of the queue and its tabs; `more` is where the next rows begin."""
    show = request.GET.get("show", "open")
    show = show if show in SHOWS else "open"
    rows = list(_queue(request.viewer, show)[: PER_PAGE + 1])
    return {
        "rows": rows[:PER_PAGE],
        "has_more": len(rows) > PER_PAGE,
        "show": show,
        "groups": _groups(request.viewer),
        "on_duty": on_duty_near(request.viewer, now()),
    }


def _queue(viewer: Viewer, show: str) -> QuerySet[Watch]:
    found = Watch.objects.visible_to(viewer).for_rows()
    if show == "closed":
        return found.filter(state__in=[WatchState.ANSWERED, WatchState.DISMISSED]).order_by("-closed_at", "-id")
    found = found.open().order_by("due_at", "id")
    if show == "mine":
        return found.filter(claimed_by=viewer.user)
    return found.filter(state=WatchState.APPROVAL) if show == "approval" else found


def _groups(viewer: Viewer) -> list[str]:
    """The live groups that tell of changes in this viewer's queue."""
    return ["watch:company", *(f"watch:{estate_id}" for estate_id in sorted(viewer.estates_for(*SPOKESPEOPLE)))]


def thread_ends(topic: Topic, viewer: Viewer) -> list[Line]:
    """The first and the last posts of a topic, in order."""
    posts = Post.objects.on_page(topic, viewer)
    found = list(posts[: FIRST_POSTS + LAST_POSTS + 1])
    if len(found) > FIRST_POSTS + LAST_POSTS:
        last = posts.filter(number__gt=found[FIRST_POSTS - 1].number).order_by("-number")[:LAST_POSTS]
        found = [*found[:FIRST_POSTS], *reversed(last)]
    return lines_of(topic, viewer, found)
