"""What makes the site installable on a phone: manifest, service worker, the page for no connection."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from portal.http import Request
from portal.templatetags.ui import html_lang


@require_GET
def manifest(request: Request) -> JsonResponse:
    """The site as an app, named in the reader's language."""
    icons = [
        {"src": static("img/icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("img/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {"src": static("img/icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    about = {
        "id": "/",
        "name": gettext("Linli"),
        "short_name": gettext("Linli"),
        "lang": html_lang(),
        "start_url": reverse("offline").removesuffix("offline/"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f9f8f4",
        "theme_color": "#f9f8f4",
        "icons": icons,
    }
    return JsonResponse(about, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_GET
@cache_control(no_cache=True)
def service_worker(request: Request) -> HttpResponse:
    """From the root, because a worker rules over no address above its own."""
    found = finders.find("js/service-worker.js") or Path(settings.STATIC_ROOT) / "js/service-worker.js"
    return HttpResponse(Path(str(found)).read_text(encoding="utf-8"), content_type="text/javascript; charset=utf-8")


@require_GET
def offline(request: Request) -> HttpResponse:
    """Kept by the service worker and shown when the network is gone. The same for everybody."""
    return render(request, "portal/offline.html")
