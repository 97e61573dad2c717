"""How often one sender may do something within a window: floods and guessing stay small, nobody solves riddles."""

from django.core.cache import cache
from django.utils.translation import gettext as _

from portal.errors import Refused
from portal.worktime import now

HOUR = 3600
# what → (times, seconds)
ALLOWED = {
    "open": (12, HOUR),
    "reply": (40, HOUR),
    "find-from": (20, HOUR),
    "find-number": (10, HOUR),
}


class TooOften(Refused):
    """The share of this window is used up."""


def take_turn(what: str, who: str) -> None:
    """Counts one more try of `who`. Raises TooOften beyond the share."""
    times, seconds = ALLOWED[what]
    window = int(now().timestamp()) // seconds
    key = f"mailbox:turns:{what}:{who}:{window}"
    cache.add(key, 0, seconds)
    try:
        used = cache.incr(key)
    except ValueError:
        used = 1  # the entry went out between the two calls: the window begins anew
    if used > times:
        raise TooOften(
            _("That was a lot in a short time. Please try again in an hour; if it is urgent, call our telephone.")
        )
