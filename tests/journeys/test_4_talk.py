"""Steps 4 and 5: a topic with a photo, seen live by a neighbour and by nobody else; the seal arrives live."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from forum.actions import reply, start_topic
from forum.models import Board, OfficialAnswer, Seal, Topic, Watch
from owners.models import Estate, User
from owners.viewers import estate_key
from portal.uploads.models import Upload
from tests.journeys.conftest import DESK, PHONE, hearing, submit, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def board(estate: Estate) -> Board:
    key = estate_key(estate.pk)
    Seal.objects.create(estate=estate, company="金水湾物业", post_title="发言人")
    return Board.objects.create(
        slug="service", estate=estate, name="物业服务", audience=key, start_audience=key, answer_expected=True
    )


@pytest.fixture
def photo(tmp_path: Path) -> str:
    path = tmp_path / "现场.jpg"
    Image.new("RGB", (900, 600), "teal").save(path)
    return str(path)


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_topic_with_a_photo_is_answered_live_under_the_seal(
    enter: Any, accessible: Any, board: Board, olga: User, nina: User, otto: User, sam: User, photo: str, device: Any
) -> None:
    author, neighbour = enter(olga, device), enter(nina, PHONE)
    author.goto(f"/forum/b/{board.slug}/new/")
    accessible(author)
    author.fill("[name=title]", "三号楼左侧电梯又停了")
    write(author, "早上八点起就停着，老人下不了楼。")
    author.set_input_files("[data-composer-pick]", photo)
    author.wait_for_selector("input[name=upload_ids]", state="attached")
    submit(author, "form.form-wide button[type=submit]")
    topic = Topic.objects.get()
    assert Upload.objects.get(scope__startswith="forum.post:").kind == "image"
    accessible(author)

    # The neighbour has the page open and sees a reply and the official answer arrive.
    neighbour.goto(f"/forum/t/{topic.public_id}/")
    hearing(neighbour)
    author.reload()
    write(author, "刚才维修的人来看过了。")
    author.click("#reply button[type=submit]")
    neighbour.wait_for_selector("text=刚才维修的人来看过了")

    desk = enter(sam, DESK)
    desk.goto("/desk/watch/")
    accessible(desk)
    desk.goto(f"/desk/watch/{topic.public_id}/")
    accessible(desk)
    write(desk, "已更换接触器，电梯恢复运行。给您添麻烦了。")
    submit(desk, "form.watch-answer button.btn-primary")
    neighbour.wait_for_selector("article.official >> text=已更换接触器")
    accessible(neighbour)

    assert OfficialAnswer.objects.get().company == "金水湾物业"
    assert Watch.objects.get().state == "answered"
    _seen_nowhere_by(enter(otto, DESK), topic)


def _seen_nowhere_by(page: Any, topic: Topic) -> None:
    """Not as a page, not in a list, in search or in the feed."""
    assert page.goto(f"/forum/t/{topic.public_id}/").status == 404
    for address in ("/forum/", "/search/?q=电梯", "/forum/feed/", "/"):
        page.goto(address)
        assert "三号楼左侧电梯" not in page.content()


def test_spokesperson_opens_a_case_and_the_thread_shows_its_progress(
    enter: Any, accessible: Any, board: Board, olga: User, nina: User, sam: User, viewer_of: Any
) -> None:
    topic = start_topic(viewer=viewer_of(olga), board=board, title="车库漏水", html="<p>B区顶板一直滴水。</p>")
    neighbour, desk = enter(nina, PHONE), enter(sam, DESK)
    neighbour.goto(f"/forum/t/{topic.public_id}/")
    hearing(neighbour)

    desk.goto(f"/desk/cases/from-topic/{topic.public_id}/")
    accessible(desk)
    submit(desk, "form.form button.btn-primary")
    neighbour.wait_for_selector(".topic-progress")

    topic.refresh_from_db()
    assert topic.case_number.startswith("JSW-")
    assert topic.case_number in neighbour.content()


def test_what_happens_while_a_slow_page_loads_is_caught_up(
    enter: Any, board: Board, olga: User, nina: User, viewer_of: Any
) -> None:
    topic = start_topic(viewer=viewer_of(olga), board=board, title="车库漏水", html="<p>B区顶板一直滴水。</p>")
    page = enter(nina, PHONE)

    def meanwhile(route: Any) -> None:
        reply(viewer=viewer_of(olga), topic=topic, html="<p>已经放了警示牌。</p>")
        route.continue_()

    # The page stands already when its script is fetched, and thinks that this took it ten seconds.
    page.add_init_script("performance.now = () => 10_000")
    page.route("**/js/live.js", meanwhile)
    page.goto(f"/forum/t/{topic.public_id}/")

    page.wait_for_selector("text=已经放了警示牌")
    assert page.inner_text("#reply-count") == "1 条回复"
