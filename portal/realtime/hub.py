"""One per process: which sockets joined which group, and one subscription for all of them."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Coroutine
from typing import Any, Protocol

from django.conf import settings

logger = logging.getLogger(__name__)


class Member(Protocol):
    """What the hub needs of a socket. Both run on the hub's event loop."""

    user_public_id: str

    async def push(self, text: str) -> None: ...

    async def recheck(self) -> None: ...


class Hub:
    """Hands messages to this process's sockets. All state is touched on one event loop only."""

    def __init__(self) -> None:
        self._groups: dict[str, set[Member]] = defaultdict(set)
        self._members: set[Member] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listener: asyncio.Task[None] | None = None
        # The loop itself holds a running task only weakly.
        self._telling: set[asyncio.Task[None]] = set()

    def enter(self, member: Member, redis_url: str) -> None:
        """A socket opened. The first one starts the listener on its loop."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            # A new server in the same process (tests): sockets of the old loop are gone with it.
            self._groups.clear()
            self._members.clear()
            self._loop, self._listener = loop, None
        self._members.add(member)
        if redis_url and (self._listener is None or self._listener.done()):
            self._listener = loop.create_task(self._listen(redis_url))

    def leave(self, member: Member) -> None:
        self._members.discard(member)
        for group in [name for name, members in self._groups.items() if member in members]:
            self.part(member, group)

    def join(self, member: Member, group: str) -> None:
        self._groups[group].add(member)

    def part(self, member: Member, group: str) -> None:
        self._groups[group].discard(member)
        if not self._groups[group]:
            del self._groups[group]

    def receive_threadsafe(self, message: dict[str, Any]) -> None:
        """From any thread. Without an open socket there is nobody to tell."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._receive, message)

    def _receive(self, message: dict[str, Any]) -> None:
        if public_id := message.get("recheck"):
            for member in [m for m in self._members if m.user_public_id == public_id]:
                self._start(member.recheck())
            return
        members = list(self._groups.get(message["group"], ()))
        if members:
            # Serialised once, whoever many receive it.
            self._start(self._push_all(members, json.dumps(message, ensure_ascii=False)))

    def _start(self, telling: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(telling)
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _push_all(self, members: list[Member], text: str) -> None:
        for member in members:
            try:
                await member.push(text)
            except Exception:
                logger.debug("realtime: a socket went away while it was told", exc_info=True)

    async def _listen(self, redis_url: str) -> None:
        from redis.asyncio import Redis

        while True:
            try:
                client = Redis.from_url(redis_url, socket_timeout=None, health_check_interval=30)
                async with client, client.pubsub() as pubsub:
                    await pubsub.subscribe(settings.REALTIME_CHANNEL)
                    async for item in pubsub.listen():
                        if item["type"] == "message":
                            self._receive(json.loads(item["data"]))
            except asyncio.CancelledError:
                raise
            except Exception:
                logger.warning("realtime: subscription lost, trying again", exc_info=True)
                await asyncio.sleep(1)
                for member in list(self._members):
                    # Whatever was told meanwhile is lost: the pages catch up by themselves.
                    await member.push('{"gap":true}')


hub = Hub()
