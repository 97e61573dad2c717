"""What the demonstration sent instead of sending it: mails and text messages, newest first."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from owners.models import SmsMessage
from portal.http import Request

PAGE = 40


@require_GET
def demo_inbox(request: Request) -> HttpResponse:
    """Readable by whoever opens it, sign-in codes included: so only the demonstration has it."""
    if not settings.DEMO:
        raise Http404
    texts = SmsMessage.objects.order_by("-created_at", "-pk")[:PAGE]
    return render(request, "notify/demo_inbox.html", {"texts": texts, "mails": []})


@require_GET
def demo_inbox_body(request: Request, pk: int) -> HttpResponse:
    raise Http404
