"""The composer's way to the server and back, and the list of drafts."""

import json

import pytest
from django.urls import reverse

from forum.drafting import topic_key
from forum.models import Draft, Topic

# The frame, the session and the viewer cost eight of them.
LIST_QUERIES = 9


@pytest.fixture
def topic(olga, residents_board, start) -> Topic:
    return start(olga, residents_board)


def _url(topic: Topic) -> str:
    return reverse("forum:draft", args=[topic_key(topic)])


def _put(client, topic: Topic, **fields):
    return client.put(
        _url(topic), json.dumps({"html": "<p>一</p>", "seq": 1, **fields}), content_type="application/json"
    )


def test_draft_is_saved_as_json_and_read_again(topic, olga, client_for) -> None:
    client = client_for(olga)

    saved = _put(client, topic, title="标题")

    assert (saved.status_code, saved.json()) == (200, {"seq": 1, "private": []})
    state = client.get(_url(topic)).json()
    assert state["sent"] is False
    assert (state["draft"]["html"], state["draft"]["title"], state["draft"]["seq"]) == ("<p>一</p>", "标题", 1)


def test_draft_is_saved_as_a_form(topic, olga, client_for) -> None:
    response = client_for(olga).post(_url(topic), {"html": "<p>一</p>", "seq": "3"})

    assert response.status_code == 200
    assert Draft.objects.get().seq == 3


def test_draft_of_an_older_page_gets_the_newer_text(topic, olga, client_for) -> None:
    client = client_for(olga)
    _put(client, topic, html="<p>新</p>", seq=5, tab="desk")

    response = _put(client, topic, html="<p>旧</p>", seq=2, tab="phone")

    assert response.status_code == 409
    assert response.json()["draft"]["html"] == "<p>新</p>"


def test_draft_of_a_form_that_was_sent_says_so(topic, olga, client_for) -> None:
    client = client_for(olga)
    client.post(reverse("forum:topic-reply", args=[topic.public_id]), {"body": "<p>一</p>", "send_key": "k1"})

    assert _put(client, topic, send_key="k1").status_code == 409
    assert client.get(_url(topic), {"send_key": "k1"}).json() == {"draft": None, "sent": True}


@pytest.mark.parametrize("body", ["", "[]", "{", '{"html": "x"}', '{"html": "x", "seq": 1, "upload_ids": [1]}'])
def test_draft_that_cannot_be_read_is_refused(topic, olga, client_for, body) -> None:
    response = client_for(olga).put(_url(topic), body, content_type="application/json")

    assert response.status_code == 400
    assert not Draft.objects.exists()


def test_draft_of_somebody_else_is_not_seen(topic, olga, nina, otto, client_for) -> None:
    _put(client_for(olga), topic)

    assert client_for(nina).get(_url(topic)).json()["draft"] is None
    # Where one may not read, one keeps nothing either.
    assert _put(client_for(otto), topic).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_draft_list_costs_the_same_for_one_and_for_three(
    count, olga, residents_board, start, client_for, django_assert_num_queries
) -> None:
    for n in range(count):
        topic = start(olga, residents_board, title=f"第{n}个", html=f"<p>说{n}</p>")
        Draft.objects.create(user=olga, key=topic_key(topic), html=f"<p>草{n}</p>", seq=1)
    Draft.objects.create(user=olga, key="board-gone", html="<p>没有地方了</p>", seq=1)
    Draft.objects.create(user=olga, key=f"board-{residents_board.slug}", title="新话题", seq=1)
    client = client_for(olga)

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(reverse("forum:draft-list")).content.decode()

    assert all(f"草{n}" in page and f"第{n}个" in page for n in range(count))
    assert "没有地方了" in page and "新话题" in page


def test_draft_list_is_ones_own_and_on_ones_page_while_there_are_any(topic, olga, nina, client_for) -> None:
    Draft.objects.create(user=nina, key=topic_key(topic), html="<p>倪娜的</p>", seq=1)

    assert "倪娜的" not in client_for(olga).get(reverse("forum:draft-list")).content.decode()
    assert reverse("forum:draft-list") not in client_for(olga).get(reverse("owners:me")).content.decode()
    assert reverse("forum:draft-list") in client_for(nina).get(reverse("owners:me")).content.decode()


def test_draft_drop_throws_away_ones_own_only(topic, olga, nina, client_for) -> None:
    for user in (olga, nina):
        Draft.objects.create(user=user, key=topic_key(topic), html="<p>x</p>", seq=1)

    client_for(olga).post(reverse("forum:draft-drop", args=[topic_key(topic)]))

    assert Draft.objects.get().user == nina


def test_draft_points_out_private_details_while_somebody_writes(topic, olga, client_for) -> None:
    saved = _put(client_for(olga), topic, html="<p>打 13800001501</p>")

    assert saved.json()["private"] == [{"passage": "13800001501", "masked": "138****1501"}]
