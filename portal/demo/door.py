"""The demo door: one card per person, one tap to be them. Exists in the demonstration only.

It answers nobody but loopback, unless `LINLI_DEMO_OPEN_TO_NETWORK` says otherwise, and refuses to
exist under any other settings (`portal.urls` asks `settings.DEMO`; so does every request).
"""

import ipaddress
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from owners.models import User
from portal.demo.cast import CARDS
from portal.http import Request


def _only_here(request: Request) -> None:
    """404 unless this is the demonstration, spoken to from this machine and not through a proxy."""
    if not settings.DEMO:
        raise Http404
    if getattr(settings, "DEMO_OPEN_TO_NETWORK", False):
        return
    forwarded = request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded")
    address = request.META.get("REMOTE_ADDR", "")
    if forwarded or not _is_loopback(address):
        raise Http404


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


@require_GET
def demo_door(request: Request) -> HttpResponse:
    _only_here(request)
    there = {user.username: user for user in User.objects.filter(username__in=[card.username for card in CARDS])}
    cards: list[dict[str, Any]] = [{"card": card, "user": there.get(card.username)} for card in CARDS]
    return render(request, "demo/door.html", {"cards": cards})


@require_POST
def demo_enter(request: Request, username: str) -> HttpResponse:
    """Signs in as one of the cast, second factor and all, and leads to where their work is."""
    _only_here(request)
    card = next((card for card in CARDS if card.username == username), None)
    if card is None:
        raise Http404
    user = get_object_or_404(User, username=username)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, user, "code")
    if card.is_staff:
        record_authentication(request, user, "mfa", type="totp")
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return redirect(wanted if safe else card.starts_at)


@require_POST
def demo_confirm(request: Request) -> HttpResponse:
    """Stands for the second factor of the cast, who have no devices, where it is asked for once more."""
    _only_here(request)
    if request.user.username not in {card.username for card in CARDS if card.is_staff}:
        raise Http404
    record_authentication(request, request.user, "mfa", type="totp", reauthenticated=True)
    wanted = request.POST.get("next", "")
    return redirect(wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else "/me/")
