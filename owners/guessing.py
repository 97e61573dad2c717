"""How often, and over how many homes, somebody may try to say which flat is theirs."""

from django.core.cache import cache
from django.utils.translation import gettext as _

from portal.errors import Refused

TRIES_PER_ACCOUNT = 5
# Many neighbours share one address: a whole mobile network may stand behind it.
TRIES_PER_ADDRESS = 30
# Whoever owns more homes than this proves the others at the counter; nobody walks through a building.
HOMES_PER_ACCOUNT = 6
HOMES_PER_ADDRESS = 60
# A family may all try the same evening; a ring of accounts that guesses at one home may not.
TRIES_PER_HOME = 20
_HOUR = 3600
_DAY = 24 * _HOUR


class TooManyTries(Refused):
    """The account, the address it comes from, or everybody for this home, has tried too often."""


def spend_try(*, user_id: int, address: str, unit_id: int | None = None) -> None:
    """Counts one try, right or wrong. Raises TooManyTries once the tries, or the homes, are used up.

    The refusal is the same whatever was used up: it tells nothing of the home.
    """
    used_up = [
        _count(f"claim-tries:user:{user_id}", _HOUR) > TRIES_PER_ACCOUNT,
        _count(f"claim-tries:address:{address}", _HOUR) > TRIES_PER_ADDRESS,
    ]
    if unit_id is not None:
        used_up += [
            _count_homes(f"user:{user_id}", unit_id) > HOMES_PER_ACCOUNT,
            _count_homes(f"address:{address}", unit_id) > HOMES_PER_ADDRESS,
            _count(f"claim-tries:unit:{unit_id}", _DAY) > TRIES_PER_HOME,
        ]
    if any(used_up):
        raise TooManyTries(_("That was tried too often. Please try again later, or ask at the service counter."))


def spend_try_of_address(address: str) -> None:
    """Counts one try by somebody who isn't signed in. Raises TooManyTries."""
    if _count(f"paper-tries:address:{address}", _HOUR) > TRIES_PER_ADDRESS:
        raise TooManyTries(_("That was tried too often. Please try again later, or ask at the service counter."))


def _count_homes(who: str, unit_id: int) -> int:
    """How many different homes this one has tried in a day, the one of now among them."""
    if cache.add(f"claim-home:{who}:{unit_id}", 1, _DAY):
        return _count(f"claim-homes:{who}", _DAY)
    return int(cache.get(f"claim-homes:{who}", 1))


def _count(key: str, seconds: int) -> int:
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out in between
        return 1
