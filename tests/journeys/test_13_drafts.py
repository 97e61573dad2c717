"""What is begun on the telephone is finished at the desk, and nothing typed is lost."""

from typing import Any

import pytest

from forum.models import Board, Draft, Post, Topic
from owners.models import Estate, User
from tests.journeys.conftest import DESK, PHONE, eventually, settled, submit, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def board(estate: Estate) -> Board:
    return Board.objects.create(slug="square", estate=estate, name="小区广场", audience="public")


@pytest.fixture
def new_topic(board: Board) -> str:
    return f"/forum/b/{board.slug}/new/"


def _says(page: Any) -> str:
    return page.locator("trix-editor").inner_text().strip()


def _kept(page: Any, words: str) -> Draft:
    """Waits until the server keeps a draft with these words."""
    return eventually(page, lambda: Draft.objects.filter(html__contains=words).first())


def test_draft_goes_from_the_telephone_to_the_desk_and_an_older_page_asks(
    enter: Any, olga: User, new_topic: str, accessible: Any
) -> None:
    phone, desk = enter(olga, PHONE), enter(olga, DESK)
    phone.goto(new_topic)
    phone.fill("[name=title]", "三号楼电梯")
    write(phone, "早上八点起就停着。")
    _kept(phone, "早上八点")

    desk.goto(new_topic)
    desk.wait_for_selector("trix-editor >> text=早上八点起就停着。")
    assert desk.input_value("[name=title]") == "三号楼电梯"
    desk.click("trix-editor")
    desk.keyboard.press("Control+End")
    desk.keyboard.insert_text("老人下不了楼。")
    _kept(desk, "老人下不了楼")

    # The telephone still shows the older text; it is offered the newer one and overwrites nothing.
    write(phone, "手机上又写。")
    phone.wait_for_selector(".composer-newer >> text=老人下不了楼")
    accessible(phone)
    assert "老人下不了楼" in Draft.objects.get().html
    phone.click(".composer-newer [data-choice=take]")
    assert "老人下不了楼" in _says(phone)

    submit(phone, "form.form-wide button[type=submit]")
    assert Post.objects.get().text.startswith("早上八点起就停着。")
    assert not Draft.objects.exists()
    desk.goto(new_topic)
    settled(desk)
    desk.wait_for_timeout(1500)
    assert _says(desk) == "" and desk.input_value("[name=title]") == ""


def test_draft_outlives_reload_and_signing_out(enter: Any, olga: User, new_topic: str, client_for: Any) -> None:
    page = enter(olga, PHONE)
    page.goto(new_topic)
    write(page, "写到一半。")
    _kept(page, "写到一半")
    page.reload()
    page.wait_for_selector("trix-editor >> text=写到一半。")

    page.context.clear_cookies()
    page.evaluate("localStorage.clear()")
    page.goto("/forum/")
    cookie = client_for(olga).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": page.url}])
    page.goto(new_topic)

    page.wait_for_selector("trix-editor >> text=写到一半。")


def test_failed_send_keeps_the_words_and_a_lost_answer_writes_once(
    enter: Any, olga: User, new_topic: str, board: Board
) -> None:
    page = enter(olga, PHONE)
    page.goto(new_topic)
    page.fill("[name=title]", "断网了")
    write(page, "信号不好。")
    _kept(page, "信号不好")

    def cut(route: Any) -> None:
        route.abort() if route.request.method == "POST" else route.fallback()

    page.route(f"**{new_topic}", cut)
    page.click("form.form-wide button[type=submit]")
    page.wait_for_timeout(500)
    page.unroute(f"**{new_topic}")
    page.goto(new_topic)
    page.wait_for_selector("trix-editor >> text=信号不好。")
    assert page.input_value("[name=title]") == "断网了"

    # This time it arrives, but the answer gets lost on its way back.
    def lose(route: Any) -> None:
        if route.request.method != "POST":
            route.fallback()
            return
        route.fetch(max_redirects=0)
        route.abort()

    page.route(f"**{new_topic}", lose)
    page.click("form.form-wide button[type=submit]")
    eventually(page, lambda: Topic.objects.first())
    page.unroute(f"**{new_topic}")
    page.goto(new_topic)
    settled(page)
    page.wait_for_timeout(1500)

    assert _says(page) == ""
    assert Topic.objects.count() == 1 and not Draft.objects.exists()
