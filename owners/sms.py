"""Text messages: one `send`, and behind it the gateway that `SMS_GATEWAY` names.

A message is stored, then handed over. The demo inbox keeps it to be read on a page; the HTTP gateway
posts it from a background task, so that a slow gateway never holds a page up, and erases its text
once it is sent. Nothing here logs a text.
"""

import json
import logging
from typing import Protocol
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils.module_loading import import_string

from owners.models import SmsMessage, SmsState
from portal.worktime import now

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 8


class SmsDeliveryError(Exception):
    """The gateway did not take the message; the task tries again."""


class _NoRedirects(HTTPRedirectHandler):
    """The bearer token and the text go to the configured address and nowhere else."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


class Gateway(Protocol):
    def accept(self, message: SmsMessage) -> None:
        """Takes over a stored message that is waiting; called inside the sender's transaction."""


@transaction.atomic
def send(phone: str, text: str) -> SmsMessage:
    """Sends a text to a number in E.164, once the caller's transaction has committed."""
    message = SmsMessage.objects.create(phone=phone, text=text)
    gateway: Gateway = import_string(settings.SMS_GATEWAY)()
    gateway.accept(message)
    return message


class DemoInboxGateway:
    """Delivers to the demo inbox page. Refuses to run anywhere else: codes stay readable there."""

    def __init__(self) -> None:
        if not (settings.DEMO or settings.DEBUG):
            raise ImproperlyConfigured(
                "The demo inbox is no SMS gateway: set LINLI_SMS_GATEWAY=owners.sms.HttpGateway."
            )

    def accept(self, message: SmsMessage) -> None:
        message.state, message.sent_at = SmsState.SENT, now()
        message.save(update_fields=["state", "sent_at"])


class HttpGateway:
    """One POST of JSON per message, with a bearer token: `{"to": "+86…", "text": "…", "id": "12"}`.

    `id` is the same over retries, so that a gateway that knows it can drop a repeated one. Any 2xx
    means taken. A provider with another dialect gets a small relay, not another branch here.
    """

    def __init__(self) -> None:
        if not settings.SMS_GATEWAY_URL.startswith(("https://", "http://localhost", "http://127.0.0.1")):
            raise ImproperlyConfigured("LINLI_SMS_GATEWAY_URL must be an https:// address.")

    def accept(self, message: SmsMessage) -> None:
        from owners.tasks import deliver_sms

        # In the sender's transaction: a text for something that was rolled back is never sent.
        deliver_sms.enqueue(message.pk)

    def deliver(self, message: SmsMessage) -> None:
        """Posts a waiting message. Raises SmsDeliveryError, with the reason kept on the row."""
        problem = self._post(message)
        message.attempts += 1
        message.problem = problem
        if problem:
            message.state = SmsState.FAILED
        else:
            message.state, message.sent_at, message.text = SmsState.SENT, now(), ""
        message.save(update_fields=["attempts", "problem", "state", "sent_at", "text"])
        if problem:
            logger.warning("sms %s was not delivered: %s", message.pk, problem)
            raise SmsDeliveryError(problem)

    def _post(self, message: SmsMessage) -> str:
        """What went wrong, or an empty string."""
        body = json.dumps({"to": message.phone, "text": message.text, "id": str(message.pk)}, ensure_ascii=False)
        request = Request(  # noqa: S310 - the scheme was checked when the gateway was made
            settings.SMS_GATEWAY_URL,
            data=body.encode(),
            method="POST",
            headers={
                "Content-Type": "application/json; charset=utf-8",
                "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}",
            },
        )
        try:
            with build_opener(_NoRedirects).open(request, timeout=TIMEOUT_SECONDS):
                return ""
        except HTTPError as error:
            return f"HTTP {error.code}"
        except (URLError, OSError) as error:
            return type(error).__name__
