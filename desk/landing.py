"""Where each role starts: the rooms of the desk that are open to a viewer, with what waits there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from answers.actions import REVIEWERS as PREPARED_REVIEWERS
from answers.models import PreparedVersion
from crm import permissions
from crm.models import Case, FollowUp, WorkOrder
from forum.permissions import SPOKESPEOPLE
from owners.actions.exports import ASKERS
from owners.models import Claim, DataRequest, ExportRequest, PrivacyAlert, Role, RoleRequest
from owners.models.rights import DECIDED_BY_PEOPLE
from owners.oversight_querysets import EXPORT_APPROVERS
from owners.querysets import COUNTER, REGISTRY_READERS, REQUEST_READERS, REVIEWERS
from portal.worktime import today

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import Promise

    from owners.viewers import Viewer

_STOP = 100
EXPORT_READERS = (*ASKERS, *EXPORT_APPROVERS)


@dataclass(frozen=True, slots=True)
class Room:
    """`url_name` with `query` leads there; `waiting` counts what waits, up to 100."""

    title: Promise
    text: Promise
    icon: str
    url_name: str
    roles: tuple[str, ...]
    waiting: Callable[[Viewer], int] | None = None
    query: str = ""


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


def _role_requests(viewer: Viewer) -> int:
    return RoleRequest.objects.decidable_by(viewer)[:_STOP].count()


def _alerts(viewer: Viewer) -> int:
    return PrivacyAlert.objects.seen_by(viewer).open()[:_STOP].count()


def _data_requests(viewer: Viewer) -> int:
    return DataRequest.objects.seen_by(viewer).open().filter(kind__in=DECIDED_BY_PEOPLE)[:_STOP].count()


def _versions(viewer: Viewer) -> int:
    return PreparedVersion.objects.visible_to(viewer).waiting()[:_STOP].count()


def _exports(viewer: Viewer) -> int:
    return ExportRequest.objects.waiting_for(viewer)[:_STOP].count()


ROOMS = (
    Room(
        _("Watch"),
        _("Topics that need the company's word"),
        "megaphone",
        "desk:watch-list",
        SPOKESPEOPLE,
    ),
    Room(
        _("Prepared answers"),
        _("Waiting for legal review"),
        "edit",
        "desk:prepared-list",
        PREPARED_REVIEWERS,
        _versions,
    ),
    Room(
        _("Cases"),
        _("Not taken by anybody yet"),
        "inbox",
        "desk:case-list",
        permissions.WORKERS,
        _untaken,
        "?queue=untaken",
    ),
    Room(
        _("Cases"),
        _("Read along, note and search"),
        "inbox",
        "desk:case-list",
        (Role.LEGAL, Role.EXECUTIVE),
        query="?queue=all",
    ),
    Room(
        _("Call or visitor"), _("Write down what somebody tells you"), "phone", "desk:phone-entry", permissions.WORKERS
    ),
    Room(_("Follow-ups"), _("Calls for today"), "user-check", "desk:follow-up-list", permissions.WORKERS, _calls),
    Room(_("Work orders"), _("Open"), "settings", "desk:work-order-list", permissions.ORDER_READERS, _orders),
    Room(
        _("Claims"),
        _("People waiting to be verified"),
        "user-check",
        "desk:claim-list",
        REVIEWERS,
        _claims,
    ),
    Room(_("Registry"), _("Homes and the people in them"), "building", "desk:registry", REGISTRY_READERS),
    Room(_("Counter"), _("Help in who has no telephone"), "person", "desk:counter", COUNTER),
    Room(_("Fee notice codes"), _("Print, and call back"), "printer", "desk:notice-codes", REVIEWERS),
    Room(
        _("Imports"),
        _("Registers, fees and purchases from the office’s files"),
        "upload",
        "desk:import-list",
        REVIEWERS,
    ),
    Room(_("Club"), _("Members, points and events"), "card", "desk:club", (Role.STEWARD, Role.ADMIN)),
    Room(
        _("Staff and roles"),
        _("Waiting for you as the second administrator"),
        "shield",
        "desk:staff-list",
        (Role.ADMIN,),
        _role_requests,
    ),
    Room(
        _("Staff and roles"), _("Who may do and see what, and since when"), "shield", "desk:staff-list", (Role.PRIVACY,)
    ),
    Room(_("Who saw whom"), _("Looks out of the ordinary"), "eye", "desk:privacy-alerts", (Role.PRIVACY,), _alerts),
    Room(
        _("Requests about data"),
        _("What people ask about their own data, by the law’s clock"),
        "file",
        "desk:data-request-list",
        REQUEST_READERS,
        _data_requests,
    ),
    Room(_("Lists of people"), _("Waiting for your agreement"), "users", "desk:export-list", EXPORT_READERS, _exports),
    Room(_("Ledger"), _("All matters, as a list and as xlsx"), "chart", "desk:ledger", permissions.READERS),
)


def tiles_for(viewer: Viewer) -> list[Tile]:
    """The rooms that are open to the viewer, in the order of ROOMS."""
    return [
        Tile(
            title=room.title,
            text=room.text,
            icon=room.icon,
            url=reverse(room.url_name) + room.query,
            count=room.waiting(viewer) if room.waiting else None,
        )
        for room in ROOMS
        if viewer.has_role(*room.roles)
    ]
