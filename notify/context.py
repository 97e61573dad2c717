"""`bell` in every template: how many notifications the viewer has not read."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest

from notify.models import Notification
from notify.querysets import COUNTED
from owners.viewers import Viewer


class BellCount:
    """Asks when a template asks, once; a page without a bell pays nothing."""

    def __init__(self, viewer: Viewer | None) -> None:
        self.viewer = viewer

    @cached_property
    def count(self) -> int:
        if self.viewer is None or not self.viewer.signed_in:
            return 0
        return Notification.objects.visible_to(self.viewer).unread().count_capped()

    @property
    def shown(self) -> str:
        return f"{COUNTED - 1}+" if self.count >= COUNTED else str(self.count)


def bell(request: HttpRequest) -> dict[str, Any]:
    return {"bell": BellCount(getattr(request, "viewer", None))}
