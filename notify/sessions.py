"""A browser that was signed out is not woken any more."""

from django.http import HttpRequest

from notify.models import PushDevice
from owners.models import User


def forget_devices(session_key: str) -> None:
    if session_key:
        PushDevice.objects.filter(session_key=session_key).delete()


def on_signed_out(sender: object, request: HttpRequest, user: User | None, **kwargs: object) -> None:
    """Django's signal comes before the session is flushed, while its key is still known."""
    forget_devices(getattr(getattr(request, "session", None), "session_key", None) or "")
