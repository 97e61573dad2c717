"""Addresses that are stored or sent: the same for every reader, whatever language wrote them."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation


def address(name: str, *args: object) -> str:
    """The path of a page without a language prefix, e.g. `/club/events/k3f…/`."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(name, args=args)


def absolute(path: str) -> str:
    """With the site's own origin in front, for mail, calendars and QR codes."""
    return f"{settings.CANONICAL_URL}{path}"
