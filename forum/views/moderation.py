from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum import actions, paging
from forum.errors import MergeRefused
from forum.forms import HideForm, ModerateTopicForm, ReasonForm, SplitForm
from forum.models import Board, ModerationAct, ModerationRecord, Topic
from forum.permissions import MODERATORS, can_moderate
from forum.thread import load_page
from forum.views.finding import find_post, find_topic
from owners.permissions import staff_only
from owners.viewers import Viewer
from portal.errors import Refused
from portal.http import Request
from portal.worktime import now

RECORDS = 50


@require_safe
def record(request: Request) -> HttpResponse:
    """The open record: what staff did to topics and posts that the viewer may read, and why."""
    records = ModerationRecord.objects.visible_to(request.viewer).for_rows()
    page = paging.newest_first(records, field="at", before=request.GET.get("before", ""), size=RECORDS)
    return render(request, "forum/record.html", {"records": page.rows, "older": page.older})


@staff_only(*MODERATORS)
def topic_moderate(request: Request, topic: str) -> HttpResponse:
    found = find_topic(request.viewer, topic)
    if not can_moderate(request.viewer, found):
        raise PermissionDenied
    boards = Board.objects.visible_to(request.viewer)
    form = ModerateTopicForm(request.POST or None, topic=found, boards=boards)
    if request.method == "POST" and form.is_valid():
        try:
            stays = _do_to_topic(request.viewer, found, form.cleaned_data)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", "reason"), str(refusal))
        else:
            messages.success(request, _("Done. It stands in the open record."))
            return redirect(stays)
    return render(request, "forum/topic_moderate.html", {"topic": found, "form": form})


@staff_only(*MODERATORS)
def topic_split(request: Request, topic: str) -> HttpResponse:
    """Replies become a topic of their own: those of a page are offered, `?pick=` is chosen already."""
    found = find_topic(request.viewer, topic)
    if not can_moderate(request.viewer, found):
        raise PermissionDenied
    asked = request.GET.get("from", "")
    page = load_page(found, request.viewer, number=int(asked) if asked.isdecimal() and len(asked) < 9 else 1)
    posts = [line.post for line in page.lines if not line.post.is_question and not line.post.is_official]
    form = SplitForm(request.POST or None, posts=posts, initial={"numbers": [request.GET.get("pick", "")]})
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.split_topic(viewer=request.viewer, topic=found, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", "reason"), str(refusal))
        else:
            messages.success(request, _("Done. It stands in the open record."))
            return redirect(new)
    return render(request, "forum/topic_split.html", {"topic": found, "page": page, "form": form})


@staff_only(*MODERATORS)
def post_moderate(request: Request, topic: str, number: int) -> HttpResponse:
    """Hides a post with a reason, or brings it back."""
    found = find_post(request.viewer, topic, number)
    if not can_moderate(request.viewer, found.topic) or found.is_taken_back:
        raise PermissionDenied
    form = (ReasonForm if found.is_hidden else HideForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = actions.show_post if found.is_hidden else actions.hide_post
        act(viewer=request.viewer, post=found, **form.cleaned_data)
        messages.success(request, _("Done. It stands in the open record."))
        return redirect(found)
    return render(request, "forum/post_moderate.html", {"post": found, "topic": found.topic, "form": form})


@require_POST
@staff_only(*MODERATORS)
def topic_watch(request: Request, topic: str) -> HttpResponse:
    """Puts a topic into the spokesperson's queue."""
    found = find_topic(request.viewer, topic)
    try:
        actions.put_on_watch(viewer=request.viewer, topic=found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The topic waits for an official answer now."))
    return redirect(found)


def _do_to_topic(viewer: Viewer, topic: Topic, asked: dict[str, Any]) -> Topic:
    """What a valid ModerateTopicForm asks for. Answers the topic that is there afterwards."""
    act, reason = asked["act"], asked["reason"]
    if act in {ModerationAct.PIN, ModerationAct.UNPIN}:
        actions.pin_topic(viewer=viewer, topic=topic, pinned=act == ModerationAct.PIN)
    elif act == ModerationAct.MOVE:
        actions.move_topic(viewer=viewer, topic=topic, board=asked["board"], reason=reason, wider=asked["wider"])
    elif act == ModerationAct.MERGE:
        other = _other_topic(viewer, asked["other"])
        return actions.merge_topics(viewer=viewer, topic=topic, other=other, reason=reason)
    elif act == ModerationAct.HIDE_TOPIC:
        actions.hide_topic(viewer=viewer, topic=topic, reason=reason, kind=asked["kind"])
    elif act == ModerationAct.SLOW:
        until = now() + timedelta(hours=asked["hours"]) if asked["hours"] else None
        actions.slow_topic(viewer=viewer, topic=topic, minutes=asked["minutes"], until=until, reason=reason)
    else:
        do: dict[ModerationAct, Callable[..., None]] = {
            ModerationAct.LOCK: actions.lock_topic_for,
            ModerationAct.UNLOCK: actions.unlock_topic,
            ModerationAct.UNSLOW: actions.unslow_topic,
            ModerationAct.SHOW_TOPIC: actions.show_topic,
        }
        do[ModerationAct(act)](viewer=viewer, topic=topic, reason=reason)
    return topic


def _other_topic(viewer: Viewer, public_id: str) -> Topic:
    found = Topic.objects.visible_to(viewer).filter(public_id=public_id).first()
    if found is None:
        raise MergeRefused(_("There is no topic at this address."))
    return found
