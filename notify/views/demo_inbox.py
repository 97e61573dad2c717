"""What the demonstration sent instead of sending it: mails, texts, WeChat, push; newest first."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.csp import CSP
from django.utils.safestring import SafeString
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET

from notify.models import Delivery, DeliveryState
from notify.wording import language_of, path_of
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
    """One line of the inbox. `icon` and `way` say how it went; `mail_id` is 0 for what is no mail with HTML."""

    at: datetime
    kind: str
    to: str
    title: str
    body: SafeString
    mail_id: int = 0
    icon: str = "mail"
    url: str = ""


def _here(text: str, request: Request) -> str:
    return _WRITTEN_AT.sub(f"{request.scheme}://{request.get_host()}", text)


def _of_mail(mail: OutgoingMail, request: Request) -> Sent:
    body = richtext.from_text(_here(mail.text, request))
    return Sent(mail.created_at, "mail", mail.to.open(), mail.subject, body, mail.pk if mail.html else 0)


def _of_text(message: SmsMessage, request: Request) -> Sent:
    body = richtext.from_text(_here(message.text.open(), request))
    return Sent(message.created_at, "sms", message.phone.open(), "", body, icon="message")


def _of_delivery(delivery: Delivery) -> Sent:
    """As a lock screen or a WeChat message shows it."""
    notification = delivery.notification
    with translation.override(language_of(notification.user)):
        title, url = notification.outside_title, path_of(notification)
    icon = "weixin" if delivery.channel == "wechat" else "device"
    at, to = delivery.sent_at or delivery.created_at, notification.user.display_name
    return Sent(at, delivery.channel, to, title, richtext.from_text(""), icon=icon, url=url)


@require_GET
def demo_inbox(request: Request) -> HttpResponse:
    """Readable by whoever opens it, sign-in codes included: so only the demonstration has it."""
    if not settings.DEMO:
        raise Http404
    mails = OutgoingMail.objects.order_by("-pk")[:PAGE]
    texts = SmsMessage.objects.order_by("-pk")[:PAGE]
    others = Delivery.objects.filter(channel__in=["wechat", "push"], state=DeliveryState.SENT).order_by("-pk")
    sent = [_of_mail(mail, request) for mail in mails] + [_of_text(message, request) for message in texts]
    sent += [_of_delivery(delivery) for delivery in others.select_related("notification__user")[:PAGE]]
    sent.sort(key=lambda entry: entry.at, reverse=True)
    return render(request, "notify/demo_inbox.html", {"sent": sent[:PAGE]})


@require_GET
@csp_override(MAIL_POLICY)
def demo_inbox_body(request: Request, pk: int) -> HttpResponse:
    """The HTML of one mail, shown in a sandboxed frame."""
    if not settings.DEMO:
        raise Http404
    return HttpResponse(_here(get_object_or_404(OutgoingMail, pk=pk).html, request))
