"""Large type: one tap on every page, remembered in the browser and on the account."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from portal.http import Request
from portal.origin import from_own_page, page_before

LARGE_TYPE_COOKIE = "linli_large_type"
_YEAR = int(timedelta(days=365).total_seconds())


def wants_large_type(request: HttpRequest) -> bool:
    """The browser's choice, or the account's where this browser never chose."""
    chosen = request.COOKIES.get(LARGE_TYPE_COOKIE)
    if chosen is not None:
        return chosen == "1"
    viewer = getattr(request, "viewer", None)
    return bool(viewer and viewer.user and viewer.user.large_type)


@from_own_page
@require_POST
def large_type(request: Request) -> HttpResponse:
    """Switches large type `on` (1 or 0) and goes back to `next`, else to the page it was asked from."""
    on = request.POST.get("on") == "1"
    if request.viewer.user is not None:
        get_user_model().objects.filter(pk=request.viewer.user.pk).update(large_type=on)
    response = HttpResponseRedirect(_back(request))
    response.set_cookie(
        LARGE_TYPE_COOKIE,
        "1" if on else "0",
        max_age=_YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else page_before(request)
