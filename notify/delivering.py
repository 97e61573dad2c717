"""Taking one delivery, handing it to its channel, and keeping what became of it. Once each."""

import logging
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import translation

from notify.channels import WAYS
from notify.channels.base import NotDelivered, Rejected, TryAgain, TryLater
from notify.models import Bell, Delivery, DeliveryState, Notification
from notify.wording import language_of
from owners.viewers import viewer_for_user
from portal.worktime import now

logger = logging.getLogger(__name__)

ATTEMPTS = 5
# A delivery that has been on its way for this long was lost with its worker.
LOST_AFTER = timedelta(minutes=10)


class DeliveriesLeft(Exception):
    """Some deliveries of a task met a hitch; the task is tried again for them."""


def deliver_each(delivery_ids: Iterable[int]) -> None:
    """Each leaves once, however often this runs. Raises DeliveriesLeft if any is to be tried again."""
    left = sum(not deliver_one(pk) for pk in delivery_ids)
    if left:
        raise DeliveriesLeft(f"{left} to be tried again")


def deliver_one(pk: int) -> bool:
    """True if nothing is left to do for now: sent, given up, held, or somebody else's."""
    channel = Delivery.objects.filter(pk=pk).values_list("channel", flat=True).first()
    if channel is None:
        return True
    way = WAYS[channel]
    one_transaction: AbstractContextManager[object] = transaction.atomic() if way.hands_over else nullcontext()
    with one_transaction:
        # Whoever's update counts delivers; a service is spoken to outside any transaction.
        waiting = Delivery.objects.filter(pk=pk, state=DeliveryState.WAITING)
        if not waiting.update(state=DeliveryState.SENDING, due_at=now(), attempts=F("attempts") + 1):
            return True
        delivery = Delivery.objects.select_related("notification__user").get(pk=pk)
        if reason := _needless(delivery.notification):
            _keep(delivery, DeliveryState.SKIPPED, reason)
            return True
        return _hand_over(delivery)


def _hand_over(delivery: Delivery) -> bool:
    try:
        with translation.override(language_of(delivery.notification.user)):
            WAYS[delivery.channel].deliver(delivery)
    except TryLater as hitch:
        _keep(delivery, DeliveryState.HELD, hitch.problem, due_at=hitch.at)
    except TryAgain as hitch:
        if delivery.attempts < ATTEMPTS:
            _keep(delivery, DeliveryState.WAITING, hitch.problem)
            return False
        _keep(delivery, DeliveryState.FAILED, hitch.problem)
    except Rejected as refusal:
        logger.error("delivery %s by %s was rejected: %s", delivery.pk, delivery.channel, refusal.problem)
        _keep(delivery, DeliveryState.FAILED, refusal.problem)
    except NotDelivered as refusal:
        _keep(delivery, DeliveryState.SKIPPED, refusal.problem)
    else:
        _keep(delivery, DeliveryState.SENT)
    return True


def _needless(notification: Notification) -> str:
    """Why nobody needs to be told any more, or an empty string."""
    user = notification.user
    if not user.is_active:
        return "account closed"
    if notification.audience and not viewer_for_user(user, second_factor=True).can_see(notification.audience):
        return "no longer open to this person"
    if notification.silenced:
        return "not heard any more"
    if notification.is_urgent:
        return ""
    if notification.visited:
        return "read already"
    if not notification.on_bell:
        return ""
    read = notification.read_at or Bell.objects.filter(user=user, read_through__gte=notification.number).exists()
    return "read already" if read else ""


def _keep(delivery: Delivery, state: DeliveryState, problem: str = "", *, due_at: datetime | None = None) -> None:
    delivery.state, delivery.problem = state, problem
    delivery.sent_at = now() if state == DeliveryState.SENT else None
    delivery.due_at = due_at or delivery.due_at
    delivery.save(update_fields=["state", "problem", "sent_at", "due_at"])


@transaction.atomic
def release_due(limit: int = 500) -> list[int]:
    """Lets go what has waited for its hour, and what was lost with its worker. Returns their ids."""
    moment = now()
    held = Delivery.objects.filter(state=DeliveryState.HELD, due_at__lte=moment)
    lost = Delivery.objects.filter(state=DeliveryState.SENDING, due_at__lte=moment - LOST_AFTER)
    ids: list[int] = []
    for due in (held, lost):
        rows = due.select_for_update(skip_locked=True).order_by("due_at").values_list("pk", flat=True)
        ids += list(rows[:limit])
    Delivery.objects.filter(pk__in=ids).update(state=DeliveryState.WAITING)
    return ids
