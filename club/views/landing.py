from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from club.event_lines import event_lines
from club.models import EarningRule, Event, Membership, PointAccount, Tier
from owners.viewers import Viewer
from portal.http import Request


def landing(request: Request) -> HttpResponse:
    """The club's door: for a member their card and points, for anybody else what it offers."""
    membership = _stay(request.viewer)
    upcoming = Event.objects.upcoming().visible_to(request.viewer)[:4]
    context: dict[str, Any] = {
        "membership": membership,
        "card": membership.cards.filter(revoked_at__isnull=True).first() if membership else None,
        "balance": _balance(request.viewer) if membership else 0,
        "lines": event_lines(request.viewer, upcoming),
    }
    if membership is None:
        context |= {"rules": EarningRule.objects.filter(active=True), "tiers": Tier.objects.all()}
    return render(request, "club/landing.html", context)


def _stay(viewer: Viewer) -> Membership | None:
    if viewer.user is None:
        return None
    return Membership.objects.of(viewer.user).open().select_related("tier", "estate", "person__naming").first()


def _balance(viewer: Viewer) -> int:
    return PointAccount.objects.filter(user=viewer.user).values_list("balance", flat=True).first() or 0
