"""What a crowd looks at in the same moment: drawn once in a process, and handed to each page that asks for it.

A page may ask over its socket for a thing in a group that it has joined; that it has joined is the permission.
What is handed out is the same for everybody, so the page asks later, by the common door, for what is its own.
"""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Callable

from channels.db import database_sync_to_async

logger = logging.getLogger(__name__)

# `draw(ref, item, manner)` gives markup, or "" where there is nothing to show. Synchronous, may query.
Draw = Callable[[str, int, str], str]

# Of one group, whatever pages think of asking for.
MOST_KEPT = 64

_draws: dict[str, Draw] = {}


def register_shared(kind: str, draw: Draw) -> None:
    """Says how a thing in groups `kind:<ref>` looks to everybody in the group: `draw(ref, item, manner)`.

    `manner` is what the page says of how it wants it (its language): it may decide how the thing is drawn, and
    nothing of what is shown.
    """
    if kind in _draws:
        raise ValueError(f"two ways to draw what groups of kind {kind!r} share")
    _draws[kind] = draw


class Shared:
    """Kept until something is told to the group. All state is touched on the hub's event loop only."""

    def __init__(self) -> None:
        self._drawn: dict[str, dict[tuple[int, str], asyncio.Task[str]]] = defaultdict(dict)

    async def get(self, group: str, item: int, manner: str) -> str:
        """The message `shown` for a page, as text: however many ask at once, it is drawn and put into words once.
        Its markup is "" where there is nothing, and where drawing failed."""
        kept = self._drawn[group]
        task = kept.get((item, manner))
        if task is None or task.get_loop() is not asyncio.get_running_loop():
            if len(kept) >= MOST_KEPT:
                kept.clear()
            task = kept[item, manner] = asyncio.ensure_future(self._draw(group, item, manner))
        return await asyncio.shield(task)

    def forget(self, group: str) -> None:
        """Something happened there. Whoever waits for what is just being drawn still gets that."""
        self._drawn.pop(group, None)

    async def _draw(self, group: str, item: int, manner: str) -> str:
        kind, _, ref = group.partition(":")
        html = ""
        if draw := _draws.get(kind):
            try:
                html = await database_sync_to_async(draw)(ref, item, manner)
            except Exception:
                logger.exception("realtime: %s of %s could not be drawn", item, group)
        return json.dumps({"group": group, "kind": "shown", "data": {"item": item, "html": html}}, ensure_ascii=False)


shared = Shared()
