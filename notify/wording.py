"""Whom a notification addresses, and in what language and under which address."""

from django.conf import settings

from notify.addresses import in_language
from notify.models import Notification
from owners.models import User


def language_of(user: User) -> str:
    return user.language or settings.LANGUAGE_CODE


def path_of(notification: Notification) -> str:
    """The path of what it is about, in its reader's language."""
    return in_language(notification.url, language_of(notification.user))


def address_of(notification: Notification) -> str:
    """The full address of what it is about, in its reader's language."""
    return f"{settings.CANONICAL_URL}{path_of(notification)}"


def page_address(path: str, user: User) -> str:
    """The full address of a page of ours in the reader's language."""
    return f"{settings.CANONICAL_URL}{in_language(path, language_of(user))}"
