from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from home.pulse import estate_pulse
from owners.models import Estate
from portal.http import Request


@require_safe
def estate(request: Request, estate: str) -> HttpResponse:
    """One estate: its boards, news, events, ways to be heard. `estate` is the slug."""
    found = get_object_or_404(Estate, slug=estate)
    return render(request, "home/estate.html", {"estate": found, **estate_pulse(request.viewer, found)})
