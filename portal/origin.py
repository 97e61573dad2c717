"""Small choices (language, size of type) that need no token, so that the frame of a page is the same for everybody."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt


def sent_from_here(request: HttpRequest) -> bool:
    """Whether a page of this site sent the form: by what browsers say of it, which a page can't forge.

    `Sec-Fetch-Site` where there is one, else `Origin`, else `Referer`. Without any of them: no.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(said).netloc == request.get_host()


def from_own_page[**P, R: HttpResponseBase](view: Callable[P, R]) -> Callable[P, HttpResponseBase]:
    """For a POST that changes nothing but how pages look: taken without a token, from our own pages only (403)."""

    @csrf_exempt
    @wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request = args[0]
        assert isinstance(request, HttpRequest)
        if request.method == "POST" and not sent_from_here(request):
            raise PermissionDenied
        return view(*args, **kwargs)

    return wrapper


def page_before(request: HttpRequest) -> str:
    """The page of this site that the form was sent from, for the way back; the home page if unknown."""
    before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if ours else "/"
