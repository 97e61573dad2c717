"""What the composer does while somebody writes."""

from typing import Any

import pytest

from forum.actions import reply, start_topic
from forum.models import Board, Mention, Topic
from owners.models import Estate, User
from tests.journeys.conftest import PHONE, submit, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def topic(estate: Estate, olga: User, nina: User, viewer_of: Any) -> Topic:
    board = Board.objects.create(
        slug="square", estate=estate, name="小区广场", audience="public", answer_expected=False
    )
    topic = start_topic(viewer=viewer_of(olga), board=board, title="电梯停了", html="<p>三号楼左边</p>")
    reply(viewer=viewer_of(nina), topic=topic, html="<p>我也是</p>")
    return topic


def test_names_are_suggested_but_never_while_composing(
    enter: Any, olga: User, nina: User, topic: Topic, accessible: Any
) -> None:
    page = enter(olga, PHONE)
    page.goto(f"/forum/t/{topic.public_id}/")
    write(page, "请@")
    page.wait_for_selector("[role=option] >> text=@客服")
    accessible(page)

    # An input method composes: Enter picks its word, not ours.
    page.dispatch_event("trix-editor", "compositionstart")
    assert page.locator(".composer-mentions").is_hidden()
    page.dispatch_event("trix-editor", "compositionend")
    page.keyboard.insert_text("倪")
    page.wait_for_selector("[role=option][aria-selected=true] >> text=@倪娜")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("看一下")
    submit(page, "#reply button[type=submit]")

    assert page.inner_text(".post-body [data-mention]") == "@倪娜"
    assert Mention.objects.get().user == nina
