"""Where each role starts: the rooms of the desk that are open to a viewer, with what waits there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm import permissions
from crm.models import Case, FollowUp, WorkOrder
from owners.models import Claim, Role
from portal.worktime import today

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import Promise

    from owners.viewers import Viewer

_STOP = 100


@dataclass(frozen=True, slots=True)
class Room:
    """`path` stands after the desk's own address; `waiting` counts what waits, up to 100."""

    title: Promise
    text: Promise
    icon: str
    path: str
    roles: tuple[str, ...]
    waiting: Callable[[Viewer], int] | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    title: Promise
    text: Promise
    icon: str
    url: str
    count: int | None


def _untaken(viewer: Viewer) -> int:
    return Case.objects.visible_to(viewer).in_queue("untaken", viewer)[:_STOP].count()


def _calls(viewer: Viewer) -> int:
    return FollowUp.objects.visible_to(viewer).planned().filter(planned_for__lte=today())[:_STOP].count()


def _orders(viewer: Viewer) -> int:
    return WorkOrder.objects.visible_to(viewer).open()[:_STOP].count()


def _claims(viewer: Viewer) -> int:
    return Claim.objects.reviewable_by(viewer).waiting()[:_STOP].count()


ROOMS = (
    Room(
        _("Watch"), _("Topics that need the company's word"), "megaphone", "watch/",
        (Role.SPOKESPERSON, Role.CASE_MANAGER, Role.ADMIN),
    ),
    Room(_("Cases"), _("Not taken by anybody yet"), "inbox", "cases/?queue=untaken", permissions.WORKERS, _untaken),
    Room(_("Cases"), _("Read along, note and search"), "inbox", "cases/?queue=all", (Role.LEGAL, Role.EXECUTIVE)),
    Room(_("Call or visitor"), _("Write down what somebody tells you"), "phone", "cases/new/", permissions.WORKERS),
    Room(_("Follow-ups"), _("Calls for today"), "user-check", "follow-ups/", permissions.WORKERS, _calls),
    Room(_("Work orders"), _("Open"), "settings", "work-orders/", permissions.ORDER_READERS, _orders),
    Room(
        _("Claims"), _("People waiting to be verified"), "user-check", "claims/",
        (Role.STEWARD, Role.CASE_OFFICER, Role.ADMIN), _claims,
    ),
    Room(_("Club"), _("Members, points and events"), "card", "club/", (Role.STEWARD, Role.ADMIN)),
    Room(_("Ledger"), _("All matters, as a list and as xlsx"), "chart", "ledger/", permissions.READERS),
)  # fmt: skip


def tiles_for(viewer: Viewer) -> list[Tile]:
    """The rooms that are open to the viewer, in the order of ROOMS."""
    desk = reverse("desk:dashboard")
    return [
        Tile(room.title, room.text, room.icon, f"{desk}{room.path}", room.waiting(viewer) if room.waiting else None)
        for room in ROOMS
        if viewer.has_role(*room.roles)
    ]
