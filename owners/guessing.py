"""How often somebody may try to say which flat is theirs."""

from django.core.cache import cache
from django.utils.translation import gettext as _

from portal.errors import Refused

TRIES_PER_ACCOUNT = 5
# Many neighbours share one address: a whole mobile network may stand behind it.
TRIES_PER_ADDRESS = 30
_HOUR = 3600


class TooManyTries(Refused):
    """The account, or the address it comes from, has tried too often within the hour."""


def spend_try(*, user_id: int, address: str) -> None:
    """Counts one try, right or wrong. Raises TooManyTries once the hour's tries are used up."""
    used_up = [
        _count(f"claim-tries:user:{user_id}") > TRIES_PER_ACCOUNT,
        _count(f"claim-tries:address:{address}") > TRIES_PER_ADDRESS,
    ]
    if any(used_up):
        raise TooManyTries(_("That was tried too often. Please wait an hour, or ask at the service counter."))


def _count(key: str) -> int:
    cache.add(key, 0, _HOUR)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out in between
        return 1
