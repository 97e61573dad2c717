"""How many open pages two processes hold, and how soon they know of a new post: `make bench-sockets`.

Needs DATABASE_URL (PostgreSQL) and REDIS_URL. SOCKETS=5000 pages of OWNERS=1000 signed-in owners are open at one topic,
served by two uvicorn workers under the production settings; then POSTS=5 replies are written to it, one after the
other. Each page notes when it was told (the nudge), asks for what is the same for all, and notes when it had the post
itself. The clock starts before the reply is written. The last line is the result as one JSON object.
"""

import asyncio
import contextlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ground import HOST, ROOT, database, environment, manage

SOCKETS = int(os.environ.get("SOCKETS", "5000"))
OWNERS = int(os.environ.get("OWNERS", "1000"))
POSTS = int(os.environ.get("POSTS", "5"))
PORT = int(os.environ.get("PORT", "8766"))
WORKERS = 2
# So many pages come in side by side.
OPENING = 100


class Page:
    """One open page: what it was told of, and when."""

    def __init__(self, socket: Any, group: str) -> None:
        self.socket, self.group = socket, group
        self.told: dict[int, float] = {}
        self.shown: dict[int, float] = {}

    async def listen(self) -> None:
        async for text in self.socket:
            at = time.monotonic()
            message = json.loads(text)
            data = message.get("data", {})
            if message.get("kind") == "change" and "number" in data:
                self.told.setdefault(data["number"], at)
                await self.socket.send(json.dumps({"show": [self.group, data["number"], "resident zh-hans"]}))
            elif message.get("kind") == "shown":
                assert f'id="p{data["item"]}"' in data["html"], text[:300]
                self.shown.setdefault(data["item"], at)


@contextlib.contextmanager
def workers() -> Iterator[list[int]]:
    """Two uvicorn workers; their process ids."""
    serving = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "portal.asgi:application", "--workers", str(WORKERS), "--port", str(PORT),
         "--log-level", "error"],
        cwd=ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.production"}, stdout=sys.stderr,
    )  # fmt: skip
    try:
        for _attempt in range(240):
            with contextlib.suppress(OSError):
                import socket

                socket.create_connection(("127.0.0.1", PORT), 1).close()
                break
            time.sleep(0.25)
        time.sleep(5)
        children = Path(f"/proc/{serving.pid}/task/{serving.pid}/children").read_text().split()
        # The first child may be the resource tracker of `multiprocessing`.
        yield [int(child) for child in children if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text()]
    finally:
        serving.terminate()
        serving.wait()


def memory(pids: list[int]) -> int:
    """Bytes that the processes hold for themselves."""
    held = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(("Private_Clean", "Private_Dirty")):
                held += int(line.split()[1]) * 1024
    return held


