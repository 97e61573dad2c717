"""The hub and its socket, over a real ASGI application."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.db import transaction

from portal import realtime
from portal.realtime import groups
from portal.realtime.consumer import MAX_GROUPS, PageConsumer
from portal.realtime.hub import hub

pytestmark = pytest.mark.django_db(transaction=True)


class Somebody:
    user = None


class Socket:
    """A page's end of the socket."""

    def __init__(self) -> None:
        scope = {"type": "websocket", "path": "/ws/", "headers": [], "subprotocols": []}
        self.wire = ApplicationCommunicator(PageConsumer.as_asgi(), scope)

    async def open(self) -> None:
        await self.wire.send_input({"type": "websocket.connect"})
        assert (await self.wire.receive_output())["type"] == "websocket.accept"

    async def close(self) -> None:
        await self.wire.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wire.wait()

    async def say(self, message: Any) -> None:
        text = message if isinstance(message, str) else json.dumps(message)
        await self.wire.send_input({"type": "websocket.receive", "text": text})

    async def hear(self) -> Any:
        return json.loads((await self.wire.receive_output(timeout=3))["text"])

    async def hears_nothing(self) -> bool:
        return await self.wire.receive_nothing(timeout=0.5)


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "_rules", {"open": lambda viewer, ref: True, "closed": lambda viewer, ref: False})
    monkeypatch.setattr(groups, "_viewer_of_scope", [lambda scope: Somebody()])


def converse(steps: Any) -> Any:
    async def run() -> Any:
        socket = Socket()
        await socket.open()
        try:
            return await steps(socket)
        finally:
            await socket.close()

    # On a thread of its own: a browser of another test may have left its event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, run()).result()


async def tell(group: str, **data: Any) -> None:
    await asyncio.to_thread(realtime.tell, group, "post", data)


async def settle() -> None:
    """Lets the subscription of a process with Redis come up."""
    await asyncio.sleep(0.3)


def test_socket_is_told_what_happens_in_groups_it_joined() -> None:
    async def steps(socket: Socket) -> Any:
        await socket.say({"join": ["open:1", "closed:1", "unknown:1", "open:"]})
        answer = await socket.hear()
        await settle()
        await tell("open:2", id=1)
        await tell("open:1", id=2)
        return answer, await socket.hear(), await socket.hears_nothing()

    answer, told, silent = converse(steps)

    assert answer == {"joined": ["open:1"], "refused": ["closed:1", "unknown:1", "open:"]}
    assert told == {"group": "open:1", "kind": "post", "data": {"id": 2}}
    assert silent


def test_nothing_is_told_of_a_change_that_was_undone() -> None:
    async def steps(socket: Socket) -> bool:
        await socket.say({"join": ["open:1"]})
        await socket.hear()
        await settle()
        await asyncio.to_thread(fail_after_telling)
        return await socket.hears_nothing()

    def fail_after_telling() -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            realtime.tell("open:1", "post", {})
            raise ZeroDivisionError

    assert converse(steps)


def test_socket_that_lost_its_keys_leaves_the_group(monkeypatch: pytest.MonkeyPatch) -> None:
    async def steps(socket: Socket) -> Any:
        await socket.say({"join": ["open:1"]})
        await socket.hear()
        monkeypatch.setitem(groups._rules, "open", lambda viewer, ref: False)
        for member in list(hub._members):
            await member.recheck()
        left = await socket.hear()
        await tell("open:1")
        return left, await socket.hears_nothing()

    left, silent = converse(steps)

    assert left == {"joined": [], "refused": ["open:1"]}
    assert silent


@pytest.mark.parametrize("text", ["", "[]", "no json", '{"join": 7}'])
def test_nonsense_closes_the_socket(text: str) -> None:
    async def steps(socket: Socket) -> Any:
        await socket.say(text)
        return await socket.wire.receive_output()

    assert converse(steps)["type"] == "websocket.close"


def test_socket_joins_a_limited_number_of_groups() -> None:
    async def steps(socket: Socket) -> Any:
        for part in range(2):
            await socket.say({"join": [f"open:{part}-{n}" for n in range(MAX_GROUPS)]})
            answer = await socket.hear()
        return answer

    assert converse(steps)["joined"] == []
