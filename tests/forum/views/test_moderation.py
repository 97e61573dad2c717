"""Keeping order through the pages."""

import pytest
from django.urls import reverse

from forum import actions
from forum.models import Topic, Watch


@pytest.fixture
def topic(olga, public_board, start) -> Topic:
    return start(olga, public_board)


def _moderate(topic: Topic) -> str:
    return reverse("forum:topic-moderate", args=[topic.public_id])


@pytest.mark.parametrize("who", ["olga", "nina", "stella"])
def test_topic_moderate_is_for_those_who_keep_order(request, topic, client_for, who) -> None:
    assert client_for(request.getfixturevalue(who)).get(_moderate(topic)).status_code == 403


def test_topic_moderate_locks_with_a_reason(topic, sam, client_for) -> None:
    client_for(sam).post(_moderate(topic), {"act": "lock", "reason": "已经解决"})

    topic.refresh_from_db()
    assert (topic.is_locked, topic.locked_reason) == (True, "已经解决")


def test_topic_moderate_without_a_reason_is_refused(topic, sam, client_for) -> None:
    response = client_for(sam).post(_moderate(topic), {"act": "hide_topic", "reason": ""})

    assert "field-error" in response.content.decode()
    assert Topic.objects.get().is_hidden is False


def test_topic_moderate_moves_to_another_board(topic, sam, residents_board, client_for) -> None:
    client_for(sam).post(_moderate(topic), {"act": "move", "board": residents_board.pk, "reason": "涉及住户"})

    topic.refresh_from_db()
    assert (topic.board, topic.audience) == (residents_board, residents_board.audience)


def test_post_moderate_hides_and_shows_again(topic, sam, client_for) -> None:
    url = reverse("forum:post-moderate", args=[topic.public_id, 1])
    client = client_for(sam)

    client.post(url, {"kind": "other", "reason": "先隐藏"})
    hidden = topic.posts.get().visibility
    client.post(url, {"reason": "误会"})

    assert (hidden, topic.posts.get().visibility) == ("hidden", "visible")


def test_post_moderate_without_a_kind_is_refused_and_keeps_the_reason(topic, sam, client_for) -> None:
    url = reverse("forum:post-moderate", args=[topic.public_id, 1])

    page = client_for(sam).post(url, {"reason": "写了门牌号"}).content.decode()

    assert "field-error" in page and "写了门牌号" in page
    assert topic.posts.get().is_hidden is False


def test_topic_watch_puts_a_topic_into_the_queue(topic, sam, viewer_of, client_for) -> None:
    actions.dismiss_watch(viewer=viewer_of(sam), watch=topic.watch, reason="闲聊")

    client_for(sam).post(reverse("forum:topic-watch", args=[topic.public_id]))

    assert "put_here" in [cause.reason for cause in Watch.objects.get().why]


def test_record_is_open_to_whoever_could_read_the_topic(topic, sam, client_for, viewer_of) -> None:
    actions.lock_topic_for(viewer=viewer_of(sam), topic=topic, reason="问题已经解决")

    assert "问题已经解决" in client_for(None).get(reverse("forum:record")).content.decode()


def test_record_of_a_closed_board_stays_there(olga, otto, sam, residents_board, start, viewer_of, client_for) -> None:
    topic = start(olga, residents_board)
    actions.lock_topic_for(viewer=viewer_of(sam), topic=topic, reason="问题已经解决")

    assert "问题已经解决" not in client_for(otto).get(reverse("forum:record")).content.decode()


def test_moderate_form_calls_nothing_optional_that_what_is_chosen_asks_for(
    olga, sam, public_board, start, client_for
) -> None:
    topic = start(olga, public_board)

    page = client_for(sam).get(reverse("forum:topic-moderate", args=[topic.public_id])).content.decode()

    assert 'name="reason"' in page
    # Opening a board to more people is a choice of its own.
    assert page.count('class="optional"') == 0
