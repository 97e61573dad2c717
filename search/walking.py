"""The newest of many hits, without looking at the many.

Neither the index of words nor the one of ages does that by itself: the first gives the hits of all years to be
sorted, the second all entries of late to be read. So hits are asked for by spans of time, the latest first:
one that holds a thousand entries of any sort, then longer ones, as long as what was found so far makes
likely to be enough, until the page is full. See docs/adr/0013.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Subquery

from search import spans
from search.spans import Span

if TYPE_CHECKING:
    from django.db.models import Expression

    from search.querysets import SearchEntryQuerySet

# So many entries, found or not, the first span holds.
FIRST = 1000
# A span is so many times as long as all before it together. Where a thousand entries held no hit, a hundred
# thousand hold few: what bounds the growth is the work, not the aim.
LEAST_GROWTH, MOST_GROWTH = 3, 127
# What is expected to suffice is taken half as long again: words come in waves.
_MARGIN = 1.5


def newest(found: SearchEntryQuerySet, need: int, columns: Sequence[str | Expression]) -> list[Any]:
    """At most `need` of the hits, newest first: exactly those of `found.newest_first()[:need]`.

    Entries, or tuples of the columns if any are named.
    """

    def some_of(span: Span) -> Iterable[Any]:
        hits = found.during(span)
        return (hits.values_list(*columns) if columns else hits)[: need - len(rows)]

    if found.query.is_empty():
        return []
    rows: list[Any] = []
    span = latest = _first_span(found)
    rows += some_of(span)
    while len(rows) < need and not _is_last(found, span):
        span = span.before(int(latest.length_from(span) * _growth(len(rows), need)))
        rows += some_of(span)
    return rows


def _first_span(found: SearchEntryQuerySet) -> Span:
    """From the latest entry that counts, found or not, to the thousandth; all time where there are fewer."""
    entries = found.model.objects.using(found.db)
    if found.until is not None:
        entries = entries.filter(at__lte=found.until)
    moments = entries.newest_first().values("at")
    ends = moments.values_list("at", Subquery(moments[:1]))[FIRST : FIRST + 1].first()
    return Span.around(ends[0], found.until or ends[1]) if ends else spans.ALL_TIME


def _is_last(found: SearchEntryQuerySet, span: Span) -> bool:
    return span.first is None or (found.since is not None and span.first <= found.since)


def _growth(rows: int, need: int) -> float:
    if not rows:
        return MOST_GROWTH
    return min(max(_MARGIN * (need - rows) / rows, LEAST_GROWTH), MOST_GROWTH)