def processor_time(pids: list[int]) -> float:
    """Seconds that the processes have used."""
    ticks = 0
    for pid in pids:
        after = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
        ticks += int(after[11]) + int(after[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def open_pages(cookies: list[str], group: str) -> list[Page]:
    from websockets.asyncio.client import connect

    turn = asyncio.Semaphore(OPENING)

    async def come(cookie: str) -> Page:
        async with turn:
            socket = await connect(
                f"ws://127.0.0.1:{PORT}/ws/", additional_headers={"Cookie": cookie, "Host": HOST},
                origin=f"https://{HOST}", compression=None, open_timeout=60, ping_interval=None,
            )  # fmt: skip
            await socket.send(json.dumps({"join": [group]}))
            answer = json.loads(await asyncio.wait_for(socket.recv(), 60))
            assert answer["joined"] == [group], answer
            return Page(socket, group)

    return await asyncio.gather(*(come(cookies[number % len(cookies)]) for number in range(SOCKETS)))


async def until_all(pages: list[Page], number: int, within: float = 60) -> None:
    ends = time.monotonic() + within
    while time.monotonic() < ends and any(number not in page.shown for page in pages):
        await asyncio.sleep(0.2)


def spread(seconds: list[float]) -> dict[str, float]:
    if not seconds:
        return {}
    ordered = sorted(seconds)
    return {
        "median": round(statistics.median(ordered), 3),
        "p95": round(ordered[int(len(ordered) * 0.95)], 3),
        "last": round(ordered[-1], 3),
    }


async def measure(pids: list[int], cookies: list[str], topic: Any, write: Any) -> dict[str, Any]:
    group = f"topic:{topic.public_id}"
    idle = memory(pids)
    began = time.monotonic()
    pages = await open_pages(cookies, group)
    opened = time.monotonic() - began
    listening = [asyncio.ensure_future(page.listen()) for page in pages]
    await asyncio.sleep(3)
    open_memory = memory(pids)
    told: list[float] = []
    shown: list[float] = []
    missed = 0
    used = processor_time(pids)
    for _turn in range(POSTS):
        at = time.monotonic()
        number = await asyncio.to_thread(write)
        await until_all(pages, number)
        told += [page.told[number] - at for page in pages if number in page.told]
        shown += [page.shown[number] - at for page in pages if number in page.shown]
        missed += sum(number not in page.shown for page in pages)
        await asyncio.sleep(1)
    used = processor_time(pids) - used
    for task in listening:
        task.cancel()
    return {
        "sockets": len(pages),
        "workers": len(pids),
        "opened_in_s": round(opened, 1),
        "memory_per_socket_kb": round((open_memory - idle) / len(pages) / 1024, 1),
        "memory_idle_mb": round(idle / 2**20, 1),
        "told_s": spread(told),
        "shown_s": spread(shown),
        "missed": missed,
        "cpu_per_post_s": round(used / POSTS, 2),
        "load_average": os.getloadavg()[0],
    }


def prepare() -> tuple[list[str], Any, Any]:
    """Cookies of the owners, the topic, and what writes one reply to it and says its number."""
    manage("migrate", "--verbosity", "0", settings="portal.settings.dev")
    manage("set_up_site", "--verbosity", "0", settings="portal.settings.dev")
    manage("collectstatic", "--noinput", "--verbosity", "0", settings="portal.settings.production")
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.production"
    django.setup()
    from django.conf import settings
    from django.test import Client

    from forum.actions import reply, start_topic
    from forum.models import Board, Topic
    from owners.models import User
    from owners.viewers import viewer_for_user

    if not Topic.objects.exists():
        manage(
            "generate_load", "--owners", str(OWNERS), "--topics", "50", "--posts", "200", settings="portal.settings.dev"
        )
    board = Board.objects.filter(slug__startswith="load-").order_by("pk")[0]
    owners = User.objects.filter(username__startswith="load-", person__residencies__unit__estate=board.estate_id)
    cookies = []
    for user in owners.distinct().order_by("pk")[:OWNERS]:
        client = Client()
        client.force_login(user)
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}")
    author = viewer_for_user(owners.order_by("pk")[0])
    topic = start_topic(viewer=author, board=board, title="今晚停水吗", html="<p>业主群里都在问，有人知道吗？</p>")

    def write() -> int:
        from django.db import connection

        written = reply(viewer=author, topic=topic, html=f"<p>刚问过物业，{time.time():.0f} 前恢复。</p>")
        connection.close()
        return written.number

    return cookies, topic, write


def main() -> None:
    if not os.environ.get("DATABASE_URL", "").startswith(("postgres://", "postgresql://")):
        raise SystemExit("bench-sockets needs DATABASE_URL of a PostgreSQL server")
    sys.path.insert(0, str(ROOT))
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory() as folder, database(f"linli_bench_sockets_{OWNERS}") as address:
        os.environ.update(environment(folder, address))
        cookies, topic, write = prepare()
        with workers() as pids:
            print(json.dumps(asyncio.run(measure(pids, cookies, topic, write))))


if __name__ == "__main__":
    main()
