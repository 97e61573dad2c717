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

    def count_anew(self) -> None:
        """Something was read since: the next template that asks gets a fresh count."""
        self.__dict__.pop("count", None)


def bell_of(request: HttpRequest) -> BellCount:
    """The bell of this request's page: counted once, whoever asks."""
    found: BellCount | None = getattr(request, "_bell", None)
    if found is None:
        found = BellCount(getattr(request, "viewer", None))
        request._bell = found  # type: ignore[attr-defined]
    return found


def bell(request: HttpRequest) -> dict[str, Any]:
    return {"bell": bell_of(request)}
