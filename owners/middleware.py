from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from owners.devices import remember_device
from owners.viewers import viewer_for


class ViewerMiddleware:
    """Puts `request.viewer` on each request, made when first looked at; names a browser that has to be known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: viewer_for(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        remember_device(request, response)
        return response
