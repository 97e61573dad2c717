"""Against storms: what is new in one matter is one entry on the bell and one message on each other way."""

from collections.abc import Collection, Iterable

from django.db.models import Count, F, Max, Q

from notify.kinds import Kind
from notify.models import Delivery, DeliveryState, Notification
from owners.models import User

_BATCH = 200
_NEVER_LEFT = (DeliveryState.SKIPPED, DeliveryState.FAILED)


def fold(rows: Iterable[Notification], kind: Kind) -> None:
    """Puts new entries (not saved yet, of one kind and bundle) and the unread ones of their bundle behind one
    another: the newest of the highest rank stands for all, and counts. Under the bells' locks.
    """
    fresh = {row.user_id: row for row in rows if row.on_bell}
    if not fresh:
        return
    first = next(iter(fresh.values()))
    before = Notification.objects.not_read().filter(user__in=fresh, bundle=first.bundle)
    alike = Q(kind=kind.name)
    counted = before.order_by().values("user_id").annotate(
        total=Count("pk"),
        same=Count("pk", filter=alike),
        people=Count("actor", filter=alike, distinct=True),
        again=Count("pk", filter=alike & Q(actor=first.actor)),
        highest=Max("rank", filter=Q(folded=False)),
    )  # fmt: skip
    behind: list[int] = []
    over: list[int] = []
    for count in counted:
        row = fresh[count["user_id"]]
        row.people = count["people"] + (0 if count["again"] else 1)
        row.more = count["total"] - count["same"]
        row.folded = (count["highest"] or 0) > kind.rank
        (behind if row.folded else over).append(row.user_id)
    if behind:
        before.filter(user__in=behind, folded=False).update(more=F("more") + 1)
    if over:
        before.filter(user__in=over, folded=False).update(folded=True)


def unfold(user: User, bundle: str) -> None:
    """Puts the unread entries of a bundle behind one another anew, after some of them were silenced or heard again.
    Under the bell's lock."""
    waiting = list(Notification.objects.not_read().filter(user=user, bundle=bundle).order_by("-rank", "-number"))
    for place, row in enumerate(waiting):
        row.folded = place > 0
    if waiting:
        first = waiting[0]
        alike = [row for row in waiting if row.kind == first.kind]
        first.people, first.more = len({row.actor for row in alike}), len(waiting) - len(alike)
        Notification.objects.bulk_update(waiting, ["folded", "people", "more"], batch_size=_BATCH)


def without_what_left(deliveries: Collection[Delivery], kind: Kind, bundle: str) -> list[Delivery]:
    """Those whose person was not told in this way already of something in the bundle that they have not
    visited since. What `insists` looks at its own kind only."""
    if not deliveries:
        return []
    left = Delivery.objects.filter(
        user__in={delivery.user_id for delivery in deliveries},
        notification__bundle=bundle,
        notification__visited=False,
    ).exclude(state__in=_NEVER_LEFT)
    if kind.insists:
        left = left.filter(notification__kind=kind.name)
    told = set(left.values_list("user_id", "channel"))
    return [delivery for delivery in deliveries if (delivery.user_id, delivery.channel) not in told]
