"""How much one account may write within an hour. Newcomers less, so that a flood stays small."""

from datetime import timedelta

from django.core.cache import cache
from django.utils.translation import gettext as _

from forum.errors import TooFast
from owners.models import User
from portal.worktime import now

HOUR = 3600
NEWCOMER = timedelta(days=1)
# kind → (newcomer, everybody else) within one hour
ALLOWED = {"topic": (3, 10), "post": (10, 60), "reaction": (60, 300), "flag": (5, 30)}


def is_newcomer(user: User) -> bool:
    return now() - user.date_joined < NEWCOMER


def take_turn(user: User, kind: str) -> None:
    """Counts one more of `kind` for this hour. Raises TooFast when the hour's share is used up."""
    newcomer, settled = ALLOWED[kind]
    share = newcomer if is_newcomer(user) else settled
    hour = int(now().timestamp()) // HOUR
    key = f"forum:turns:{kind}:{user.pk}:{hour}"
    cache.add(key, 0, HOUR)
    try:
        used = cache.incr(key)
    except ValueError:
        # The entry went out between the two calls: the hour begins anew.
        used = 1
    if used > share:
        raise TooFast(_("You have written a lot in a short time. Your text is kept; please send it a little later."))
