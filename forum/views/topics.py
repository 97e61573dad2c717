from datetime import datetime, time

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

import notify
from forum import actions
from forum.crowd import kind_of_reader
from forum.drafting import board_key, draft_of, topic_key
from forum.forms import PostForm, TopicForm
from forum.markup import draw_posts
from forum.mentions import LONGEST_NAME, suggest
from forum.models import Post, Topic
from forum.notices import bundle_of
from forum.pace import next_turn
from forum.permissions import (
    can_ask_anonymously,
    can_judge_end,
    can_moderate,
    can_name_to_company,
    can_reply,
    can_start,
)
from forum.polls import PollPage, load_poll
from forum.quoting import quoted
from forum.rules import asks_for_rules
from forum.standing import bar_at, standing_of
from forum.thread import Page, answers_of, load_page, moves_of, next_number, open_offer, pinned_answers, progress_rail
from forum.unread import Reading, load_reading
from forum.views.finding import address_after_merge, find_board, find_topic, new_address
from notify.context import bell_of
from owners.permissions import sign_in_required
from owners.viewers import Viewer
from portal.errors import Refused
from portal.http import Request


@sign_in_required
def topic_start(request: Request, board: str) -> HttpResponse:
    found = find_board(request.viewer, board)
    if not can_start(request.viewer, found):
        messages.info(request, _("You can read this board, but not start topics on it."))
        return redirect(found)
    form = TopicForm(request.POST or None, may_hide=can_ask_anonymously(request.viewer, found))
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.start_topic(
                viewer=request.viewer,
                board=found,
                title=form.cleaned_data["title"],
                poll=form.poll,
                # Also where the tick is not offered any more: then it is refused, not published under a name.
                anonymous="anonymous" in request.POST,
                **form.written,
            )
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", "body"), str(refusal))
        else:
            if new.is_held:
                messages.info(request, _("Your topic is being looked at and will appear after that."))
            return redirect(new)
    context = {
        "board": found,
        "form": form,
        "bar": bar_at(request.viewer, found.estate_id),
        "asks_for_rules": asks_for_rules(request.viewer, found),
        **draft_of(board_key(found)),
    }
    return render(request, "forum/topic_start.html", context)


@require_safe
def topic(request: Request, topic: str) -> HttpResponse:
    """A topic from post `?from=` on. What is hidden keeps its address and says why; what was moved leads on."""
    reachable = Topic.objects.reachable_by(request.viewer).select_related("board", "board__estate", "author")
    found = get_object_or_404(reachable, public_id=topic)
    if (found.is_hidden or found.is_taken_back) and not can_moderate(request.viewer, found):
        removal = found.removals.filter(post=None).order_by("id").last()
        return render(request, "forum/topic_hidden.html", {"topic": found, "removal": removal}, status=410)
    if found.is_merged:
        return redirect(address_after_merge(request.viewer, found, _number(request, "from")), permanent=True)
    page = load_page(found, request.viewer, number=_number(request, "from"))
    if address := _moved_on(request, found, page):
        return redirect(address, permanent=True)
    reading = load_reading(found, request.viewer.user.pk if request.viewer.user else None)
    _visit(request, found)
    standing = standing_of(request.viewer, found)
    context = {
        **head_of(found, request.viewer),
        "page": page,
        "posts": draw_posts(page.lines, found, request.viewer),
        "poll": _poll(request, found, page),
        # Only somebody who has been here before is offered to go on.
        "unread_from": None if reading.number is None else _first_unread(found, reading),
        "level": standing.level,
        "crowd": kind_of_reader(request.viewer, found, standing),
        "bar": standing.bar,
        "turn": next_turn(found, request.viewer),
        "asks_for_rules": asks_for_rules(request.viewer, found.board, accepted=standing.accepted_rules),
        "may_reply": can_reply(request.viewer, found),
        "may_moderate": can_moderate(request.viewer, found),
        **draft_of(topic_key(found)),
        "form": PostForm(initial={"body": quoted(page, _number(request, "quote"))}),
    }
    _mark_read(request, found, page, reading.number)
    return render(request, "forum/topic.html", context)


@require_safe
def topic_unread(request: Request, topic: str) -> HttpResponse:
    """To the first post not read yet, or the last one."""
    found = find_topic(request.viewer, topic)
    reading = load_reading(found, request.viewer.user.pk if request.viewer.user else None)
    number = _first_unread(found, reading) or (found.last_post_number if reading.number else 1)
    return redirect(f"{reverse('forum:topic', args=[found.public_id])}?from={number}#p{number}")


