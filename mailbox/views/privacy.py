from collections.abc import Callable
from functools import wraps

from django.http.response import HttpResponseBase

from portal.http import Request

View = Callable[..., HttpResponseBase]


def kept_to_oneself(view: View) -> View:
    """For pages whose address is the key: no search engine keeps it, no other site is told it.

    The referrer goes nowhere but to ourselves. It is not `no-referrer`: under that a browser sends
    `Origin: null` with the forms on the page, and they would be refused as forged.
    """

    @wraps(view)
    def inner(request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "same-origin"
        return response

    return inner
