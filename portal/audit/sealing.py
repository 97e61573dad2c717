"""Chains audit rows by hash after they were written, so that no action waits for the one before."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from portal.audit.models import AuditRow

GENESIS = "0" * 64


def link(previous: str, row: AuditRow) -> str:
    """SHA-256 over the row before and everything that this row says."""
    said = json.dumps(
        [
            row.pk,
            row.recorded_at.isoformat(),
            row.actor,
            row.action,
            row.subject,
            row.estate_id,
            row.facts,
        ],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(f"{previous}\n{said}".encode()).hexdigest()


@transaction.atomic
def seal(limit: int = 2000) -> int:
    """Numbers and chains up to `limit` unsealed rows in the order of their ids. Returns how many.

    A row that commits late with a lower id is simply chained later: position, not id, is the order.
    """
    last = AuditRow.objects.select_for_update().filter(position__isnull=False).order_by("-position").first()
    position, chain = (last.position or 0, last.chain) if last else (0, GENESIS)
    sealed = 0
    for row in AuditRow.objects.filter(position__isnull=True).order_by("id")[:limit]:
        position, chain = position + 1, link(chain, row)
        sealed += AuditRow.objects.filter(pk=row.pk, position__isnull=True).update(position=position, chain=chain)
    return sealed


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold: the position and what is wrong there."""

    position: int
    problem: str


def breaks() -> Iterator[Break]:
    """Walks the whole chain; yields every place where a row was changed, removed or put in."""
    expected, chain = 1, GENESIS
    for row in AuditRow.objects.filter(position__isnull=False).order_by("position").iterator(2000):
        if row.position != expected:
            yield Break(expected, "missing")
        if row.chain != link(chain, row):
            yield Break(row.position or 0, "changed")
        expected, chain = (row.position or 0) + 1, row.chain
