from typing import Any

from django.conf import settings
from django.http import HttpRequest


def viewer(request: HttpRequest) -> dict[str, Any]:
    """`viewer` in every template, lazy: a page that never asks pays nothing. And whether this is the demo."""
    return {"viewer": getattr(request, "viewer", None), "demo": settings.DEMO}
