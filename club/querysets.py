from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from owners.querysets import name_matches
from portal.worktime import now

if TYPE_CHECKING:
    from club.models import Event, Membership, Registration, Tier  # noqa: F401
    from owners.models import User
    from owners.viewers import Viewer

SHANGHAI = ZoneInfo("Asia/Shanghai")


def day_start(day: date) -> datetime:
    """Midnight in Shanghai, where a day of the club begins."""
    return datetime.combine(day, time(), tzinfo=SHANGHAI)


class TierQuerySet(models.QuerySet["Tier"]):
    def first_of_all(self) -> Tier:
        """The tier that everybody starts with. Raises Tier.DoesNotExist where none is set up."""
        return self.order_by("rank")[:1].get()


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> Self:
        return self.filter(state="active")

    def applied(self) -> Self:
        return self.filter(state="applied")

    def open(self) -> Self:
        """The stays that stand in the way of a new application."""
        return self.filter(state__in=["applied", "active", "suspended"])

    def of(self, user: User) -> Self:
        return self.filter(user=user)

    def stewarded_by(self, viewer: Viewer) -> Self:
        """What a steward (or administrator) of the estate may decide on."""
        return self.filter(estate_id__in=viewer.estates_for("steward", "admin"))


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Published and cancelled ones whose audience is open to the viewer, and where they registered."""
        shown = Q(audience__in=viewer.keys)
        if viewer.user is not None:
            # By subquery: a join would double an event that was cancelled and booked again.
            shown |= Q(pk__in=_events_booked_by(viewer.user))
        return self.exclude(state="draft").filter(shown)

    def stewarded_by(self, viewer: Viewer) -> Self:
        return self.filter(estate_id__in=viewer.estates_for("steward", "admin"))

    def published(self) -> Self:
        return self.filter(state="published")

    def upcoming(self) -> Self:
        """Published, and not over; the next one first."""
        return self.published().filter(ends_at__gt=now()).order_by("starts_at", "id")

    def over(self) -> Self:
        """What ended, called off or not; the last one first."""
        return self.filter(ends_at__lte=now()).order_by("-starts_at", "-id")

    def in_month(self, year: int, month: int) -> Self:
        start = day_start(date(year, month, 1))
        end = day_start(date(year + month // 12, month % 12 + 1, 1))
        return self.filter(starts_at__gte=start, starts_at__lt=end).order_by("starts_at", "id")

    def with_waiting(self) -> Self:
        """Adds `waiting`: how many registrations wait for a seat."""
        from club.models import Registration

        waiting = (
            Registration.objects.filter(event=OuterRef("pk"), state="waiting")
            .order_by()
            .values("event")
            .annotate(many=Count("pk"))
            .values("many")
        )
        return self.annotate(waiting=Coalesce(Subquery(waiting, output_field=IntegerField()), 0))


def _events_booked_by(user: User) -> models.QuerySet[Registration, Any]:
    from club.models import Registration

    return Registration.objects.live().filter(user=user).values("event_id")


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def live(self) -> Self:
        return self.exclude(state="cancelled")

    def waiting(self) -> Self:
        return self.filter(state="waiting").order_by("id")

    def coming(self) -> Self:
        """Who has a seat, arrived or not."""
        return self.filter(state__in=["confirmed", "attended"])

    def of(self, user: User) -> Self:
        return self.filter(user=user)

    def with_position(self) -> Self:
        """Adds `position`: 1 for the next on the waiting list; meaningless for the others."""
        ahead = (
            self.model.objects.filter(event=OuterRef("event"), state="waiting", id__lte=OuterRef("id"))
            .order_by()
            .values("event")
            .annotate(many=Count("pk"))
            .values("many")
        )
        return self.annotate(position=Coalesce(Subquery(ahead, output_field=IntegerField()), 0))

    def named(self, query: str) -> Self:
        """Who has or waits for a seat and whose name or nickname holds `query`, for search at the door."""
        by_name = name_matches(query, "user__person__naming__") | Q(user__nickname__icontains=query)
        found = self.exclude(state="cancelled").filter(by_name)
        return found.select_related("user__person__naming", "check_in").order_by("user__person__naming__name", "id")

    def head_count(self) -> dict[str, int]:
        """`expected` and `arrived`: people who have a seat, and those of them who came. One query."""
        return self.aggregate(
            expected=Coalesce(Sum("seats", filter=Q(state__in=["confirmed", "attended"])), 0),
            arrived=Coalesce(Sum("seats", filter=Q(state="attended")), 0),
        )
