"""What the demonstration sent instead of sending it: mails and text messages, newest first."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.csp import CSP
from django.utils.safestring import SafeString
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET

from owners.models import SmsMessage
from portal import richtext
from portal.http import Request
from portal.mailwire.models import OutgoingMail

PAGE = 40
# Where the demonstration stood when it wrote a link; today it may be served on another port.
_WRITTEN_AT = re.compile(r"http://localhost:\d+(?=/)")

# The mail as its reader sees it: its own styles, nothing that runs, nothing from elsewhere.
MAIL_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:"],
}


@dataclass(frozen=True, slots=True)
class Sent:
    """One line of the inbox. `mail_id` is 0 for a text message or a mail without HTML."""

    at: datetime
    kind: str
    to: str
    title: str
    body: SafeString
    mail_id: int = 0


def _here(text: str, request: Request) -> str:
    return _WRITTEN_AT.sub(f"{request.scheme}://{request.get_host()}", text)


def _of_mail(mail: OutgoingMail, request: Request) -> Sent:
    body = richtext.from_text(_here(mail.text, request))
    return Sent(mail.created_at, "mail", mail.to, mail.subject, body, mail.pk if mail.html else 0)


def _of_text(message: SmsMessage, request: Request) -> Sent:
    return Sent(message.created_at, "sms", message.phone, "", richtext.from_text(_here(message.text, request)))


@require_GET
def demo_inbox(request: Request) -> HttpResponse:
    """Readable by whoever opens it, sign-in codes included: so only the demonstration has it."""
    if not settings.DEMO:
        raise Http404
    mails = OutgoingMail.objects.order_by("-pk")[:PAGE]
    texts = SmsMessage.objects.order_by("-pk")[:PAGE]
    sent = [_of_mail(mail, request) for mail in mails] + [_of_text(message, request) for message in texts]
    sent.sort(key=lambda entry: entry.at, reverse=True)
    return render(request, "notify/demo_inbox.html", {"sent": sent[:PAGE]})


@require_GET
@csp_override(MAIL_POLICY)
def demo_inbox_body(request: Request, pk: int) -> HttpResponse:
    """The HTML of one mail, shown in a sandboxed frame."""
    if not settings.DEMO:
        raise Http404
    return HttpResponse(_here(get_object_or_404(OutgoingMail, pk=pk).html, request))
