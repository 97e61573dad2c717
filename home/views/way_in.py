from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from portal.http import Request


def way_in(request: Request) -> HttpResponse:
    """Where Wagtail sends readers of private pages to sign in: the one way in of this house."""
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")
