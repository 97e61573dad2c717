"""Chains audit rows by hash after they were written, so that no action waits for the one before."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.audit.models import AuditPartition, AuditRow
from portal.worktime import now

GENESIS = "0" * 64
# What a row says, in the order in which it is hashed.
SAID = ("pk", "recorded_at", "actor", "action", "subject", "estate_id", "facts")


def link(previous: str, said: tuple[Any, ...]) -> str:
    """SHA-256 over the row before and everything that this row says (`SAID`)."""
    pk, recorded_at, *rest = said
    text = json.dumps([pk, recorded_at.isoformat(), *rest], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def month_of(moment: datetime) -> str:
    """The calendar month in China, `2026-11`."""
    return f"{timezone.localtime(moment):%Y-%m}"


@transaction.atomic
def seal(limit: int = 2000) -> int:
    """Numbers and chains up to `limit` unsealed rows in the order of their ids. Returns how many.

    A row that commits late with a lower id is simply chained later: position, not id, is the order.
    It goes on from the partition's head, never from the row that happens to be last: where the end
    was cut off, the gap stays to be seen.
    """
    head = AuditPartition.objects.select_for_update().order_by("-first").first()
    sealed = 0
    for row in AuditRow.objects.filter(position__isnull=True).order_by("id")[:limit]:
        month = month_of(row.recorded_at)
        if head is None or month > head.month:
            head = _turn_the_page(head, month)
        head.last, head.chain = head.last + 1, link(head.chain, tuple(getattr(row, name) for name in SAID))
        AuditRow.objects.filter(pk=row.pk, position__isnull=True).update(position=head.last, chain=head.chain)
        sealed += 1
    if head is not None and sealed:
        _keep(head)
    return sealed


def _turn_the_page(before: AuditPartition | None, month: str) -> AuditPartition:
    if before is None:
        return AuditPartition(month=month, opening=GENESIS, first=1, last=0, chain=GENESIS)
    before.closed_at = now()
    _keep(before)
    return AuditPartition(
        month=month, opening=before.chain, first=before.last + 1, last=before.last, chain=before.chain
    )


def _keep(partition: AuditPartition) -> None:
    partition.mark = partition.said
    partition.save()
