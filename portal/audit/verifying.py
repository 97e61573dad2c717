"""Walks the audit chain and names what does not hold. Rows stream: a million of them need no memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portal.audit.models import AuditPartition, AuditRow
from portal.audit.sealing import GENESIS, SAID, link
from portal.sealing import SealBroken

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold.

    `changed`: the row doesn't say what it said, or stands where another stood · `missing`: no row has this
    position · `cut off`: everything from here to the head is gone · `put in`: a row behind the head ·
    `head`: the month's own line was changed · `gap`: a month is missing before this one.
    """

    position: int
    problem: str
    partition: str = ""
    row: int | None = None

    def __str__(self) -> str:
        row = f", row {self.row}" if self.row else ""
        return f"partition {self.partition or '?'}, position {self.position}{row}: {self.problem}"


class NoSuchPartition(Exception):
    """No month of that name was ever sealed."""


def breaks(partition: str = "") -> Iterator[Break]:
    """Every place where a row was changed, moved, removed or put in, in the order of positions.

    With a month, that month alone: it needs no row of another one.
    """
    months = AuditPartition.objects.order_by("first")
    if partition:
        if not (months := months.filter(month=partition)):
            raise NoSuchPartition(partition)
        yield from _breaks_in(months[0])
        return
    before: AuditPartition | None = None
    for month in months:
        if (month.first, month.opening) != ((before.last + 1, before.chain) if before else (1, GENESIS)):
            yield Break(month.first, "gap", month.month)
        yield from _breaks_in(month)
        before = month
    behind = AuditRow.objects.filter(position__gt=before.last if before else 0).order_by("position")
    for pk, position in behind.values_list("pk", "position").iterator(_CHUNK):
        yield Break(position or 0, "put in", before.month if before else "", pk)


def _breaks_in(month: AuditPartition) -> Iterator[Break]:
    if not _mark_holds(month):
        yield Break(month.first, "head", month.month)
    expected, chain = month.first, month.opening
    rows = AuditRow.objects.filter(position__range=(month.first, month.last)).order_by("position")
    for position, link_kept, *said in rows.values_list("position", "chain", *SAID).iterator(_CHUNK):
        if position != expected:
            yield Break(expected, "missing", month.month)
        elif link_kept != link(chain, tuple(said)):
            yield Break(position, "changed", month.month, said[0])
        expected, chain = position + 1, link_kept
    if expected <= month.last:
        yield Break(expected, "cut off", month.month)
    elif chain != month.chain:
        yield Break(month.last, "changed", month.month)


def _mark_holds(month: AuditPartition) -> bool:
    try:
        return month.mark.open() == month.said
    except SealBroken:
        return False
