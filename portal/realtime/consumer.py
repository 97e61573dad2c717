"""The one socket of a page: `/ws/`. It joins groups and is told; it never receives content to write."""

import asyncio
import json
import time
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from portal.realtime.groups import viewer_of, which_may_join
from portal.realtime.hub import GAP, hub
from portal.realtime.sharing import shared

MAX_GROUPS = 60
MAX_MESSAGE = 8 * 1024
MAX_GROUP_NAME = 100
MAX_MANNER = 40
# Open pages of one account in this process.
MAX_SOCKETS_OF_USER = 30
# A message costs one turn and one for each group to join: this many at once, then so many a second.
TURNS = 150
TURNS_A_SECOND = 4


class CloseCode:
    """Why we closed. A page opens another socket after a while in any case, and asks by itself until then."""

    NONSENSE = 4400
    LOST_ACCESS = 4403
    TOO_SLOW = 4408
    TOO_LARGE = 4413
    TOO_MUCH = 4429


class PageConsumer(AsyncWebsocketConsumer):
    """Client: `{"join": ["topic:…"]}`, `{"part": […]}`, `{"ping": 7}`, `{"show": ["topic:…", 18, "zh-hans"]}`.
    Server: `{"joined": […], "refused": […]}`, `{"group", "kind", "data"}` (with `crowd`, how many pages hear it, if
    they are many), `{"pong": 7}`, `{"gap": true}` after the page may have missed something; to `show` the kind
    `shown` with `{"item", "html"}`, the markup empty where there is nothing for everybody."""

    user_public_id = ""

    async def connect(self) -> None:
        self.asking = asyncio.Lock()
        self.turns, self.turns_at = float(TURNS), time.monotonic()
        await self._look_up_viewer()
        self.user_public_id = self.viewer.user.public_id if self.viewer.user else ""
        await self.accept()
        if self.user_public_id and hub.sockets_of(self.user_public_id) >= MAX_SOCKETS_OF_USER:
            await self.close(code=CloseCode.TOO_MUCH)
            return
        hub.enter(self, settings.REDIS_URL)

    async def disconnect(self, code: int) -> None:
        hub.leave(self)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        text = text_data or ""
        if len(text) > MAX_MESSAGE:
            await self.end(CloseCode.TOO_LARGE)
            return
        try:
            message = json.loads(text)
            wanted = [str(group) for group in message.get("join", [])][:MAX_GROUPS]
            parted = [str(group) for group in message.get("part", [])]
            ping, wants = message.get("ping"), message.get("show")
        except (ValueError, AttributeError, TypeError):
            await self.end(CloseCode.NONSENSE)
            return
        if not self._take_turns(1 + len(wanted)):
            await self.end(CloseCode.TOO_MUCH)
            return
        for group in hub.groups_of(self).intersection(parted):
            hub.part(self, group)
        if wanted:
            await self._join(wanted)
        match wants:
            case [str(group), int(item), str(manner)]:
                await self._show(group, item, manner[:MAX_MANNER])
        if isinstance(ping, int):
            await self.push(json.dumps({"pong": ping}))

    async def _show(self, group: str, item: int, manner: str) -> None:
        """Only what the socket may hear of, before it is drawn and after."""
        if not hub.hears(self, group):
            return
        text = await shared.get(group, item, manner)
        if hub.hears(self, group):
            await self.push(text)

    async def _join(self, wanted: list[str]) -> None:
        """Answers after the process listens: what a page catches up with then leaves nothing out."""
        await hub.ready()
        async with self.asking:
            room = MAX_GROUPS - len(hub.groups_of(self))
            asked = [group for group in wanted if len(group) <= MAX_GROUP_NAME][: max(room, 0)]
            allowed = await self._which_may_join(asked)
            for group in allowed:
                hub.join(self, group)
        refused = [group for group in wanted if group not in allowed]
        await self.push(json.dumps({"joined": [group for group in asked if group in allowed], "refused": refused}))

    async def push(self, text: str) -> None:
        await self.send(text_data=text)

    async def end(self, code: int) -> None:
        """Out of the hub at once, whatever the other side does."""
        hub.leave(self)
        await self.close(code=code)

    async def recheck(self) -> None:
        """The viewer's keys, or a group's audience, changed. Whoever lost anything is cut off, and has to
        come in anew by the door; the others go on, told that they may have missed something."""
        async with self.asking:
            groups, had = hub.asked_again(self), self.powers
            await self._look_up_viewer()
            allowed = await self._which_may_join(sorted(groups))
            lost = sorted(groups - allowed)
            if not lost and had <= self.powers:
                for group in groups:
                    hub.join(self, group)
                await self.push(GAP)
                return
        if lost:
            await self.push(json.dumps({"joined": [], "refused": lost}))
        await self.end(CloseCode.LOST_ACCESS)

    async def _which_may_join(self, groups: list[str]) -> set[str]:
        return await database_sync_to_async(which_may_join)(self.viewer, groups) if groups else set()

    def _take_turns(self, number: int) -> bool:
        moment = time.monotonic()
        self.turns = min(TURNS, self.turns + (moment - self.turns_at) * TURNS_A_SECOND) - number
        self.turns_at = moment
        return self.turns >= 0

    async def _look_up_viewer(self) -> None:
        self.viewer: Any = await database_sync_to_async(viewer_of)(self.scope)
        # What a withdrawn role or key takes away, whatever group it opened.
        self.powers: frozenset[Any] = self.viewer.keys | self.viewer.roles
