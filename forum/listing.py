"""Lists of topics, paged by key: what they are ordered by and the id of the last row seen, never by counting rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from forum.models import Board
from forum.rows import ORDERED_BY, OWN_SHOWS, SHOWS, TopicRow, fetch
from owners.models import Estate
from owners.viewers import Viewer

PER_PAGE = 20
MOST_PINNED = 3
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of topics. `older` is the key for the next page, empty on the last one."""

    topics: Sequence[TopicRow]
    older: str
    show: str


def list_topics(
    viewer: Viewer,
    *,
    board: Board | None = None,
    estate: Estate | None = None,
    without_pinned: bool = False,
    show: str = "latest",
    before: str = "",
) -> Listing:
    """A page of the topics that the viewer may read: a board's, an estate's, or all. One query.

    `show` is one of SHOWS, anything else counts as latest; `before` is a key of an earlier page, ignored where it
    can't be read. Held and hidden topics are left out, but for the viewer's own in their own lists.
    """
    show = show if show in SHOWS and (show not in OWN_SHOWS or viewer.user is not None) else "latest"
    rows = fetch(
        viewer.keys,
        user_id=viewer.user.pk if viewer.user else None,
        show=show,
        board_id=board.pk if board else None,
        estate_id=estate.pk if estate else None,
        pinned=False if without_pinned else None,
        after=_read_key(before, show),
        most=PER_PAGE + 1,
    )
    page = rows[:PER_PAGE]
    return Listing(topics=page, older=_key(page[-1], show) if len(rows) > PER_PAGE else "", show=show)


def pinned_topics(viewer: Viewer, board: Board) -> list[TopicRow]:
    """What stands on top of a board, at most three."""
    user_id = viewer.user.pk if viewer.user else None
    return fetch(viewer.keys, user_id=user_id, show="latest", board_id=board.pk, pinned=True, most=MOST_PINNED)


def _key(row: TopicRow, show: str) -> str:
    value = getattr(row, "pk" if show == "new" else ORDERED_BY.get(show, "last_post_at"))
    number = (value - _EPOCH) // timedelta(microseconds=1) if isinstance(value, datetime) else value
    return f"{number}-{row.pk}"


def _read_key(text: str, show: str) -> tuple[datetime | int, int] | None:
    number, _, row_id = text.partition("-")
    if not (number.isdigit() and row_id.isdigit() and len(number) < 18 and len(row_id) < 19):
        return None
    if show in {"new", "discussed"}:
        return int(number), int(row_id)
    return _EPOCH + timedelta(microseconds=int(number)), int(row_id)
