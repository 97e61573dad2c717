"""The rows of a list of topics: what each shows, in one query, without a model; and their markup, kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

from forum.models import Block, ProgressState, Topic
from forum.speakers import anonymous_name, blocked_name
from forum.unread import Reading, reading_of
from owners.models.accounts import display_name_of
from portal import words
from portal.fragments import Fragments, fill
from portal.languages import localized
from portal.prepared import Prepared
from portal.worktime import now

# A list of what is discussed most looks so far back.
DISCUSSED_WITHIN = timedelta(days=90)

SHOWS = ("latest", "new", "unanswered", "answered", "discussed", "mine", "followed")
# What needs an account.
OWN_SHOWS = frozenset({"mine", "followed"})
ORDERED_BY = {"new": "id", "answered": "last_answer_at", "discussed": "reply_count"}

_SHOWN = (
    "id", "public_id", "title", "excerpt", "visibility", "is_pinned", "is_locked",
    "started_at", "last_post_at", "last_post_number", "last_answer_at", "awaits_answer", "progress_state",
    "reply_count", "me_too_count", "author__public_id", "author__nickname", "author__closed_at", "is_anonymous",
    "board__name", "board__name_zh_hant", "board__name_en",
    "board__estate__name", "board__estate__name_zh_hant", "board__estate__name_en",
)  # fmt: skip


@dataclass(slots=True)
class TopicRow:
    """A topic as a list shows it, and how far this reader has read it (`read_number`; None: never)."""

    pk: int
    public_id: str
    title: str
    excerpt: str
    visibility: str
    is_pinned: bool
    is_locked: bool
    started_at: datetime
    last_post_at: datetime
    last_post_number: int
    last_answer_at: datetime | None
    awaits_answer: bool
    progress_state: str
    reply_count: int
    me_too_count: int
    author_id: str | None
    author_nickname: str | None
    author_closed_at: datetime | None
    is_anonymous: bool
    board_name: str
    board_name_zh_hant: str
    board_name_en: str
    estate_name: str | None
    estate_name_zh_hant: str | None
    estate_name_en: str | None
    read_number: int | None = None
    read_at: datetime | None = None
    all_read_at: datetime | None = None
    gaps: int = 0
    # Started by somebody whom this reader has blocked.
    is_blocked: bool = False

    @property
    def shown(self) -> tuple[object, ...]:
        """All that the markup is made of, apart from what differs from reader to reader."""
        return (
            self.public_id, self.title, self.shown_excerpt, self.visibility, self.is_pinned, self.is_locked,
            bool(self.last_answer_at), self.awaits_answer, self.progress_state, self.reply_count, self.me_too_count,
            self.seed, self.by_name,
            self.board_name, self.board_name_zh_hant, self.board_name_en,
            self.estate_name, self.estate_name_zh_hant, self.estate_name_en,
        )  # fmt: skip

    @property
    def shown_excerpt(self) -> str:
        return "" if self.is_blocked else self.excerpt

    @property
    def seed(self) -> str:
        return "" if self.is_anonymous or self.is_blocked else self.author_id or ""

    @property
    def by_name(self) -> str:
        if self.is_anonymous:
            return anonymous_name()
        if self.is_blocked:
            return blocked_name()
        if self.author_id is None:
            return gettext("Former neighbour")
        return display_name_of(self.author_id, self.author_nickname or "", is_closed=self.author_closed_at is not None)

    @property
    def board(self) -> str:
        return localized(self, "board_name")

    @property
    def estate(self) -> str:
        return localized(self, "estate_name") if self.estate_name else ""

    @property
    def progress(self) -> str:
        return str(ProgressState(self.progress_state).label) if self.progress_state else ""

    @property
    def reading(self) -> Reading:
        return Reading(self.read_number, self.read_at, self.all_read_at, self.gaps)

    @property
    def unread_count(self) -> int:
        """Posts that came since the reader was here; 0 where nobody counted (see `is_new`)."""
        return self.reading.unread_in(self)

    @property
    def is_new(self) -> bool:
        return self.reading.finds_new(self)


def fetch(
    keys: Collection[str],
    *,
    user_id: int | None,
    show: str,
    board_id: int | None = None,
    estate_id: int | None = None,
    pinned: bool | None = None,
    after: tuple[Any, int] | None = None,
    most: int,
) -> list[TopicRow]:
    """Rows of topics open to these audience keys, in the order of `show`; one query.

    `after` is the place behind which to begin: what the list is ordered by, and the id.
    """
    values: dict[str, Any] = {"keys": keys}
    if user_id is not None:
        values["user_id"] = user_id
    place = {"board_id": board_id, "estate_id": estate_id}
    values |= {name: value for name, value in place.items() if value is not None}
    if after is not None:
        values["value"], values["last_id"] = after
    query = _query(show, pinned, tuple(values), most)
    return [TopicRow(*row) for row in query.rows(**values)]


@cache
def _query(show: str, pinned: bool | None, names: tuple[str, ...], most: int) -> Prepared:
    field = ORDERED_BY.get(show, "last_post_at")

    def build(*, keys: Collection[str], user_id: int | None = None, **values: Any) -> Any:
        topics = Topic.objects.filter(audience__in=keys)
        topics = topics.filter(**{name: values[name] for name in ("board_id", "estate_id") if name in values})
        if pinned is not None:
            topics = topics.filter(is_pinned=pinned)
        topics = _narrowed(topics, show, user_id)
        if "last_id" in values and field == "id":
            topics = topics.filter(id__lt=values["value"], id__lte=values["last_id"])
        elif "last_id" in values:
            value, last_id = values["value"], values["last_id"]
            topics = topics.filter(Q(**{f"{field}__lt": value}) | Q(**{field: value, "id__lt": last_id}))
        ordered = topics.order_by(f"-{field}", *(["-id"] if field != "id" else []))
        return ordered.values_list(*_SHOWN, *reading_of(user_id), *shut_out(user_id))[:most]

    return Prepared(build)


def _narrowed(topics: Any, show: str, user_id: int | None) -> Any:
    if show == "mine":
        return topics.filter(author_id=user_id).exclude(visibility__in=["merged", "taken_back"])
    if show == "followed":
        seen = Q(visibility="visible") | (Q(author_id=user_id) & ~Q(visibility__in=["merged", "taken_back"]))
        return topics.filter(seen).followed_by(user_id)
    topics = topics.filter(visibility="visible")
    if show == "unanswered":
        return topics.unanswered()
    if show == "discussed":
        return topics.filter(last_post_at__gt=now() - DISCUSSED_WITHIN)
    return topics.officially_answered() if show == "answered" else topics


def shut_out(user_id: int | None) -> tuple[Any, ...]:
    """Whether the reader has blocked whoever started a topic, as a field of its query; anonymous ones never count."""
    if user_id is None:
        return ()
    blocked = Exists(Block.objects.filter(user_id=user_id, blocked=OuterRef("author")))
    return (ExpressionWrapper(Q(blocked, is_anonymous=False), BooleanField()),)


_MARKUP = Fragments("forum/_topic_row.html", "components/avatar.html", "components/icon.html")


def draw(rows: Sequence[TopicRow], *, with_board: bool, with_estate: bool) -> list[SafeString]:
    """The markup of each row for its reader: one round to the cache, nothing else."""
    drawn = _MARKUP.draw(
        rows,
        key=lambda row: (*row.shown, with_board, with_estate),
        context=lambda row: {"topic": row, "with_board": with_board, "with_estate": with_estate},
    )
    return [_filled(markup, row) for markup, row in zip(drawn, rows, strict=True)]


def _filled(markup: str, row: TopicRow) -> SafeString:
    unread, is_new = row.unread_count, row.is_new
    return fill(
        markup,
        state=" unread" if unread or is_new else "",
        href=reverse(
            "forum:topic-unread" if unread or (is_new and row.read_number) else "forum:topic", args=[row.public_id]
        ),
        ago=words.relative(row.last_post_at),
        badge=_badge(unread, is_new=is_new),
    )


def _badge(unread: int, *, is_new: bool) -> str:
    if unread:
        title = ngettext("%(n)s unread", "%(n)s unread", unread) % {"n": unread}
        return format_html('<span class="badge" title="{}">{}</span>', title, unread)
    return format_html('<span class="badge badge-new">{}</span>', pgettext("topic", "New")) if is_new else ""
