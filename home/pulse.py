"""What the front door shows: read from the pillars as the viewer may see it, counted, never typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime

from club.models import Event, PointAccount
from forum.models import Board, OfficialAnswer, Topic
from forum.stats import AnswerStats, answer_stats
from mailbox.models import Conversation, Mailbox
from owners.models import Estate, Unit
from owners.viewers import Viewer
from portal.http import Request
from portal.richtext import excerpt
from portal.worktime import now

if TYPE_CHECKING:
    from home.models import HomePage, NewsPage

NEWS, ANSWERS, EVENTS, TOPICS = 5, 3, 3, 5
# A quiet month still shows what the company said last.
ANSWERS_SINCE = timedelta(days=90)
_EXCERPT = 90


@dataclass(frozen=True, slots=True)
class Answered:
    """A thread and the company's latest word in it."""

    topic: Topic
    answer: OfficialAnswer
    excerpt: str


@dataclass(frozen=True, slots=True)
class Mine:
    """What concerns the signed-in person. `points` is None for somebody who never had any."""

    units: list[Unit]
    matters: list[Conversation]
    points: int | None


def pulse_for(request: Request, page: HomePage) -> dict[str, Any]:
    """The context of the home page: the same number of queries however much is going on."""
    viewer = request.viewer
    return {
        "news": latest_news(page),
        "answers": fresh_answers(viewer),
        "events": list(Event.objects.visible_to(viewer).upcoming().select_related("estate")[:EVENTS]),
        "speed": answer_speed(viewer),
        "mine": mine(viewer) if viewer.signed_in else None,
    }


def latest_news(page: HomePage) -> list[NewsPage]:
    from home.models import NewsPage

    return list(NewsPage.objects.readable().in_language(page.locale).newest_first().with_pictures()[:NEWS])


def fresh_answers(viewer: Viewer, estate: Estate | None = None) -> list[Answered]:
    """Threads with the freshest official answers among those that the viewer may read. Two queries."""
    topics = Topic.objects.listed_for(viewer).with_fresh_official_answer(now() - ANSWERS_SINCE)
    if estate is not None:
        topics = topics.filter(estate=estate)
    found = list(topics.select_related("board", "board__estate")[:ANSWERS])
    answers = OfficialAnswer.objects.shown().filter(topic__in=found)
    latest = {answer.topic_id: answer for answer in answers}
    return [
        Answered(topic, latest[topic.pk], excerpt(latest[topic.pk].post.html, _EXCERPT))
        for topic in found
        if topic.pk in latest
    ]


def answer_speed(viewer: Viewer, estate: Estate | None = None) -> AnswerStats:
    """This calendar month's first official answers."""
    return answer_stats(since=month_start(), viewer=viewer, estate_ids=[estate.pk] if estate is not None else None)


def month_start() -> datetime:
    return localtime(now()).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def mine(viewer: Viewer) -> Mine:
    """Three queries."""
    units = Unit.objects.filter(pk__in=viewer.resident_units).select_related("estate", "entrance__building")
    matters = Conversation.objects.mine(viewer).exclude(progress_state__in=("closed", "followed_up"))
    return Mine(
        units=list(units[:3]),
        matters=list(matters.newest()[:3]),
        points=PointAccount.objects.filter(user=viewer.user).values_list("balance", flat=True).first(),
    )


def estate_pulse(viewer: Viewer, estate: Estate) -> dict[str, Any]:
    """What goes on in one estate, for its own page."""

    from home.models import NewsPage, ProjectPage

    topics = Topic.objects.listed_for(viewer).filter(estate=estate)
    return {
        "boards": list(Board.objects.visible_to(viewer).filter(estate=estate)),
        "topics": list(topics.select_related("author", "board").order_by("-last_post_at", "-pk")[:TOPICS]),
        "answers": fresh_answers(viewer, estate),
        "events": list(Event.objects.visible_to(viewer).upcoming().filter(estate=estate)[:EVENTS]),
        "news": list(NewsPage.objects.readable().filter(estate=estate).newest_first().with_pictures()[:3]),
        "mailboxes": list(Mailbox.objects.in_use().filter(estate=estate)),
        "project": ProjectPage.objects.readable().filter(estate=estate).with_pictures().first(),
        "speed": answer_speed(viewer, estate),
    }
