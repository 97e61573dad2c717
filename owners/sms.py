"""Text messages: one `send`, and behind it the gateway that `SMS_GATEWAY` names.

A message is stored, then handed over. The demo inbox keeps it to be read on a page; the HTTP gateway
posts it from a background task, so that a slow gateway never holds a page up, and erases its text
once it is sent. The gateway's status reports come in at `/hooks/sms/status/`. Nothing here logs a text
or a number.
"""

import json
import logging
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils.module_loading import import_string

from owners.models import Estate, SmsMessage, SmsState, User
from owners.sms_limits import DailyCeilingReached, SmsRefused, count_against_ceiling
from owners.sms_wire import signed_headers
from owners.viewers import viewer_for_user
from portal.worktime import now

__all__ = ["DailyCeilingReached", "SmsDeliveryError", "SmsRefused", "estate_of", "report", "send"]

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
def send(
    phone: str,
    text: str,
    *,
    template: str = "",
    params: Mapping[str, str] | None = None,
    estate: str = "",
    essential: bool = False,
) -> SmsMessage:
    """Sends a text to a number in E.164, once the caller's transaction has committed.

    `template` names what kind of text it is (`code`, `notice`) and `params` its variable parts, for
    gateways that send registered templates only. `estate` (slug) chooses the signature. Raises
    DailyCeilingReached, except for an `essential` text: staff's work does not stop for it.
    """
    count_against_ceiling(essential=essential)
    sign = settings.SMS_SIGNATURES.get(estate) or settings.SMS_SIGNATURE
    code = settings.SMS_TEMPLATES.get(template, "")
    message = SmsMessage.objects.create(
        phone=phone,
        text=f"【{sign}】{text}" if sign else text,
        sign=sign,
        template=code,
        params=json.dumps(dict(params or {}), ensure_ascii=False) if code else "",
    )
    gateway: Gateway = import_string(settings.SMS_GATEWAY)()
    gateway.accept(message)
    return message


def estate_of(user: User | None) -> str:
    """Whose signature a text to this person bears: their one home's estate (slug), else the house's."""
    if user is None or not settings.SMS_SIGNATURES:
        return ""
    homes = viewer_for_user(user).resident_estates
    return Estate.objects.get(pk=next(iter(homes))).slug if len(homes) == 1 else ""


def report(message_id: int, *, arrived: bool, reason: str = "") -> bool:
    """Keeps what the gateway says became of a message; True if it was one that had been sent.

    A later report may still say that it arrived; one that arrived stays arrived.
    """
    state = SmsState.DELIVERED if arrived else SmsState.UNDELIVERED
    open_states = [SmsState.SENT, SmsState.UNDELIVERED] if arrived else [SmsState.SENT]
    sent = SmsMessage.objects.filter(pk=message_id, state__in=open_states)
    return bool(sent.update(state=state, problem="" if arrived else reason[:200], reported_at=now()))


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

    Where a template is set for the kind of text, `sign`, `template` and `params` are added. With a secret
    the request is signed (`owners.sms_wire`). `id` is the same over retries, so that a gateway that knows
    it can drop a repeated one. Any 2xx means taken. A provider with another dialect gets a small relay,
    not another branch here.
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
            message.state, message.sent_at = SmsState.SENT, now()
            message.text = message.params = ""
        message.save(update_fields=["attempts", "problem", "state", "sent_at", "text", "params"])
        if problem:
            logger.warning("sms %s was not delivered: %s", message.pk, problem)
            raise SmsDeliveryError(problem)

    def _post(self, message: SmsMessage) -> str:
        """What went wrong, or an empty string."""
        body = json.dumps(_payload(message), ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}",
        }
        if settings.SMS_GATEWAY_SECRET:
            headers |= signed_headers(settings.SMS_GATEWAY_SECRET, body)
        request = Request(  # noqa: S310 - the scheme was checked when the gateway was made
            settings.SMS_GATEWAY_URL, data=body, method="POST", headers=headers
        )
        try:
            with build_opener(_NoRedirects).open(request, timeout=TIMEOUT_SECONDS):
                return ""
        except HTTPError as error:
            return f"HTTP {error.code}"
        except (URLError, OSError) as error:
            return type(error).__name__


def _payload(message: SmsMessage) -> dict[str, Any]:
    payload: dict[str, Any] = {"to": message.phone.open(), "text": message.text.open(), "id": str(message.pk)}
    if message.template:
        params = json.loads(message.params.open() or "{}")
        payload |= {"sign": message.sign, "template": message.template, "params": params}
    return payload
