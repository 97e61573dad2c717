"""Writing an event into the outbox, in the transaction of the change that it tells."""

from dataclasses import asdict
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from portal.domain_events import DomainEvent
from portal.outbox.subscribers import subscribers_of
from portal.worktime import now

CHANNEL = "linli_outbox"


def record(event: DomainEvent, key: str) -> None:
    """Records `event` under `key` (the aggregate, e.g. `topic:12`), with its deliveries.

    Must run inside a transaction: raises RuntimeError otherwise. The sequence is taken under the
    key's row lock, held until commit, so a later number is never visible before an earlier one.
    """
    from portal.outbox.models import Delivery, OutboxEntry

    if not connection.in_atomic_block:
        raise RuntimeError("an event is recorded in the transaction of its change, or not at all")
    listeners = subscribers_of(type(event))
    sequence = _next_in(key)
    moment = now()
    entry = OutboxEntry.objects.create(
        kind=type(event).__name__, key=key, sequence=sequence, payload=_payload(event), recorded_at=moment
    )
    Delivery.objects.bulk_create(
        Delivery(entry=entry, subscriber=known.name, key=key, sequence=sequence, ordered=known.ordered, due_at=moment)
        for known in listeners
    )
    if listeners:
        transaction.on_commit(wake_worker)


def wake_worker() -> None:
    """Tells the worker that something is due: NOTIFY on PostgreSQL; elsewhere it polls."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")


def _payload(event: DomainEvent) -> dict[str, Any]:
    return asdict(event)


def _next_in(key: str) -> int:
    from portal.outbox.models import KeySequence

    KeySequence.objects.bulk_create([KeySequence(key=key)], ignore_conflicts=True)
    KeySequence.objects.filter(key=key).update(last=F("last") + 1)
    return KeySequence.objects.values_list("last", flat=True).get(key=key)
