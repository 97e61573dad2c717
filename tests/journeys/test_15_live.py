"""An open page misses nothing: asleep with a dead socket, or where no socket gets through at all."""

from typing import Any

import pytest
from playwright.sync_api import expect

import notify
from forum.actions import answer_officially, edit_post, hide_post, pin_topic, reply, set_topic_progress, start_topic
from forum.models import Board, Seal, Topic
from notify.models import Notification
from owners.models import Estate, User
from owners.viewers import estate_key
from portal.realtime import hub
from tests.journeys.conftest import DESK, PHONE, eventually, hearing, settled

pytestmark = pytest.mark.django_db(transaction=True)

# What both pages must agree on; times and the read marks' jump line move on by themselves.
_SHOWN = """() => [...document.querySelectorAll('#topic-top, #topic-head, .thread article.post')].map(
  (part) => part.innerText.replace(/刚刚|\\d+ ?(秒|分钟)前/g, '').replace(/\\s+/g, ' ').trim())"""


@pytest.fixture
def topic(estate: Estate, olga: User, viewer_of: Any) -> Topic:
    key = estate_key(estate.pk)
    Seal.objects.create(estate=estate, company="金水湾物业", post_title="发言人")
    board = Board.objects.create(
        slug="service", estate=estate, name="物业服务", audience=key, start_audience=key, answer_expected=True
    )
    topic = start_topic(viewer=viewer_of(olga), board=board, title="车库漏水", html="<p>B区顶板一直滴水。</p>")
    for text in ("<p>我家车位上也是</p>", "<p>电话 13800001502，打给我</p>"):
        reply(viewer=viewer_of(olga), topic=topic, html=text)
    return topic


def _much_happens(topic: Topic, olga: User, sam: User, viewer_of: Any) -> None:
    author, staff = viewer_of(olga), viewer_of(sam)
    edit_post(viewer=author, post=topic.posts.get(number=2), html="<p>我家车位上也是，昨晚更大</p>")
    hide_post(viewer=staff, post=topic.posts.get(number=3), reason="含电话号码")
    reply(viewer=author, topic=topic, html="<p>已经放了警示牌。</p>")
    answer_officially(viewer=staff, topic=topic, html="<p>明天上午九点进场修补。</p>")
    set_topic_progress(topic_id=topic.pk, case_number="JSW-2026-000001", state="in_progress", who="戴娜")
    pin_topic(viewer=staff, topic=topic, pinned=True)


def _equals_a_fresh_load(page: Any) -> None:
    kept = page.evaluate(_SHOWN)
    page.reload()
    settled(page)
    assert kept == page.evaluate(_SHOWN)


def test_a_laptop_that_wakes_shows_what_a_fresh_page_shows(
    enter: Any, topic: Topic, olga: User, nina: User, sam: User, viewer_of: Any
) -> None:
    """Its socket looks open all the time, but nobody is at the other end any more."""
    page = enter(nina, DESK)
    asleep = {"now": False}

    def through(socket: Any) -> None:
        server = socket.connect_to_server()
        dead = []

        def pass_on(hand: Any) -> Any:
            def handle(message: Any) -> None:
                if asleep["now"]:
                    dead.append(True)
                if not dead:
                    hand(message)

            return handle

        socket.on_message(pass_on(server.send))
        server.on_message(pass_on(socket.send))

    page.route_web_socket("**/ws/", through)
    page.goto(f"/forum/t/{topic.public_id}/")
    hearing(page)
    settled(page)
    asleep["now"] = True
    page.context.set_offline(True)

    _much_happens(topic, olga, sam, viewer_of)
    page.wait_for_timeout(500)
    assert "明天上午九点进场修补" not in page.content()
    asleep["now"] = False
    page.context.set_offline(False)

    page.wait_for_selector("article.official >> text=明天上午九点进场修补")
    page.wait_for_selector("#topic-top >> text=置顶")
    _equals_a_fresh_load(page)


def test_where_sockets_are_blocked_the_page_goes_on_by_asking(
    enter: Any, topic: Topic, olga: User, nina: User, sam: User, viewer_of: Any
) -> None:
    page = enter(nina, PHONE)
    page.add_init_script("window.WebSocket = class extends EventTarget {"
                         " static OPEN = 1; readyState = 3;"
                         " constructor() { super(); setTimeout(() => this.dispatchEvent(new Event('close')), 20); }"
                         " close() {} send() {} }")  # fmt: skip
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/changes/" in request.url else None)
    reply(viewer=viewer_of(nina), topic=topic, html="<p>物业来看过吗？</p>")
    page.goto(f"/forum/t/{topic.public_id}/")
    settled(page)

    _much_happens(topic, olga, sam, viewer_of)
    params = {"who": "戴娜", "subject": "门禁"}
    notify.send([nina], kind="mailbox.answer", params=params, url="/contact/", dedupe="test:1")

    page.wait_for_selector("article.official >> text=明天上午九点进场修补")
    page.wait_for_selector("[data-bell-count]:not([hidden])")
    # Of the topic that she has before her eyes the bell says nothing.
    read = Notification.objects.filter(user=nina, kind__startswith="forum.", read_at__isnull=True)
    eventually(page, lambda: not read.exists())
    _equals_a_fresh_load(page)
    assert 1 <= len(asked) <= 6


def test_a_crowd_sees_a_post_at_once_and_asks_later(
    enter: Any, topic: Topic, olga: User, nina: User, viewer_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No page of the crowd has to ask over HTTP before it shows what is the same for all of them."""
    monkeypatch.setattr(hub, "CROWD", 1)
    page = enter(nina, PHONE)
    asked = []
    page.route("**/changes/**", lambda route: asked.append(route.request.url) or route.abort())
    page.goto(f"/forum/t/{topic.public_id}/")
    hearing(page)
    settled(page)

    written = reply(viewer=viewer_of(olga), topic=topic, html="<p>已经放了警示牌。</p>")
    expect(page.locator(f"#p{written.number} .prose")).to_have_text("已经放了警示牌。")
    edit_post(viewer=viewer_of(olga), post=written, html="<p>警示牌挪到了入口。</p>")
    expect(page.locator(f"#p{written.number} .prose")).to_have_text("警示牌挪到了入口。")

    page.unroute("**/changes/**")
    page.evaluate("document.querySelector('[data-thread]').dispatchEvent(new CustomEvent('live:gap'))")
    expect(page.locator("[data-thread]")).to_have_attribute("data-last", "4")
    _equals_a_fresh_load(page)
