"""Taking deliveries off the outbox. Called by the worker and, in tests, by `drain`."""

import logging
import random
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from portal import domain_events
from portal.domain_events import DomainEvent
from portal.outbox.models import Delivery, DeliveryState, OutboxEntry
from portal.outbox.subscribers import subscriber_named
from portal.prepared import Prepared
from portal.worktime import now

logger = logging.getLogger(__name__)

ATTEMPTS = 10
# While a delivery runs it is due again only after this; a worker that died gives it back by that.
LEASE = timedelta(minutes=5)
KEEP_DELIVERED = timedelta(days=30)


def deliver_due(limit: int = 100) -> int:
    """Delivers up to `limit` due deliveries, one transaction each. Returns how many it tried."""
    tried = 0
    while tried < limit:
        claimed = _claim_one()
        if claimed is None:
            break
        _deliver(claimed)
        tried += 1
    return tried


def due() -> QuerySet[Delivery]:
    """What may run now: waiting, its time come, and nothing earlier of an ordered key undone."""
    earlier = Delivery.objects.filter(
        subscriber=OuterRef("subscriber"), key=OuterRef("key"), sequence__lt=OuterRef("sequence"), ordered=True
    ).exclude(state=DeliveryState.DONE)
    return (
        Delivery.objects.filter(state=DeliveryState.WAITING, due_at__lte=now())
        .filter(Q(ordered=False) | ~Exists(earlier))
        .order_by("due_at", "id")
    )


def replay(delivery_id: int) -> bool:
    """Puts a dead letter back in line. False if it is not dead."""
    return bool(
        Delivery.objects.filter(id=delivery_id, state=DeliveryState.DEAD).update(
            state=DeliveryState.WAITING, attempts=0, due_at=now(), error=""
        )
    )


def purge_delivered() -> int:
    """Removes entries older than 30 days of which nothing waits or died. Returns how many."""
    undone = Delivery.objects.filter(entry=OuterRef("pk")).exclude(state=DeliveryState.DONE)
    old = OutboxEntry.objects.filter(~Exists(undone), recorded_at__lt=now() - KEEP_DELIVERED)
    batch = list(old.order_by("id").values_list("id", flat=True)[:5000])
    OutboxEntry.objects.filter(id__in=batch).delete()
    return len(batch)


def _next_due() -> QuerySet[Delivery, tuple[int]]:
    candidates = due().values_list("id")[:1]
    if connection.features.has_select_for_update_skip_locked:
        candidates = candidates.select_for_update(skip_locked=True)
    return candidates


# Asked at each step of each round, and mostly in vain.
_NEXT_DUE = Prepared(_next_due)


def _claim_one() -> Delivery | None:
    with transaction.atomic():
        found = _NEXT_DUE.rows()
        if not found:
            return None
        delivery = Delivery.objects.select_related("entry").get(id=found[0][0])
        # Counted before it runs: a handler that kills the worker is not tried for ever.
        Delivery.objects.filter(id=delivery.id).update(attempts=F("attempts") + 1, due_at=now() + LEASE)
        delivery.attempts += 1
        return delivery


def _deliver(delivery: Delivery) -> None:
    try:
        with transaction.atomic():
            # The handler's writes and the mark "done" are one: killed midway, both are undone.
            subscriber = subscriber_named(delivery.subscriber)
            if subscriber is None:
                raise LookupError(f"no subscriber is named {delivery.subscriber!r}")
            taken = Delivery.objects.filter(id=delivery.id, state=DeliveryState.WAITING).update(
                state=DeliveryState.DONE, done_at=now(), error=""
            )
            if taken:
                subscriber.handler(_event_of(delivery.entry))
    except Exception as problem:
        logger.exception("outbox: %s failed for %s", delivery.subscriber, delivery.entry)
        _note_failure(delivery, problem)


def _note_failure(delivery: Delivery, problem: Exception) -> None:
    dead = delivery.attempts >= ATTEMPTS
    wait = timedelta(seconds=min(2**delivery.attempts, 3600) * random.uniform(0.8, 1.2))
    Delivery.objects.filter(id=delivery.id, state=DeliveryState.WAITING).update(
        state=DeliveryState.DEAD if dead else DeliveryState.WAITING,
        due_at=now() + wait,
        error=f"{type(problem).__name__}: {problem}"[:2000],
    )


def _event_of(entry: OutboxEntry) -> DomainEvent:
    event_type = getattr(domain_events, entry.kind)
    return event_type(**entry.payload)
