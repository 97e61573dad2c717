"""What can be listed, by whom, page by page. Keyset only: no OFFSET, no COUNT over all cases."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from crm import permissions
from portal.worktime import now

if TYPE_CHECKING:
    from owners.viewers import Viewer

QUEUES = ("mine", "untaken", "late", "waiting", "all")
_OPEN = Q(closed_at__isnull=True)


class CaseQuerySet(models.QuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Cases of the viewer's estates, for the roles that read cases.

        The staff key alone would open them to every editor and steward of the estate.
        """
        return self.filter(audience__in=viewer.keys, estate_id__in=viewer.estates_for(*permissions.READERS))

    def open(self) -> Self:
        return self.filter(_OPEN)

    def ended(self) -> Self:
        return self.filter(closed_at__isnull=False)

    def late(self) -> Self:
        return self.filter(_OPEN, next_due_at__lt=now())

    def in_queue(self, queue: str, viewer: Viewer) -> Self:
        """One of QUEUES; ValueError for another name."""
        match queue:
            case "mine":
                user_id = viewer.user.pk if viewer.user else None
                return self.filter(_OPEN, Q(handler_id=user_id) | Q(offered_to_id=user_id))
            case "untaken":
                return self.filter(_OPEN, handler__isnull=True)
            case "late":
                return self.late()
            case "waiting":
                return self.filter(_OPEN, state="waiting")
            case "all":
                return self.all()
        raise ValueError(f"no queue is named {queue!r}")

    def for_rows(self) -> Self:
        """With what one row of a list shows, so that a list costs the same for any length."""
        return self.select_related("estate", "handler", "conversation__unit__entrance__building")

    def newest(self, *, before: int | None = None) -> Self:
        """Newest first; `before` is the id of the last row of the page before."""
        rows = self.filter(id__lt=before) if before else self
        return rows.order_by("-id")

    def most_urgent(self, *, after: tuple[datetime | None, int] | None = None) -> Self:
        """Next due first, those without a running clock last; `after` is (due, id) of the last row."""
        rows = self
        if after:
            due, last_id = after
            rest = Q(next_due_at__isnull=True, id__gt=last_id)
            if due is not None:
                rest = Q(next_due_at__gt=due) | Q(next_due_at=due, id__gt=last_id) | Q(next_due_at__isnull=True)
            rows = self.filter(rest)
        return rows.order_by(F("next_due_at").asc(nulls_last=True), "id")

    def with_broken_promise(self) -> Self:
        """Adds `broken`: whether any clock of the case is or was late."""
        return self.annotate(broken=_broken_promise())

    def with_promises_kept(self) -> Self:
        return self.filter(~_broken_promise())


def _broken_promise() -> Exists:
    from crm.models import Clock

    stopped_late = Q(stopped_at__gt=F("due_at"))
    running_late = Q(stopped_at__isnull=True, paused_at__isnull=True, due_at__lt=now())
    paused_late = Q(stopped_at__isnull=True, paused_at__gt=F("due_at"))
    clocks = Clock.objects.filter(case=OuterRef("pk"))
    return Exists(clocks.filter(stopped_late | running_late | paused_late))


class WorkOrderQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state__in=("sent", "accepted"))

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the cases that the viewer works on, and those sent to the viewer's own telephone."""
        at_work = Q(case__estate_id__in=viewer.estates_for(*permissions.WORKERS))
        user = viewer.user
        if user is not None and user.phone and user.phone_verified_at:
            handles = viewer.estates_for("handler")
            at_work |= Q(case__estate_id__in=handles, handler_phone=user.phone)
        return self.filter(at_work)


class FollowUpQuerySet(models.QuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(case__audience__in=viewer.keys, case__estate_id__in=viewer.estates_for(*permissions.WORKERS))

    def planned(self) -> Self:
        return self.filter(state="planned")
