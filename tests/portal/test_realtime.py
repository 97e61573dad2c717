"""The hub and its socket, over a real ASGI application."""

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.db import transaction

from portal import realtime
from portal.realtime import consumer as consumers
from portal.realtime import groups
from portal.realtime import hub as hubs
from portal.realtime.consumer import MAX_GROUPS, MAX_MESSAGE, TURNS, PageConsumer
from portal.realtime.hub import hub

pytestmark = pytest.mark.django_db(transaction=True)


class Somebody:
    user = None
    keys: frozenset[str] = frozenset({"public", "staff"})
    roles: frozenset[object] = frozenset()


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

    async def is_cut_off(self) -> int:
        """The code with which the server closed the socket."""
        answer = await self.wire.receive_output(timeout=5)
        assert answer["type"] == "websocket.close", answer
        return answer["code"]

    async def hears_nothing(self) -> bool:
        return await self.wire.receive_nothing(timeout=0.5)


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "_rules", {"open": lambda viewer, ref: True, "closed": lambda viewer, ref: False})
    monkeypatch.setattr(groups, "_viewer_of_scope", [lambda scope: Somebody()])


def converse(steps: Any, sockets: int = 1) -> Any:
    async def run() -> Any:
        opened = [Socket() for _ in range(sockets)]
        for socket in opened:
            await socket.open()
        try:
            return await steps(*opened)
        finally:
            for socket in opened:
                await socket.close()

    # On a thread of its own: a browser of another test may have left its event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, run()).result()


async def tell(group: str, **data: Any) -> None:
    await asyncio.to_thread(realtime.tell, group, "post", data)


def test_socket_is_told_what_happens_in_groups_it_joined() -> None:
    async def steps(socket: Socket) -> Any:
        await socket.say({"join": ["open:1", "closed:1", "unknown:1", "open:"]})
        answer = await socket.hear()
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
        await asyncio.to_thread(fail_after_telling)
        return await socket.hears_nothing()

    def fail_after_telling() -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            realtime.tell("open:1", "post", {})
            raise ZeroDivisionError

    assert converse(steps)


def test_socket_that_lost_a_group_is_cut_off_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def steps(socket: Socket, other: Socket) -> Any:
        await socket.say({"join": ["open:1"]})
        await other.say({"join": ["open:2"]})
        await socket.hear()
        await other.hear()
        monkeypatch.setitem(groups._rules, "open", lambda viewer, ref: ref == "2")
        await asyncio.to_thread(realtime.recheck_group, "open:1")
        await asyncio.to_thread(realtime.recheck_group, "open:2")
        left, code, gap = await socket.hear(), await socket.is_cut_off(), await other.hear()
        await tell("open:1")
        await tell("open:2")
        return left, code, gap, await other.hear(), await socket.wire.receive_nothing(timeout=0.5)

    left, code, gap, told, silent = converse(steps, sockets=2)

    assert left == {"joined": [], "refused": ["open:1"]}
    assert code == 4403
    assert gap == {"gap": True}
    assert told["group"] == "open:2"
    assert silent


def test_a_withdrawn_role_cuts_off_a_socket_whose_groups_stay_open(monkeypatch: pytest.MonkeyPatch) -> None:
    async def steps(socket: Socket) -> int:
        await socket.say({"join": ["open:1"]})
        await socket.hear()
        monkeypatch.setattr(Somebody, "keys", frozenset({"public"}))
        await asyncio.to_thread(realtime.recheck_all)
        return await socket.is_cut_off()

    assert converse(steps) == 4403


def test_nothing_told_after_a_recheck_reaches_who_was_not_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    async def steps(socket: Socket) -> Any:
        await socket.say({"join": ["open:1"]})
        await socket.hear()
        monkeypatch.setitem(groups._rules, "open", lambda viewer, ref: False)
        # Both are on their way before the socket is asked anything.
        hub._receive({"recheck_group": "open:1"})
        hub._receive({"group": "open:1", "kind": "post", "data": {}})
        return await socket.hear(), await socket.is_cut_off()

    assert converse(steps) == ({"joined": [], "refused": ["open:1"]}, 4403)


def test_a_page_that_is_asleep_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "PUSH_WITHIN", 0.3)
    ended: list[int] = []

    class Asleep:
        user_public_id = ""

        async def push(self, text: str) -> None:
            await asyncio.sleep(60)

        async def recheck(self) -> None: ...

        async def end(self, code: int) -> None:
            ended.append(code)

    async def steps(socket: Socket) -> Any:
        await socket.say({"join": ["open:1"]})
        await socket.hear()
        for _ in range(20):
            sleeper = Asleep()
            hub.enter(sleeper, "")
            hub.join(sleeper, "open:1")
        began = time.monotonic()
        await tell("open:1")
        told = await socket.hear()
        took = time.monotonic() - began
        await asyncio.sleep(1)
        return told["group"], took

    group, took = converse(steps)

    assert group == "open:1"
    assert took < 0.3
    assert ended == [4408] * 20


def test_ping_is_answered() -> None:
    async def steps(socket: Socket) -> Any:
        await socket.say({"ping": 7})
        return await socket.hear()

    assert converse(steps) == {"pong": 7}


def test_many_groups_of_a_kind_are_asked_for_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def of_many(viewer: object, refs: Any) -> set[str]:
        asked.append(sorted(refs))
        return {"a"}

    monkeypatch.setattr(groups, "_rules_for_many", {"open": of_many})

    assert groups.which_may_join(Somebody(), ["open:a", "open:b", "closed:c"]) == {"open:a"}
    assert asked == [["a", "b"]]


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


def test_groups_with_endless_names_are_refused_unasked() -> None:
    async def steps(socket: Socket) -> Any:
        await socket.say({"join": ["open:" + "1" * 100]})
        return await socket.hear()

    assert converse(steps)["joined"] == []


def test_a_message_that_is_too_large_cuts_the_socket_off() -> None:
    async def steps(socket: Socket) -> int:
        await socket.say({"join": ["x" * MAX_MESSAGE]})
        return await socket.is_cut_off()

    assert converse(steps) == 4413


def test_who_asks_without_end_is_cut_off() -> None:
    async def steps(socket: Socket) -> int:
        for number in range(TURNS):
            await socket.say({"ping": number})
            await socket.hear()
        await socket.say({"join": [f"open:{n}" for n in range(MAX_GROUPS)]})
        return await socket.is_cut_off()

    assert converse(steps) == 4429


def test_one_account_opens_a_limited_number_of_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    class Account:
        public_id = "k3f"

    monkeypatch.setattr(Somebody, "user", Account())
    monkeypatch.setattr(consumers, "MAX_SOCKETS_OF_USER", 2)

    async def steps(first: Socket, second: Socket) -> Any:
        third = Socket()
        await third.open()
        code = await third.is_cut_off()
        await first.close()
        fourth = Socket()
        await fourth.open()
        await fourth.say({"ping": 1})
        return code, await fourth.hear()

    assert converse(steps, sockets=2) == (4429, {"pong": 1})
