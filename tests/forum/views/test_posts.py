"""What is done to one post."""

import pytest
from django.urls import reverse

from forum import actions
from forum.models import Flag, Reaction, Topic
from owners.models import User


@pytest.fixture
def topic(olga: User, nina: User, public_board, start, viewer_of) -> Topic:
    """Olga's question with one reply of Nina's."""
    topic = start(olga, public_board)
    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>我也遇到了</p>")
    return topic


def _url(name: str, topic: Topic, number: int) -> str:
    return reverse(f"forum:{name}", args=[topic.public_id, number])


def test_post_edit_changes_ones_own_words(topic, nina, client_for) -> None:
    client_for(nina).post(_url("post-edit", topic, 2), {"body": "<p>已经修好了</p>"})

    history = client_for(None).get(_url("post-history", topic, 2)).content.decode()
    assert topic.posts.get(number=2).text == "已经修好了"
    assert "我也遇到了" in history


def test_post_edit_of_somebody_else_is_forbidden(topic, olga, client_for) -> None:
    assert client_for(olga).get(_url("post-edit", topic, 2)).status_code == 403


def test_post_edit_to_nothing_is_refused(topic, nina, client_for) -> None:
    response = client_for(nina).post(_url("post-edit", topic, 2), {"body": ""})

    assert "field-error" in response.content.decode()
    assert topic.posts.get(number=2).text == "我也遇到了"


def test_post_react_answers_htmx_with_the_post(topic, olga, client_for) -> None:
    page = client_for(olga).post(_url("post-react", topic, 2), headers={"HX-Request": "true"}).content.decode()

    assert 'aria-pressed="true"' in page
    assert Reaction.objects.get().kind == "helpful"


def test_post_react_of_a_visitor_leads_to_sign_in(topic, client_for) -> None:
    response = client_for(None).post(_url("post-react", topic, 2))

    assert response.status_code == 302
    assert Reaction.objects.count() == 0


def test_post_flag_reports_without_a_name_on_the_page(topic, olga, client_for) -> None:
    client_for(olga).post(_url("post-flag", topic, 2), {"reason": "untrue", "note": "并没有"})

    assert Flag.objects.get().note == "并没有"
    assert "并没有" not in client_for(None).get(topic.get_absolute_url()).content.decode()


def test_post_flag_without_a_reason_is_refused(topic, olga, client_for) -> None:
    response = client_for(olga).post(_url("post-flag", topic, 2), {"note": "x"})

    assert response.status_code == 200
    assert Flag.objects.count() == 0


def test_post_flag_of_ones_own_is_forbidden(topic, nina, client_for) -> None:
    assert client_for(nina).get(_url("post-flag", topic, 2)).status_code == 403


def test_post_edit_asks_about_new_details_only(topic, nina, client_for) -> None:
    client, url = client_for(nina), _url("post-edit", topic, 2)

    assert "138****1501" in client.post(url, {"body": "<p>找 13800001501</p>"}).content.decode()
    client.post(url, {"body": "<p>找 13800001501</p>", "details": "keep"})
    client.post(url, {"body": "<p>找 13800001501，谢谢</p>"})

    assert topic.posts.get(number=2).text == "找 13800001501，谢谢"
