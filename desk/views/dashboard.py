"""The first page of the desk: what waits for this person, and the figures for those who lead."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from club.stats import overview
from crm import figures, permissions
from desk.landing import tiles_for
from forum.permissions import SPOKESPEOPLE
from forum.stats import answer_stats
from owners.models import Claim, Role
from owners.permissions import staff_only
from owners.querysets import REVIEWERS
from owners.viewers import Viewer
from portal.component_props import working_span
from portal.http import Request
from portal.worktime import now

LEADERS = (Role.CASE_MANAGER, Role.EXECUTIVE, Role.ADMIN)


@staff_only()
def dashboard(request: Request) -> HttpResponse:
    context: dict[str, Any] = {"tiles": tiles_for(request.viewer)}
    if estate_ids := request.viewer.estates_for(*LEADERS):
        context["figures"] = _figures(request.viewer, estate_ids)
    return render(request, "desk/dashboard.html", context)


def _figures(viewer: Viewer, estate_ids: frozenset[int]) -> dict[str, Any]:
    states = figures.open_by_state(estate_ids)
    most = max(states.values(), default=1)
    forum = answer_stats(since=now() - timedelta(days=30), estate_ids=estate_ids)
    return {
        "urls": _urls(viewer),
        "states": [{"state": state, "n": n, "width": 100 * n / most} for state, n in states.items()],
        "clock": figures.by_clock(estate_ids),
        "month": figures.last_month(estate_ids),
        "forum": forum,
        "median": working_span(forum.median) if forum.median is not None else "",
        "club": overview(estate_ids),
        "claims": Claim.objects.filter(estate_id__in=estate_ids).waiting()[:1000].count(),
    }


def _urls(viewer: Viewer) -> dict[str, str]:
    """Where each number leads; only lists that this viewer may open are in it."""
    lists = {
        "cases": (permissions.READERS, "desk:case-list"),
        "ledger": (permissions.READERS, "desk:ledger"),
        "follow_ups": (permissions.WORKERS, "desk:follow-up-list"),
        "watch": (SPOKESPEOPLE, "desk:watch-list"),
        "club": ((Role.STEWARD, Role.ADMIN), "desk:club"),
        "claims": (REVIEWERS, "desk:claim-list"),
    }
    return {name: reverse(url_name) for name, (roles, url_name) in lists.items() if viewer.has_role(*roles)}
