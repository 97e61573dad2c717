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
from portal.realtime import groups, sharing
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


class Drawing:
    """Counts how often something shared is drawn."""

    def __init__(self) -> None:
        self.drawn: list[tuple[str, int, str]] = []

    def __call__(self, ref: str, item: int, manner: str) -> str:
        self.drawn.append((ref, item, manner))
        if manner == "broken":
            raise ZeroDivisionError
        return f"{ref}/{item}/{manner}/{len(self.drawn)}"


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch) -> Drawing:
    drawing = Drawing()
    monkeypatch.setattr(sharing, "_draws", {"open": drawing, "closed": drawing})
    sharing.shared.forget("open:1")
    return drawing


def shown(html: str, item: int = 3, group: str = "open:1") -> dict[str, Any]:
    return {"group": group, "kind": "shown", "data": {"item": item, "html": html}}


def test_what_is_the_same_for_all_is_drawn_once_until_something_happens(drawing: Drawing) -> None:
    async def steps(*pages: Socket) -> Any:
        for page in pages:
            await page.say({"join": ["open:1"]})
            await page.hear()
        for page in pages:
            await page.say({"show": ["open:1", 3, "zh"]})
        first = [await page.hear() for page in pages]
        await tell("open:1")
        for page in pages:
            await page.hear()
        await pages[0].say({"show": ["open:1", 3, "zh"]})
        return first, await pages[0].hear()

    first, later = converse(steps, sockets=3)

    assert first == [shown("1/3/zh/1")] * 3
    assert later == shown("1/3/zh/2")


def test_nothing_is_shown_of_a_group_that_the_page_is_not_in(drawing: Drawing) -> None:
    async def steps(page: Socket) -> bool:
        await page.say({"join": ["closed:1"]})
        await page.hear()
        await page.say({"show": ["closed:1", 3, "zh"]})
        await page.say({"show": ["open:1", 3, "zh"]})
        return await page.hears_nothing()

    assert converse(steps)
    assert drawing.drawn == []


def test_whoever_loses_the_group_while_it_is_drawn_gets_nothing(drawing: Drawing, monkeypatch: Any) -> None:
    async def steps(page: Socket) -> Any:
        await page.say({"join": ["open:1"]})
        await page.hear()
        monkeypatch.setitem(groups._rules, "open", lambda viewer, ref: False)
        await page.say({"show": ["open:1", 3, "zh"]})
        hub._receive({"recheck_group": "open:1"})
        return await page.hear(), await page.is_cut_off()

    assert converse(steps) == ({"joined": [], "refused": ["open:1"]}, 4403)


def test_drawing_that_fails_shows_nothing_and_cuts_nobody_off(drawing: Drawing) -> None:
    async def steps(page: Socket) -> Any:
        await page.say({"join": ["open:1"]})
        await page.hear()
        await page.say({"show": ["open:1", 3, "broken"]})
        broken = await page.hear()
        await page.say({"show": ["open:1", "3", "zh"]})
        await page.say({"ping": 5})
        return broken, await page.hear()

    assert converse(steps) == (shown(""), {"pong": 5})


def test_many_pages_are_told_how_many_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "CROWD", 2)

    async def steps(one: Socket, other: Socket) -> Any:
        await one.say({"join": ["open:1", "open:2"]})
        await other.say({"join": ["open:1"]})
        await one.hear()
        await other.hear()
        await tell("open:2")
        few = await one.hear()
        await tell("open:1")
        return few, await one.hear(), await other.hear()

    few, one, other = converse(steps, sockets=2)

    assert "crowd" not in few
    assert one["crowd"] == other["crowd"] == 2
