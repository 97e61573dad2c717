"""What the forum's pages cost at 10,000 topics and 100,000 posts, served as in production: `make bench-forum`.

Needs DATABASE_URL of a PostgreSQL server on which databases may be made, REDIS_URL, and wrk. Fills a database of
its own (KEEP=1 keeps it for the next run), starts two gunicorn workers under the production settings, and asks
each page with 1 and with 16 connections, SECONDS each (4), ROUNDS times (3), the median counts. Processor time is
the workers' own, from /proc. The last line is the result as one JSON object.

In the same run the same cells are read of django-machina, as a yardstick (`tests/bench/yardstick/`, an environment of
its own under YARDSTICK, made if it is not there; YARDSTICK=no leaves it out).
"""

import contextlib
import http.client
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from ground import HOST, ROOT, database, environment, manage

PORT = int(os.environ.get("PORT", "8765"))
SECONDS = int(os.environ.get("SECONDS", "4"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
OWNERS, TOPICS, POSTS = (
    int(os.environ.get(name, default)) for name, default in (("OWNERS", 2000), ("TOPICS", 10_000), ("POSTS", 100_000))
)
YARDSTICK = os.environ.get("YARDSTICK", str(Path(tempfile.gettempdir()) / "linli-yardstick"))
YARDSTICK_DATABASE = f"linli_bench_yardstick_{TOPICS}_{POSTS}"
TICKS = os.sysconf("SC_CLK_TCK")
REPLIES = 60
DATABASE = f"linli_bench_forum_{TOPICS}_{POSTS}"


def fill() -> None:
    manage("migrate", "--verbosity", "0", settings="portal.settings.dev")
    manage("set_up_site", "--verbosity", "0", settings="portal.settings.dev")
    manage("collectstatic", "--noinput", "--verbosity", "0", settings="portal.settings.production")

    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.production"
    django.setup()
    from forum.models import Board, Topic

    if not Topic.objects.exists():
        size = ["--owners", str(OWNERS), "--topics", str(TOPICS), "--posts", str(POSTS)]
        manage("generate_load", *size, settings="portal.settings.dev")
        # Everybody may read what the load wrote; its owners may answer.
        Board.objects.filter(slug__startswith="load-").update(audience="public")
        Topic.objects.update(audience="public")
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def sign_in() -> tuple[str, Any]:
    """The session cookie of an owner, as the production settings make it, and the owner."""
    from django.conf import settings
    from django.test import Client

    from owners.models import User

    user = User.objects.filter(username__startswith="load-").order_by("pk")[OWNERS // 2]
    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}", user


@contextlib.contextmanager
def workers(
    *,
    python: str = sys.executable,
    site: str = "portal.wsgi:application",
    folder: Path = ROOT,
    settings: str = "portal.settings.production",
    sign: str = "/healthz",
) -> Iterator[Callable[[], float]]:
    """Two gunicorn workers; gives a function that says how many seconds of processor time they have used."""
    serving = subprocess.Popen(
        [python, "-m", "gunicorn", site, "--workers", "2", "--bind", f"127.0.0.1:{PORT}", "--log-level", "error"],
        cwd=folder, env={**os.environ, "DJANGO_SETTINGS_MODULE": settings}, stdout=sys.stderr,
    )  # fmt: skip
    try:
        for _attempt in range(120):
            with contextlib.suppress(OSError):
                if ask(sign, "")[0] == 200:
                    break
            time.sleep(0.25)
        else:
            raise SystemExit("gunicorn did not come up")
        children = Path(f"/proc/{serving.pid}/task/{serving.pid}/children").read_text().split()

        def used() -> float:
            fields = [Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split() for child in children]
            return sum(int(one[11]) + int(one[12]) for one in fields) / TICKS

        yield used
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.wait(timeout=20)


def ask(path: str, cookie: str, form: dict[str, str] | None = None) -> tuple[int, bytes, dict[str, str]]:
    link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    headers = {"Host": HOST, "X-Forwarded-Proto": "https", "Referer": f"https://{HOST}/"}
    headers |= {"Cookie": cookie} if cookie else {}
    body = None
    if form is not None:
        headers["Content-Type"], body = "application/x-www-form-urlencoded", urlencode(form)
    link.request("GET" if form is None else "POST", path, body, headers)
    answer = link.getresponse()
    return answer.status, answer.read(), dict(answer.getheaders())


def press(path: str, cookie: str, connections: int) -> tuple[int, float]:
    """(requests, median latency in ms) of SECONDS with so many connections."""
    headers = [f"Host: {HOST}", "X-Forwarded-Proto: https", *([f"Cookie: {cookie}"] if cookie else [])]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--latency"]
    for header in headers:
        command += ["-H", header]
    for _attempt in range(3):  # a machine that is busy elsewhere may answer nothing within so short a time
        said = subprocess.run(
            [*command, f"http://127.0.0.1:{PORT}{path}"], capture_output=True, text=True, check=True
        ).stdout
        if "Non-2xx" in said:
            raise SystemExit(f"{path}: {said}")
        count, median = re.search(r"(\d+) requests in", said), re.search(r"50%\s+([\d.]+)(us|ms|s)", said)
        assert count and median, said
        if int(count[1]):
            break
    else:
        raise SystemExit(f"{path}: not one answer within {SECONDS} s")
    return int(count[1]), float(median[1]) * {"us": 0.001, "ms": 1, "s": 1000}[median[2]]


def measure(path: str, cookie: str, used: Callable[[], float], queries: int | None) -> dict[str, float]:
    status, body, _headers = ask(path, cookie)
    assert status == 200, (path, status)
    cells: dict[str, float] = {"html_kb": round(len(body) / 1024, 1)}
    if queries is not None:
        cells["queries"] = queries
    for connections in (1, 16):
        press(path, cookie, connections) if connections == 1 else None
        cpu, rate, latency = [], [], []
        for _round in range(ROUNDS):
            before = used()
            count, median = press(path, cookie, connections)
            cpu.append((used() - before) * 1000 / count)
            rate.append(count / SECONDS)
            latency.append(median)
        cells[f"cpu_ms_{connections}"] = round(statistics.median(cpu), 2)
        cells[f"per_second_{connections}"] = round(statistics.median(rate))
        cells[f"median_ms_{connections}"] = round(statistics.median(latency), 1)
    return cells


def queries_of(path: str, user: Any) -> int:
    """How many queries the page takes, once it is warm."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST=HOST, HTTP_X_FORWARDED_PROTO="https")
    if user is not None:
        client.force_login(user)
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def replies(topic: Any, cookie: str, used: Callable[[], float]) -> dict[str, float]:
    """Replies over HTTP, one after the other, each of somebody's who waits long enough not to be a flood."""
    from django.core.cache import cache

    status, page, headers = ask(topic.get_absolute_url(), cookie)
    assert status == 200
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    crumbs = [line.split(";")[0] for key, line in headers.items() if key.lower() == "set-cookie"]
    cookie = "; ".join([cookie, *crumbs])
    times, before = [], used()
    for number in range(REPLIES):
        cache.clear()  # the limits against floods count in the cache
        form = {"csrfmiddlewaretoken": token[1].decode(), "body": f"<p>第{number}次来看了，灯还没修好。</p>",
                "send_key": f"bench{os.getpid()}x{number}"}  # fmt: skip
        started = time.perf_counter()
        status, body, _headers = ask(f"{topic.get_absolute_url()}reply/", cookie, form)
        times.append((time.perf_counter() - started) * 1000)
        assert status in {200, 302}, (status, body[-600:].decode())
    return {
        "cpu_ms": round((used() - before) * 1000 / REPLIES, 2),
        "median_ms": round(statistics.median(times), 1),
    }


def main() -> None:
    sys.path.insert(0, str(ROOT))
    if not os.environ.get("DATABASE_URL", "").startswith(("postgres://", "postgresql://")):
        sys.exit("bench-forum needs DATABASE_URL of a PostgreSQL server.")
    with database(DATABASE) as address, tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        before = dict(os.environ)
        os.environ.update(environment(folder, address))
        result = run()
        from django.db import connections

        connections.close_all()
        os.environ.update({name: before.get(name, "") for name in ("DATABASE_URL", "REDIS_URL")})
        if YARDSTICK != "no":
            with database(YARDSTICK_DATABASE) as other:
                result["yardstick"] = yardstick(other, folder)
            result["times"] = times_of(result)
    print(json.dumps({"bench": "forum", "topics": TOPICS, "posts": POSTS, **result}))


def yardstick(address: str, folder: str) -> dict[str, Any]:
    """The same cells of django-machina, filled with as much talk and served in the same way."""
    here, python = Path(__file__).parent / "yardstick", str(Path(YARDSTICK) / "bin" / "python")
    if not Path(python).exists():
        subprocess.run([sys.executable, "-m", "venv", YARDSTICK], check=True)
        locked = ["--require-hashes", "-r", str(ROOT / "requirements" / "yardstick.txt")]
        subprocess.run([python, "-m", "pip", "install", "--quiet", *locked], check=True, stdout=sys.stderr)
    redis = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/9"
    mine = {"YARDSTICK_DATABASE": address, "YARDSTICK_REDIS": redis, "YARDSTICK_FOLDER": folder}
    os.environ.update(mine)
    filled = subprocess.run(
        [python, "fill.py", str(OWNERS), str(TOPICS), str(POSTS)],
        cwd=here, check=True, capture_output=True, text=True, env={**os.environ, "DJANGO_SETTINGS_MODULE": "settings"},
    )  # fmt: skip
    pages = json.loads(filled.stdout.splitlines()[-1])
    cookie = pages.pop("cookie")
    pages |= {"list_anonymous": pages["list"], "topic_anonymous": pages["topic"]}
    cells: dict[str, Any] = {}
    served = workers(python=python, site="served:application", folder=here, settings="settings", sign=pages["list"])
    with served as used:
        for name, path in pages.items():
            cells[name] = measure(path, "" if name.endswith("anonymous") else cookie, used, None)
            print("yardstick", name, cells[name], file=sys.stderr)
    return cells


def times_of(result: dict[str, Any]) -> dict[str, float]:
    """How many times as many requests a second, at 16 connections, as the yardstick serves."""
    theirs = result["yardstick"]
    return {name: round(result[name]["per_second_16"] / theirs[name]["per_second_16"], 1) for name in theirs}


def run() -> dict[str, Any]:
    fill()
    from forum.listing import list_topics
    from forum.models import Board, Topic
    from owners.viewers import VISITOR

    cookie, user = sign_in()
    board = Board.objects.get(slug__startswith="load-")
    long = Topic.objects.order_by("-reply_count").first()
    usual = Topic.objects.order_by("-last_post_at").exclude(pk=long.pk)[5]
    older, deep = "", f"/forum/b/{board.slug}/"
    for _page in range(199):
        older = list_topics(VISITOR, board=board, before=older).older or older
    pages = {
        "list": (f"/forum/b/{board.slug}/", user),
        "list_200th": (f"{deep}?before={older}", user),
        "topic": (usual.get_absolute_url(), user),
        "long_first": (long.get_absolute_url(), user),
        "long_page_250": (f"{long.get_absolute_url()}?from={min(4981, long.last_post_number)}", user),
        "list_anonymous": (f"/forum/b/{board.slug}/", None),
        "topic_anonymous": (usual.get_absolute_url(), None),
    }
    result: dict[str, Any] = {}
    with workers() as used:
        for name, (path, who) in pages.items():
            result[name] = measure(path, cookie if who else "", used, queries_of(path, who))
            print(name, result[name], file=sys.stderr)
        result["reply"] = replies(usual, cookie, used)
    return result


if __name__ == "__main__":
    main()
