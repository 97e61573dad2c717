"""By web push, to every browser in which the person switched it on."""

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.encoding import force_bytes

from notify.channels.base import NotDelivered, Rejected, TryAgain, Unreachable
from notify.models import Delivery, PushDevice
from notify.wire import webpush
from notify.wire.http import NoAnswer, post
from notify.wording import path_of
from owners.models import User

# A day: what nobody's phone fetched by then is on the bell anyway.
_KEPT_SECONDS = 24 * 60 * 60
_GONE = {404, 410}


@lru_cache(maxsize=4)
def _vapid(secret: str | bytes, given: str, subject: str) -> webpush.Vapid:
    number = (
        webpush.decode(given)
        if given
        else hashlib.blake2b(force_bytes(secret), digest_size=32, person=b"linli-vapid").digest()
    )
    return webpush.Vapid.from_secret(number, subject=subject)


def vapid() -> webpush.Vapid:
    """The installation's key: LINLI_VAPID_KEY, or one derived from the secret key."""
    canonical = settings.CANONICAL_URL
    subject = canonical if canonical.startswith("https://") else f"mailto:{settings.DEFAULT_FROM_EMAIL}"
    return _vapid(settings.SECRET_KEY, settings.VAPID_KEY, subject)


def is_push_service(endpoint: str) -> bool:
    """True for an https address at a known push service: a browser must not make us call anything else."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    known = any(host == name or host.endswith(f".{name}") for name in settings.PUSH_SERVICES)
    return known and (parts.scheme == "https" or host == "127.0.0.1")


class ByPush:
    keeps_quiet = True
    hands_over = False

    def reachable(self, users: Sequence[User]) -> set[int]:
        return set(PushDevice.objects.filter(user__in=users).values_list("user_id", flat=True))

    def deliver(self, delivery: Delivery) -> None:
        """To all devices; delivered once one of them was reached. Devices that are gone are forgotten."""
        reached, hitches = 0, []
        for device in PushDevice.objects.filter(user=delivery.user_id):
            try:
                _GATEWAYS[settings.PUSH_GATEWAY](device, delivery)
                reached += 1
            except Unreachable:
                device.delete()
            except NotDelivered as hitch:
                hitches.append(hitch)
        if not reached:
            raise hitches[0] if hitches else Unreachable("no device")


def _to_service(device: PushDevice, delivery: Delivery) -> None:
    if not is_push_service(device.endpoint):
        raise Unreachable("no known push service")
    body = webpush.encrypt(_payload(delivery), p256dh=device.p256dh, auth=device.auth)
    headers = {
        "Authorization": vapid().authorization(device.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(_KEPT_SECONDS),
        "Topic": f"n{delivery.notification_id}",
        "Urgency": "high" if delivery.notification.is_urgent else "normal",
    }
    try:
        answer = post(device.endpoint, body, headers)
    except NoAnswer as problem:
        raise TryAgain(str(problem)) from problem
    if answer.status in _GONE:
        raise Unreachable(f"HTTP {answer.status}")
    if answer.status == 429 or answer.status >= 500:
        raise TryAgain(f"HTTP {answer.status}")
    if answer.status >= 300:
        raise Rejected(f"HTTP {answer.status}")


def _to_demo_inbox(device: PushDevice, delivery: Delivery) -> None:
    """Sends nothing: the demo inbox shows what was delivered."""


_GATEWAYS: dict[str, Callable[[PushDevice, Delivery], None]] = {"web": _to_service, "demo": _to_demo_inbox}


def _payload(delivery: Delivery) -> bytes:
    """What the lock screen shows and where a tap leads; nothing else, and nobody's name."""
    notification = delivery.notification
    shown = {"title": notification.outside_title, "url": path_of(notification), "tag": f"n{notification.pk}"}
    return json.dumps(shown, ensure_ascii=False).encode()


BY_PUSH = ByPush()