@require_safe
def topic_date(request: Request, topic: str) -> HttpResponse:
    """To the first post written on the day `?on=` or after it; past the end, to the last one."""
    found = find_topic(request.viewer, topic)
    try:
        day = parse_date(request.GET.get("on", ""))
    except ValueError:
        day = None
    if day is None:
        return redirect(found)
    begins = make_aware(datetime.combine(day, time.min))
    there = Post.objects.on_page(found, request.viewer).filter(written_at__gte=begins)
    number = there.values_list("number", flat=True).first() or found.last_post_number
    return redirect(f"{reverse('forum:topic', args=[found.public_id])}?from={number}#p{number}")


@sign_in_required
def topic_reply(request: Request, topic: str) -> HttpResponse:
    """Takes a reply. By itself it is the page on which a refused one is mended."""
    found = find_topic(request.viewer, topic)
    form = PostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            post = actions.reply(viewer=request.viewer, topic=found, **form.written)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", "body"), str(refusal))
        else:
            if post.is_held:
                messages.info(request, _("Your reply is being looked at and will appear after that."))
            return redirect(f"{reverse('forum:topic', args=[found.public_id])}?from={post.number}#p{post.number}")
    context = {
        "topic": found,
        "form": form,
        "bar": bar_at(request.viewer, found.estate_id),
        "turn": next_turn(found, request.viewer),
        "asks_for_rules": asks_for_rules(request.viewer, found.board),
        **draft_of(topic_key(found)),
    }
    return render(request, "forum/topic_reply.html", context)


@require_safe
@sign_in_required
def topic_people(request: Request, topic: str) -> JsonResponse:
    """Names that begin with `?q=`, of the people who write in the topic, to be spoken to by @."""
    found = find_topic(request.viewer, topic)
    names = suggest(found, request.GET.get("q", "")[:LONGEST_NAME], apart_from=request.user.pk)
    return JsonResponse({"names": names}, headers={"Cache-Control": "no-store"})


@require_POST
@sign_in_required
def topic_follow(request: Request, topic: str) -> HttpResponse:
    found = find_topic(request.viewer, topic)
    level = request.POST.get("level", "")
    if level not in {"", "follow", "mute"}:
        raise Http404
    actions.follow_topic(viewer=request.viewer, topic=found, level=level)
    return redirect(found)


def head_of(topic: Topic, viewer: Viewer) -> dict[str, object]:
    """What stands between the question and the replies: the answers, the matter's progress, the clock."""
    answers = answers_of(topic)
    return {
        "topic": topic,
        "answers": answers,
        "pinned": pinned_answers(answers),
        "steps": progress_rail(topic),
        "may_judge": can_judge_end(viewer, topic),
        "is_own_anonymous": topic.is_anonymous and viewer.user is not None and topic.author_id == viewer.user.pk,
        "may_name": can_name_to_company(viewer, topic),
        "watch": getattr(topic, "watch", None) if topic.awaits_answer else None,
        "moves": moves_of(topic, viewer),
        "offer": open_offer(topic, viewer),
    }


def _moved_on(request: Request, topic: Topic, page: Page) -> str:
    """Where the post that was asked for stands now, if it stood here before."""
    number = _number(request, "from")
    if not (topic.has_moves and number) or any(line.post.number == number for line in page.lines):
        return ""
    return new_address(request.viewer, topic, number)


def _poll(request: Request, topic: Topic, page: Page) -> PollPage | None:
    """Under the question, and only where the question itself can be read."""
    if page.first != 1 or not page.lines or page.lines[0].is_shut:
        return None
    return load_poll(topic, request.viewer)


def _number(request: Request, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdigit() and len(text) < 9 else 0


def _first_unread(topic: Topic, reading: Reading) -> int | None:
    number = reading.first_unread(topic)
    return next_number(topic, number) if number and topic.has_moves else number


def _visit(request: Request, topic: Topic) -> None:
    """What the bell says of this topic is seen by now. Costs nothing while the bell is silent."""
    bell, reader = bell_of(request), request.viewer.user
    if reader is None or request.method != "GET" or not bell.count:
        return
    if notify.visit(reader, bundle_of(topic.pk)):
        bell.count_anew()


def _mark_read(request: Request, topic: Topic, page: Page, read_before: int | None) -> None:
    """Up to the end of this page. A page far ahead of the last one read leaves the gap unread."""
    if not page.lines or request.method != "GET":
        return
    last = page.lines[-1].post.number if page.later else topic.last_post_number
    if (read_before or 0) < last:
        actions.mark_read(viewer=request.viewer, topic=topic, number=last)
