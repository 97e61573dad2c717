"""The living page of tokens and components, for people who build and for people who judge."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from portal.http import Request


def styleguide(request: Request) -> HttpResponse:
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "portal/styleguide.html", {})
