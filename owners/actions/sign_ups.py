"""What is remembered of a sign-up, for a week: not where it came from, but what came from the same place."""

import ipaddress
from datetime import timedelta

from django.db import transaction

from owners.models import CounterPlace, SignUp, User
from owners.sms_limits import network as line
from portal import outbox, sealing
from portal.domain_events import AccountSignedUp
from portal.worktime import now

KEPT = timedelta(days=7)
# A counter's day, with what was done before it opened.
COUNTER_DAY = timedelta(hours=12)
# Of a number as it is dialled: all but these stand for a hundred numbers.
_WITHIN_BLOCK = 2


@transaction.atomic
def note_sign_up(*, user: User, address: str, browser: str) -> SignUp:
    """Remembers a sign-up on the site, whose number has been confirmed, and tells of it. Once for each account."""
    phone = user.phone.open()
    made, is_new = SignUp.objects.get_or_create(
        user=user,
        defaults={
            "at": now(),
            "browser": _mark("browser", browser),
            "address": _mark("address", line(address)),
            "network": _mark("network", _network(address)),
            "numbers": _mark("numbers", phone[:-_WITHIN_BLOCK]),
        },
    )
    if is_new:
        outbox.record(AccountSignedUp(user_id=user.pk), key="sign-ups")
    return made


def note_counter(*, address: str, browser: str) -> None:
    """A clerk serves here today: neither the address nor the browser says anything against who signs up by it."""
    place = CounterPlace(address=_mark("address", line(address)), browser=_mark("browser", browser), at=now())
    CounterPlace.objects.bulk_create(
        [place], update_conflicts=True, unique_fields=["address", "browser"], update_fields=["at"]
    )


def forget_sign_ups() -> int:
    """What is older than a week, and yesterday's counters."""
    gone, _each = SignUp.objects.filter(at__lt=now() - KEPT).delete()
    places, _each = CounterPlace.objects.filter(at__lt=now() - 2 * COUNTER_DAY).delete()
    return gone + places


def _mark(kind: str, text: str) -> str:
    return sealing.fingerprint(text, purpose=f"sign-up:{kind}") if text else ""


def _network(address: str) -> str:
    """The lines beside a line: a /24, of IPv6 a /48."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))
