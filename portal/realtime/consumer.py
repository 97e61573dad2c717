"""The one socket of a page: `/ws/`. It joins groups and is told; it never receives content to write."""

import json
from typing import Any

from asgiref.sync import sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from portal.realtime.groups import may_join, viewer_of
from portal.realtime.hub import hub

MAX_GROUPS = 60


class PageConsumer(AsyncWebsocketConsumer):
    """Client: `{"join": ["topic:…"]}`, `{"part": […]}`. Server: `{"joined": […], "refused": […]}`,
    `{"group", "kind", "data"}`, `{"gap": true}` after the server missed something."""

    user_public_id = ""

    async def connect(self) -> None:
        self.groups_joined: set[str] = set()
        await self._look_up_viewer()
        hub.enter(self, settings.REDIS_URL)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        hub.leave(self)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        try:
            message = json.loads(text_data or "")
            wanted = [str(group) for group in message.get("join", [])]
            parted = [str(group) for group in message.get("part", [])]
        except (ValueError, AttributeError, TypeError):
            await self.close(code=4400)
            return
        for group in self.groups_joined.intersection(parted):
            self._part(group)
        if wanted:
            await self._join(wanted[:MAX_GROUPS])

    async def _join(self, wanted: list[str]) -> None:
        joined, refused = [], []
        for group in wanted:
            full = len(self.groups_joined) >= MAX_GROUPS
            if not full and await sync_to_async(may_join)(self.viewer, group):
                hub.join(self, group)
                self.groups_joined.add(group)
                joined.append(group)
            else:
                refused.append(group)
        await self.push(json.dumps({"joined": joined, "refused": refused}))

    async def push(self, text: str) -> None:
        await self.send(text_data=text)

    async def recheck(self) -> None:
        """The viewer's keys changed: leave what is closed now."""
        await self._look_up_viewer()
        for group in list(self.groups_joined):
            if not await sync_to_async(may_join)(self.viewer, group):
                self._part(group)
                await self.push(json.dumps({"joined": [], "refused": [group]}))

    def _part(self, group: str) -> None:
        self.groups_joined.discard(group)
        hub.part(self, group)

    async def _look_up_viewer(self) -> None:
        self.viewer: Any = await sync_to_async(viewer_of)(self.scope)
        user = self.viewer.user
        self.user_public_id = user.public_id if user else ""
