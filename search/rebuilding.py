"""The index made anew from the rooms' rows, a batch to a transaction, while the site goes on.

Entries are replaced one by one and never missing in between. A batch's rows are locked while they are read,
so that nothing older is written over what somebody changes meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from search import actions
from search.models import SearchEntry
from search.sources import Source

AT_ONCE = 100
_LEFT_OVER_AT_ONCE = 1000


def put_again(source: Source, start: int = 0) -> Iterator[list[int]]:
    """Goes over the rows from number `start` on; gives the numbers of each batch when it is committed."""
    while numbers := list(source.walked().filter(pk__gte=start).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        _put_batch(source, numbers)
        yield numbers
        start = numbers[-1] + 1


@transaction.atomic
def _put_batch(source: Source, numbers: list[int]) -> None:
    for row in source.walked().select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk"):
        source.put(row)


def take_out_left_over(source: Source) -> int:
    """Removes the entries whose row is not there or not shown any more; how many those were."""
    removed, last = 0, ""
    entries = SearchEntry.objects.filter(kind=source.kind).order_by("ref").values_list("ref", flat=True)
    while refs := list(entries.filter(ref__gt=last)[:_LEFT_OVER_AT_ONCE]):
        shown = {str(pk) for pk in source.shown().filter(pk__in=refs).values_list("pk", flat=True)}
        left_over = [ref for ref in refs if ref not in shown]
        actions.remove(kind=source.kind, refs=left_over)
        removed, last = removed + len(left_over), refs[-1]
    return removed
