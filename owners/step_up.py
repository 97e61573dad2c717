"""Proving the second factor again before something grave, without losing what was typed meanwhile."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django_htmx.http import HttpResponseClientRedirect

from owners.second_factor import FRESH
from portal.http import Request
from portal.worktime import now

_TYPED = "owners.step_up_typed"
# A form is a few lines; nobody needs to keep a book in a session.
_MOST = 20_000


def ask_again(request: Request) -> HttpResponse:
    """Leads to the page that asks for the second factor, and from there back to where the person is."""
    if request.method == "POST":
        _keep(request)
    back = (request.htmx.current_url_abs_path or "/") if request.htmx else request.get_full_path()
    url = f"{reverse('owners:step-up')}?{urlencode({'next': back})}"
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def typed_before(request: Request) -> dict[str, Any]:
    """What was typed into this address's form before the person was sent away: `initial` of the form, once."""
    kept = request.session.get(_TYPED)
    if not kept or kept["path"] != request.path:
        return {}
    del request.session[_TYPED]
    if kept["at"] < (now() - FRESH).timestamp():
        return {}
    return {name: values[0] if len(values) == 1 else values for name, values in kept["fields"].items()}


def safe_next(request: Request) -> str:
    """The address in `next`, if it is one of ours; otherwise an empty string."""
    target = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else ""


def _keep(request: Request) -> None:
    fields = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    if sum(len(value) for values in fields.values() for value in values) <= _MOST:
        request.session[_TYPED] = {"path": request.path, "at": now().timestamp(), "fields": fields}
