"""Lists of topics, paged by key: the moment and id of the last row seen, never by counting rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q

from forum.models import Topic
from forum.querysets import TopicQuerySet
from owners.viewers import Viewer
from portal.worktime import now

PER_PAGE = 20
MOST_PINNED = 3
# A topic that was never opened counts as new for so long; older ones are not held against anybody.
NEW_FOR = timedelta(days=14)
SHOWS = ("latest", "unanswered", "answered", "mine")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of topics. `older` is the key for the next page, empty on the last one."""

    topics: Sequence[Topic]
    older: str
    show: str


def list_topics(topics: TopicQuerySet, viewer: Viewer, *, show: str, before: str = "") -> Listing:
    """A page of `topics` (a board's, an estate's, all) that the viewer may read, newest first.

    `show` is one of SHOWS, anything else counts as latest; `before` is a key of an earlier page,
    ignored where it can't be read.
    """
    show = show if show in SHOWS and (show != "mine" or viewer.user is not None) else "latest"
    field = "last_answer_at" if show == "answered" else "last_post_at"
    found = _shown(topics, viewer, show)
    if position := _read_key(before):
        moment, last_id = position
        found = found.filter(Q(**{f"{field}__lt": moment}) | Q(**{field: moment, "id__lt": last_id}))
    rows = list(found.for_rows(viewer).order_by(f"-{field}", "-id")[: PER_PAGE + 1])
    page = rows[:PER_PAGE]
    older = _key(getattr(page[-1], field), page[-1].pk) if len(rows) > PER_PAGE else ""
    for topic in page:
        _mark_unread(topic, viewer)
    return Listing(topics=page, older=older, show=show)


def pinned_topics(topics: TopicQuerySet, viewer: Viewer) -> list[Topic]:
    """What stands on top of a board, at most three."""
    pinned = list(
        topics.listed_for(viewer).filter(is_pinned=True).for_rows(viewer).order_by("-last_post_at", "-id")[:MOST_PINNED]
    )
    for topic in pinned:
        _mark_unread(topic, viewer)
    return pinned


def _shown(topics: TopicQuerySet, viewer: Viewer, show: str) -> TopicQuerySet:
    if show == "mine" and viewer.user is not None:
        return topics.visible_to(viewer).followed_by(viewer.user)
    topics = topics.listed_for(viewer)
    if show == "unanswered":
        return topics.unanswered()
    return topics.officially_answered() if show == "answered" else topics


def _mark_unread(topic: Topic, viewer: Viewer) -> None:
    """`unread_count` of an opened topic, `is_new` of one never opened; both empty for visitors.

    Where the whole board was declared read after this topic was last opened, what came since is new,
    but nobody counted it: `is_new` then.
    """
    row: Any = topic
    row.unread_count, row.is_new = 0, False
    if not viewer.signed_in or (row.all_read_at is not None and topic.last_post_at <= row.all_read_at):
        return
    if row.read_number is not None and (row.all_read_at is None or row.read_at >= row.all_read_at):
        row.unread_count = max(topic.last_post_number - row.read_number, 0)
    elif row.all_read_at is not None:
        row.is_new = True
    else:
        row.is_new = topic.started_at > now() - NEW_FOR


def _key(moment: datetime, row_id: int) -> str:
    return f"{(moment - _EPOCH) // timedelta(microseconds=1)}-{row_id}"


def _read_key(text: str) -> tuple[datetime, int] | None:
    micro, _, row_id = text.partition("-")
    if not (micro.isdigit() and row_id.isdigit() and len(micro) < 18 and len(row_id) < 19):
        return None
    return _EPOCH + timedelta(microseconds=int(micro)), int(row_id)
