"""One per process: which sockets joined which group, and one subscription for all of them."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Coroutine, Iterable
from typing import Any, Protocol

from django.conf import settings

from portal.realtime.sharing import shared

logger = logging.getLogger(__name__)

GAP = '{"gap":true}'
# A page that takes no more for so long is asleep or gone: nobody else waits for it.
PUSH_WITHIN = 5
# From so many pages in one process on they are told how many they are, so that they don't all ask at once.
CROWD = 100
# How long a socket's first join waits for the subscription, so that nothing falls between them.
READY_WITHIN = 3


class Member(Protocol):
    """What the hub needs of a socket. Both run on the hub's event loop."""

    user_public_id: str

    async def push(self, text: str) -> None: ...

    async def recheck(self) -> None:
        """Asks again what the socket may hear; the hub has taken it out of all its groups before."""

    async def end(self, code: int) -> None: ...


class Hub:
    """Hands messages to this process's sockets. All state is touched on one event loop only."""

    def __init__(self) -> None:
        self._groups: dict[str, set[Member]] = defaultdict(set)
        self._members: dict[Member, set[str]] = {}
        self._of_user: dict[str, set[Member]] = defaultdict(set)
        # What a socket had joined when it was taken out to be asked again.
        self._taken_out: dict[Member, set[str]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listener: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()
        # The loop itself holds a running task only weakly.
        self._telling: set[asyncio.Task[None]] = set()

    def enter(self, member: Member, redis_url: str) -> None:
        """A socket opened. The first one starts the listener on its loop."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            # A new server in the same process (tests): sockets of the old loop are gone with it.
            self._groups.clear()
            self._members.clear()
            self._of_user.clear()
            self._taken_out.clear()
            self._loop, self._listener, self._listening = loop, None, asyncio.Event()
        self._members[member] = set()
        self._of_user[member.user_public_id].add(member)
        if redis_url and (self._listener is None or self._listener.done()):
            self._listener = loop.create_task(self._listen(redis_url))
        elif not redis_url:
            self._listening.set()

    def leave(self, member: Member) -> None:
        self._take_out(member)
        self._members.pop(member, None)
        self._taken_out.pop(member, None)
        self._of_user[member.user_public_id].discard(member)

    def sockets_of(self, user_public_id: str) -> int:
        return len(self._of_user.get(user_public_id, ()))

    async def ready(self) -> None:
        """Returns once what is told reaches this process; after a while also without (a gap is told later)."""
        try:
            async with asyncio.timeout(READY_WITHIN):
                await self._listening.wait()
        except TimeoutError:
            logger.warning("realtime: no subscription yet")

    def join(self, member: Member, group: str) -> None:
        """Nothing for a socket that has closed meanwhile."""
        if member in self._members:
            self._members[member].add(group)
            self._groups[group].add(member)

    def part(self, member: Member, group: str) -> None:
        self._members.get(member, set()).discard(group)
        self._groups[group].discard(member)
        if not self._groups[group]:
            del self._groups[group]
            shared.forget(group)

    def hears(self, member: Member, group: str) -> bool:
        """Whether the socket is in the group now; not while it is asked again."""
        return group in self._members.get(member, ())

    def groups_of(self, member: Member) -> set[str]:
        """What the socket has joined, or had when it was taken out."""
        return self._members.get(member, set()) | self._taken_out.get(member, set())

    def asked_again(self, member: Member) -> set[str]:
        """For `recheck`: takes the socket out and returns, once, what it had joined."""
        self._take_out(member)
        return self._taken_out.pop(member, set())

    def receive_threadsafe(self, message: dict[str, Any]) -> None:
        """From any thread. Without an open socket there is nobody to tell."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._receive, message)

    def _receive(self, message: dict[str, Any]) -> None:
        if public_id := message.get("recheck"):
            self._recheck(self._of_user.get(public_id, ()))
        elif group := message.get("recheck_group"):
            self._recheck(self._groups.get(group, ()))
        elif message.get("recheck_all"):
            self._recheck(self._members)
        elif members := list(self._groups.get(message["group"], ())):
            shared.forget(message["group"])
            if len(members) >= CROWD:
                message = {**message, "crowd": len(members)}
            # Serialised once, whoever many receive it.
            self._start(self._push_all(members, json.dumps(message, ensure_ascii=False)))

    def _recheck(self, members: Iterable[Member]) -> None:
        """Out of their groups at once: what is told after this reaches only who was asked again."""
        for member in list(members):
            self._take_out(member)
            self._start(self._guarded(member.recheck()))

    def _take_out(self, member: Member) -> None:
        groups = set(self._members.get(member, ()))
        for group in groups:
            self.part(member, group)
        if groups:
            self._taken_out.setdefault(member, set()).update(groups)

    def _start(self, telling: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(telling)
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _guarded(self, work: Coroutine[None, None, None]) -> None:
        try:
            await work
        except Exception:
            logger.debug("realtime: a socket went away while it was told", exc_info=True)

    async def _push_all(self, members: list[Member], text: str) -> None:
        # Side by side: a page that is asleep with full buffers keeps nobody waiting.
        await asyncio.gather(*(self._push(member, text) for member in members))

    async def _push(self, member: Member, text: str) -> None:
        try:
            async with asyncio.timeout(PUSH_WITHIN):
                await member.push(text)
        except TimeoutError:
            self.leave(member)
            self._start(self._guarded(member.end(4408)))
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
                        if item["type"] == "subscribe":
                            self._listening.set()
                            # What was told before is lost, a withdrawn key too: everybody is asked
                            # again, and catches up after that.
                            self._recheck([member for member, groups in self._members.items() if groups])
                        elif item["type"] == "message":
                            self._receive(json.loads(item["data"]))
            except asyncio.CancelledError:
                raise
            except Exception:
                logger.warning("realtime: subscription lost, trying again", exc_info=True)
                self._listening.clear()
                await asyncio.sleep(1)


hub = Hub()
