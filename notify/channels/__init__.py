"""The ways beyond the bell. Each is a module-level object with the same three members."""

from collections.abc import Iterable, Mapping

from notify.channels.base import Way
from notify.channels.email import BY_EMAIL
from notify.channels.push import BY_PUSH
from notify.channels.texts import BY_SMS
from notify.channels.wechat import BY_WECHAT
from owners.models import User

WAYS: Mapping[str, Way] = {"sms": BY_SMS, "wechat": BY_WECHAT, "email": BY_EMAIL, "push": BY_PUSH}


def reachable(users: Iterable[User], channels: Iterable[str]) -> dict[str, set[int]]:
    """Per channel the ids of the users whom it can reach now. A few queries, however many users."""
    people = list(users)
    return {name: WAYS[name].reachable(people) for name in channels if name in WAYS}
