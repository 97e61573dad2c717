"""Whole pages for readers without an account: who gets them, and when they are forgotten."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from forum import actions
from forum.actions import spread_board
from forum.models import Topic
from portal.pagestore import KEPT_SECONDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(olga, public_board, start, django_capture_on_commit_callbacks) -> Topic:
    with django_capture_on_commit_callbacks(execute=True):
        return start(olga, public_board, title="电梯停了")


PAGES = ["/forum/", "/en/forum/", "/forum/?show=new", "board", "topic"]


def _address(which: str, topic: Topic) -> str:
    return {"board": topic.board.get_absolute_url(), "topic": topic.get_absolute_url()}.get(which, which)


@pytest.mark.parametrize("which", PAGES)
def test_second_visitor_costs_no_query(which, topic, django_assert_num_queries) -> None:
    first = Client().get(_address(which, topic))

    with django_assert_num_queries(0):
        second = Client().get(_address(which, topic))

    assert second.content == first.content and second.headers.items() == first.headers.items()
    assert "电梯停了" in second.content.decode()
    assert KEPT_SECONDS <= 60


@pytest.mark.parametrize("which", PAGES)
def test_page_for_everybody_holds_nothing_of_anybody(which, topic) -> None:
    response = Client().get(_address(which, topic))

    html = response.content.decode()
    assert "csrf" not in html.lower() and "nonce" not in html
    assert not response.cookies
    assert response.headers["Vary"]


def test_somebody_signed_in_never_gets_the_visitors_page(topic, nina, client_for) -> None:
    Client().get(topic.get_absolute_url())

    own = client_for(nina).get(topic.get_absolute_url())
    after = Client().get(topic.get_absolute_url())

    assert nina.public_id in own.content.decode()
    assert nina.public_id not in after.content.decode()


def test_session_of_any_kind_is_not_kept_for(topic) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "made-up"

    first = client.get(topic.get_absolute_url())
    Topic.objects.filter(pk=topic.pk).update(title="电梯好了")

    assert "电梯停了" in first.content.decode()
    assert "电梯好了" in Client().get(topic.get_absolute_url()).content.decode()


@pytest.mark.parametrize("query", ["?utm=1", "?from=1&x=2", "?quote=1"])
def test_other_parameters_are_not_kept(query, topic) -> None:
    Client().get(topic.get_absolute_url() + query)
    Topic.objects.filter(pk=topic.pk).update(title="电梯好了")

    assert "电梯好了" in Client().get(topic.get_absolute_url() + query).content.decode()


def test_large_type_is_a_page_of_its_own(topic) -> None:
    Client().get("/forum/")
    large = Client()
    large.cookies["linli_large_type"] = "1"

    assert "data-large" in large.get("/forum/").content.decode()
    assert "data-large" not in Client().get("/forum/").content.decode()


def test_hidden_post_is_gone_at_once(topic, sam, viewer_of, django_capture_on_commit_callbacks) -> None:
    Client().get(topic.get_absolute_url())
    Client().get("/forum/")

    with django_capture_on_commit_callbacks(execute=True):
        actions.hide_topic(viewer=viewer_of(sam), topic=topic, reason="泄露他人电话")

    assert Client().get(topic.get_absolute_url()).status_code == 410
    assert "电梯停了" not in Client().get("/forum/").content.decode()


def test_topic_moved_to_residents_is_gone_at_once(
    topic, sam, residents_board, viewer_of, django_capture_on_commit_callbacks
) -> None:
    Client().get(topic.get_absolute_url())

    with django_capture_on_commit_callbacks(execute=True):
        actions.move_topic(viewer=viewer_of(sam), topic=topic, board=residents_board, reason="属于业主版")

    assert Client().get(topic.get_absolute_url()).status_code == 404


def test_board_closed_to_the_public_takes_its_pages_along(topic, django_capture_on_commit_callbacks) -> None:
    Client().get(topic.get_absolute_url())
    Client().get(topic.board.get_absolute_url())

    with django_capture_on_commit_callbacks(execute=True):
        topic.board.audience = "members"
        topic.board.save()
        spread_board(board=topic.board)

    assert Client().get(topic.get_absolute_url()).status_code == 404
    assert Client().get(topic.board.get_absolute_url()).status_code == 404


def test_reply_shows_at_once(topic, nina, viewer_of, django_capture_on_commit_callbacks) -> None:
    Client().get(topic.get_absolute_url())

    with django_capture_on_commit_callbacks(execute=True):
        actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>我家也是</p>")

    assert "我家也是" in Client().get(topic.get_absolute_url()).content.decode()


def test_page_that_was_being_made_while_something_changed_is_not_kept(
    topic, sam, viewer_of, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    from forum.views import topics

    draw = topics.draw_posts

    def hidden_meanwhile(*args: object) -> object:
        drawn = draw(*args)
        with django_capture_on_commit_callbacks(execute=True):
            actions.hide_topic(viewer=viewer_of(sam), topic=topic, reason="泄露他人电话")
        return drawn

    monkeypatch.setattr(topics, "draw_posts", hidden_meanwhile)
    assert Client().get(topic.get_absolute_url()).status_code == 200
    monkeypatch.undo()

    assert Client().get(topic.get_absolute_url()).status_code == 410


def test_pages_that_nobody_listed_are_not_kept(topic) -> None:
    address = reverse("forum:topic-changes", args=[topic.public_id]) + "?seen=0&first=1&last=1"
    Client().get(address)
    Topic.objects.filter(pk=topic.pk).update(visibility="hidden", hidden_reason="x")

    assert Client().get(address).status_code == 404
