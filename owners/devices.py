"""Which browser asks: a signed, long-lived cookie with a random name in it. It says nothing about the person."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import get_random_string

COOKIE = "linli_device"
_SALT = "owners.device"
_LASTS = int(timedelta(days=400).total_seconds())


def device_of(request: HttpRequest) -> str:
    """The browser's name; a browser without one gets it with the response."""
    known = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=_LASTS)
    fresh: str | None = getattr(request, "new_device", None)
    if not known and fresh is None:
        fresh = request.new_device = get_random_string(20)  # type: ignore[attr-defined]
    return known or fresh or ""


def remember_device(request: HttpRequest, response: HttpResponseBase) -> None:
    """Sets the cookie if `device_of` has just named the browser."""
    if fresh := getattr(request, "new_device", None):
        response.set_signed_cookie(
            COOKIE, fresh, salt=_SALT, max_age=_LASTS, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
