"""The club in a few numbers, for the dashboard."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from club.models import Event, Membership, PointEntry, TransactionKind
from club.querysets import day_start
from portal.worktime import today


@dataclass(frozen=True, slots=True)
class Overview:
    members: int
    applications_waiting: int
    upcoming_events: int
    seats_taken: int
    seats_offered: int
    points_issued_this_month: int


def overview(estate_ids: Collection[int]) -> Overview:
    """Numbers of these estates: seats are those of upcoming events. Three queries."""
    stays = Membership.objects.filter(estate_id__in=estate_ids)
    counts = stays.aggregate(
        members=Count("pk", filter=Q(state="active")), waiting=Count("pk", filter=Q(state="applied"))
    )
    events = (
        Event.objects.upcoming()
        .filter(estate_id__in=estate_ids)
        .order_by()
        .aggregate(many=Count("pk"), taken=Sum("taken"), offered=Sum("capacity"))
    )
    issued = PointEntry.objects.filter(
        transaction__kind=TransactionKind.EARN,
        transaction__at__gte=day_start(today().replace(day=1)),
        amount__gt=0,
        account__user__in=stays.filter(state="active").values("user_id"),
    ).aggregate(total=Sum("amount"))["total"]
    return Overview(
        members=counts["members"],
        applications_waiting=counts["waiting"],
        upcoming_events=events["many"],
        seats_taken=events["taken"] or 0,
        seats_offered=events["offered"] or 0,
        points_issued_this_month=issued or 0,
    )
