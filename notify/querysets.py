from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from notify.models import Notification  # noqa: F401 - named in the class below
    from owners.viewers import Viewer

COUNTED = 100


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, viewer: Viewer) -> NotificationQuerySet:
        """One's own, and nobody else's; of those, what the viewer may still see the matter of."""
        if viewer.user is None:
            return self.none()
        return self.filter(Q(audience="") | Q(audience__in=viewer.keys), user=viewer.user)

    def on_the_bell(self) -> NotificationQuerySet:
        return self.filter(on_bell=True)

    def unread(self) -> NotificationQuerySet:
        """What the bell counts and the list marks: one definition for both."""
        bell = apps.get_model("notify", "Bell").objects.filter(user=OuterRef("user"))
        return self.on_the_bell().filter(
            read_at__isnull=True, number__gt=Coalesce(Subquery(bell.values("read_through")), Value(0))
        )

    def newest(self, *, before: int | None = None) -> NotificationQuerySet:
        """Newest first, from below number `before`."""
        rows = self.filter(number__lt=before) if before is not None else self
        return rows.order_by("-number")

    def count_capped(self) -> int:
        """How many, counted to 100 at most: nobody needs more, and the cost stays the same."""
        return self.order_by()[:COUNTED].count()
