from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import ExpressionWrapper, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from notify.models import Notification  # noqa: F401 - named in the class below
    from owners.viewers import Viewer

COUNTED = 100


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, viewer: Viewer) -> NotificationQuerySet:
        """One's own, and nobody else's; of those, what the viewer may still see the matter of, and wants to hear."""
        if viewer.user is None:
            return self.none()
        return self.filter(Q(audience="") | Q(audience__in=viewer.keys), user=viewer.user, silenced=False)

    def on_the_bell(self) -> NotificationQuerySet:
        """The entries of the list: of a bundle, the one that stands for all."""
        return self.filter(on_bell=True, folded=False)

    def unread(self) -> NotificationQuerySet:
        """The entries that the bell counts."""
        return self.on_the_bell().filter(_not_read())

    def marked(self) -> NotificationQuerySet:
        """The entries of the list, each with `is_unread`: whether the bell counts it."""
        return self.on_the_bell().annotate(is_unread=ExpressionWrapper(_not_read(), models.BooleanField()))

    def not_read(self) -> NotificationQuerySet:
        """Those on the bell that were not read, also where they are folded behind another one."""
        return self.filter(_not_read(), on_bell=True, silenced=False)

    def newest(self, *, before: int | None = None) -> NotificationQuerySet:
        """Newest first, from below number `before`."""
        rows = self.filter(number__lt=before) if before is not None else self
        return rows.order_by("-number")

    def count_capped(self) -> int:
        """How many, counted to 100 at most: nobody needs more, and the cost stays the same."""
        return self.order_by()[:COUNTED].count()


def _not_read() -> Q:
    """The one definition of unread, for the bell's count, the list's marks and the daily mail."""
    bell = apps.get_model("notify", "Bell").objects.filter(user=OuterRef("user"))
    read_through = Coalesce(Subquery(bell.values("read_through")), Value(0))
    return Q(read_at__isnull=True) & Q(number__gt=read_through)
