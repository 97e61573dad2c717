"""Pages of hits, best or newest first, each hit on exactly one of them.

The best are chosen among the newest thousand; behind them the rest follows newest first. Which thousand
that is goes along from page to page, so that a new hit moves nothing: it appears when one asks again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, Self

from django.db.models import BooleanField, ExpressionWrapper, Q, Value

from search import asking, synonyms
from search.folding import fold
from search.models import SearchEntry
from search.moments import microseconds, moment
from search.spans import Span

if TYPE_CHECKING:
    from datetime import datetime

    from search.querysets import SearchEntryQuerySet

CANDIDATES = 1000

# What a hit is worth, in thousandths. A month takes half of what freshness gives.
IN_TITLE = 3000
IN_TITLE_REPLIED_TO = 1000
VERBATIM = 1500
OFFICIAL = 1000
FRESH = 2000
_HALF_AFTER = timedelta(days=30)
_DIGITS = 18


@dataclass(frozen=True, slots=True)
class HitPage:
    """`older` is where the next page goes on; empty on the last."""

    entries: list[SearchEntry]
    older: str


class _Rank(NamedTuple):
    """Greater is better; no two are alike."""

    score: int
    stamp: int
    number: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page of the best went to: from the newest to the oldest candidate, and the last one shown."""

    newest: tuple[int, int]
    oldest: tuple[int, int]
    last: _Rank

    def __str__(self) -> str:
        return "-".join(str(part) for part in (*self.newest, *self.oldest, *self.last))

    @classmethod
    def read(cls, cursor: str) -> Self | None:
        parts = cursor.split("-")
        if len(parts) != 7 or not all(part.isdecimal() and len(part) < _DIGITS for part in parts):
            return None
        a, b, c, d, *last = (int(part) for part in parts)
        return cls((a, b), (c, d), _Rank(*last))


def newest(found: SearchEntryQuerySet, *, after: str, size: int) -> HitPage:
    """Newest first."""
    entries = found.before(after).defer("grams", "folded").newest(size + 1)
    return HitPage(entries[:size], entries[size - 1].cursor if len(entries) > size else "")


def best(found: SearchEntryQuerySet, query: str, *, after: str, size: int) -> HitPage:
    """By relevance and freshness while there are candidates, then newest first."""
    if after.count("-") == 1:
        return newest(found, after=after, size=size)
    place = _Place.read(after)
    candidates = found if place is None else found.not_newer_than(*place.newest).not_older_than(*place.oldest)
    ranks = _ranks(candidates, query, place)
    if not ranks:
        return HitPage([], "")
    ends = sorted((rank.stamp, rank.number) for rank in ranks)
    first, last = (place.newest, place.oldest) if place else (ends[-1], ends[0])
    left = sorted((rank for rank in ranks if place is None or rank < place.last), reverse=True)
    shown = left[:size]
    entries = _entries(found, shown)
    if len(left) > size:
        return HitPage(entries, str(_Place(first, last, shown[-1])))
    if place is None and len(ranks) < CANDIDATES:
        return HitPage(entries, "")
    return _with_rest(found, entries, last, size - len(shown))


def _ranks(candidates: SearchEntryQuerySet, query: str, place: _Place | None) -> list[_Rank]:
    wanted = asking.read(query).wanted
    together: Q | Value = Value(value=False)
    if len(wanted) > 1:
        together = Q(folded__contains="".join(wanted)) | Q(folded__contains=" ".join(wanted))
    columns = ("pk", "at", "title", "official", "is_reply", ExpressionWrapper(together, BooleanField()))
    rows = candidates.newest(CANDIDATES, columns)
    if not rows:
        return []
    variants = [synonyms.variants_of(phrase) for phrase in wanted]
    now = place.newest[0] if place else microseconds(rows[0][1])
    ranks = []
    for pk, at, title, official, is_reply, is_together in rows:
        score = _title_score(fold(title), variants, is_reply=is_reply) + _freshness(now, at)
        score += VERBATIM * is_together + OFFICIAL * official
        ranks.append(_Rank(score, microseconds(at), pk))
    return ranks


def _title_score(title: str, variants: list[list[str]], *, is_reply: bool) -> int:
    held = sum(any(variant in title for variant in same) for same in variants)
    return (IN_TITLE_REPLIED_TO if is_reply else IN_TITLE) * held // len(variants)


def _freshness(now: int, at: datetime) -> int:
    """By the newest hit and not by the clock: the order of a search must not change while one reads."""
    half = _HALF_AFTER // timedelta(microseconds=1)
    return FRESH * half // (half + now - microseconds(at))


def _entries(found: SearchEntryQuerySet, ranks: list[_Rank]) -> list[SearchEntry]:
    """Asked of the same hits, so that what was closed a moment ago is not among them."""
    stamps = [rank.stamp for rank in ranks]
    # The span is for the index: otherwise it may come with all hits of all years to have these looked up among them.
    span = Span.around(moment(min(stamps)), moment(max(stamps)))
    rows = found.during(span).defer("grams", "folded").in_bulk([rank.number for rank in ranks])
    return [rows[rank.number] for rank in ranks if rank.number in rows]


def _with_rest(found: SearchEntryQuerySet, entries: list[SearchEntry], last: tuple[int, int], room: int) -> HitPage:
    """The page on which the candidates end, filled up with what is older."""
    rest = found.older_than(*last).defer("grams", "folded").newest(room + 1)
    if len(rest) <= room:
        return HitPage(entries + rest, "")
    return HitPage(entries + rest[:room], rest[room - 1].cursor if room else "-".join(map(str, last)))
