"""A real ASGI server with its worker, and real browsers in front of it."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from owners.models import User
from portal.jobs.running import worker_thread

# Playwright's synchronous API runs an event loop in this thread; the ORM is used beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = "/usr/bin/chromium"
PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1440, "height": 900}}
# Seconds. A true condition is waited for, so a quick machine loses nothing by it.
PATIENCE = 40

_SETTLED = """() => document.readyState === 'complete'
  && document.fonts.status === 'loaded'
  && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')
  && [...document.querySelectorAll('[data-composer]')].every(
       (box) => box.querySelector('trix-editor')?.editor && box.querySelector('trix-toolbar'))"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys on one worker: one browser, one server at a time."""
    for item in items:
        if "/journeys/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture
def site(transactional_db: None, settings: Any) -> Iterator[str]:
    """The address of a running Linli with its worker; pages and groups are set up."""
    call_command("set_up_site", verbosity=0)
    # The socket is handed over as it is: a port that was let go could be taken by somebody else.
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
    address = f"http://127.0.0.1:{port}"
    settings.CANONICAL_URL = address
    from portal.asgi import application

    server = uvicorn.Server(uvicorn.Config(application, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listening],), name="test-server", daemon=True)
    thread.start()
    deadline = time.monotonic() + PATIENCE
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.02)
    with worker_thread():
        yield address
    server.should_exit = True
    thread.join(timeout=PATIENCE)


Enter = Callable[..., Page]


@pytest.fixture
def enter(site: str, browser: Browser, client_for: Callable[..., Client]) -> Iterator[Enter]:
    """Opens a browser of somebody's own: `enter(olga, PHONE)` is signed in, `enter(None)` a visitor.

    An error on a page's console fails the test: a blocked script or style is one.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(user: User | None = None, device: dict[str, Any] = DESK, **more: Any) -> Page:
        context = browser.new_context(base_url=site, locale="zh-CN", **device, **more)
        contexts.append(context)
        if user is not None:
            cookie = client_for(user).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None,
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert not complaints, complaints


def settled(page: Page) -> None:
    """Waits until the page has loaded, its fonts are there, and every composer is one to write in."""
    page.wait_for_function(_SETTLED)


def hearing(page: Page) -> None:
    """Waits until the server has let the page into its groups: what happens from now on reaches it."""
    page.wait_for_selector("html[data-listening]", state="attached")


def submit(page: Page, selector: str) -> None:
    """Presses a button that leads to another page, and waits until that page is there."""
    with page.expect_navigation():
        page.click(selector)
    settled(page)


def write(page: Page, text: str) -> None:
    """Types into the composer as a person does."""
    settled(page)
    page.click("trix-editor")
    page.keyboard.insert_text(text)


def eventually[T](page: Page, ask: Callable[[], T | None]) -> T:
    """What `ask` answers, once it is something. The browser goes on meanwhile."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if answer := ask():
            return answer
        page.wait_for_timeout(50)
    raise AssertionError(f"nothing came of it: {page.url} {page.inner_text('body')[:600]}")


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Axe finds nothing serious on the page, once the page is what a person sees."""
    axe = Axe()

    def check(page: Page) -> None:
        settled(page)
        found = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        serious = [
            f"{v['id']}: {v['help']} → {[n['html'][:160] for n in v['nodes'][:3]]}"
            for v in found.response["violations"]
            if v["impact"] in {"serious", "critical"}
        ]
        assert not serious, f"{page.url}\n" + "\n".join(serious)

    return check
