"""The sending side: any thread of any process, after commit.

With Redis a message is PUBLISHed once and every process's hub hands it to its own sockets
(docs/adr/realtime.md). Without Redis there is one process, and the hub is called directly.
"""

import json
import logging
from functools import cache
from typing import Any

import redis
from django.conf import settings
from django.db import transaction

from portal import pagestore
from portal.realtime.hub import hub

logger = logging.getLogger(__name__)


def tell(group: str, kind: str, data: dict[str, Any] | None = None) -> None:
    """Tells every socket in `group`, once the current transaction has committed; kept pages of it are forgotten.

    `data` is JSON of ids and counts, the same for every viewer who may join the group.
    """
    message = {"group": group, "kind": kind, "data": data or {}}
    pagestore.changed(group)
    transaction.on_commit(lambda: _publish(message))


def recheck(user_public_id: str) -> None:
    """After an account's keys or roles changed: sockets that lost anything are closed."""
    message = {"recheck": user_public_id}
    transaction.on_commit(lambda: _publish(message))


def recheck_group(group: str) -> None:
    """After the audience of what a group is about changed: whoever may not hear it any more is cut off."""
    message = {"recheck_group": group}
    transaction.on_commit(lambda: _publish(message))


def recheck_all() -> None:
    """The same for every open socket, where an audience changed for many things at once."""
    transaction.on_commit(lambda: _publish({"recheck_all": True}))


def _publish(message: dict[str, Any]) -> None:
    if not settings.REDIS_URL:
        hub.receive_threadsafe(message)
        return
    try:
        _redis(settings.REDIS_URL).publish(settings.REALTIME_CHANNEL, json.dumps(message, ensure_ascii=False))
    except redis.RedisError:
        # The page catches up when it is next opened; the write that was told must not fail for it.
        logger.warning("realtime: %s could not be told", message.get("group"), exc_info=True)


@cache
def _redis(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
