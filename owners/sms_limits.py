"""What text messages may cost: a ceiling per day for the installation, and how many codes may be asked for."""

import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from owners.models import SmsDay
from portal import outbox
from portal.domain_events import SmsCeilingNear
from portal.errors import Refused
from portal.worktime import today

_DAY_SECONDS = 24 * 60 * 60
_NEAR = 0.8


class SmsRefused(Refused):
    """No text message is sent: it would cost more than was set."""


class DailyCeilingReached(SmsRefused):
    """The installation has sent as many as it may today."""


class TooManyCodes(SmsRefused):
    """The number, the device or the address has asked for as many codes as it may today."""


def count_against_ceiling(*, essential: bool) -> None:
    """Counts one message of today. Raises DailyCeilingReached; an essential one is counted and goes all the same.

    When four fifths are used up, the administrators are told, once a day.
    """
    day = SmsDay.objects.get_or_create(day=today())[0]
    room = SmsDay.objects.filter(pk=day.pk)
    if not essential:
        room = room.filter(sent__lt=settings.SMS_DAILY_CEILING)
    if not room.update(sent=F("sent") + 1):
        raise DailyCeilingReached(
            _("Today's text messages are used up. Please try again tomorrow, or sign in by e-mail or passkey.")
        )
    near = SmsDay.objects.filter(pk=day.pk, told=False, sent__gte=settings.SMS_DAILY_CEILING * _NEAR)
    if near.update(told=True):
        event = SmsCeilingNear(day=day.day.isoformat(), ceiling=settings.SMS_DAILY_CEILING)
        outbox.record(event, key=f"sms:{event.day}")


def spend_code(*, phone: str, device: str, address: str) -> None:
    """Counts one code that somebody asked for. Raises TooManyCodes once a day's codes are used up.

    Numbers and addresses are counted under keyed hashes: the cache names nobody.
    """
    counts = {
        f"number:{phone}": settings.SMS_PER_NUMBER,
        f"device:{device}": settings.SMS_PER_DEVICE,
        f"address:{network(address)}": settings.SMS_PER_ADDRESS,
    }
    over = [what for what, limit in counts.items() if _count(what) > limit]
    if over:
        raise TooManyCodes(
            _("Today's limit of codes has been reached. Please try again tomorrow, or sign in by e-mail or passkey.")
        )


def network(address: str) -> str:
    """Whom an address stands for: an IPv6 household has a whole /64 to itself."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def _count(what: str) -> int:
    name = salted_hmac("owners.sms_limits", what, algorithm="sha256").hexdigest()
    key = f"sms:{today():%Y%m%d}:{name}"
    cache.add(key, 0, _DAY_SECONDS)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out in between
        return 1
