"""An open page asks what changed: nothing is left out, nobody gets more than on a fresh page."""

import re

import pytest
from django.urls import reverse

from forum import actions
from forum.models import Post, ReadMark, Topic, WatchedWord
from forum.thread import PER_PAGE


@pytest.fixture
def topic(olga, nina, public_board, start, viewer_of) -> Topic:
    """Olga's question with one reply of Nina's."""
    topic = start(olga, public_board)
    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>我也遇到了</p>")
    topic.refresh_from_db()
    return topic


def ask(client, topic, *, seen=None, first=1, last=2, grows=True):
    wanted = {"seen": topic.changes if seen is None else seen, "first": first, "last": last}
    if grows:
        wanted["grows"] = 1
    return client.get(reverse("forum:topic-changes", args=[topic.public_id]), wanted)


def shown(response) -> list[str]:
    return re.findall(r'<article[^>]* id="(p\d+)"', response.content.decode())


def state(response, name: str) -> str:
    return re.search(rf'<template[^>]*data-{name}="([^"]*)"', response.content.decode())[1]


def test_nothing_new_is_no_content(topic, client_for, django_assert_num_queries) -> None:
    client = client_for(None)

    with django_assert_num_queries(1):
        response = ask(client, topic)

    assert (response.status_code, response.content) == (204, b"")


def test_new_posts_come_with_the_count_and_the_next_mark(topic, olga, client_for, viewer_of) -> None:
    seen = topic.changes
    actions.reply(viewer=viewer_of(olga), topic=topic, html="<p>有人来修了</p>")
    topic.refresh_from_db()

    response = ask(client_for(None), topic, seen=seen)

    assert shown(response) == ["p3"]
    assert "2 条回复" in response.content.decode()
    assert (state(response, "change"), state(response, "last")) == (str(topic.changes), "3")


def test_an_edit_a_hide_and_a_lock_come_with_what_they_changed(topic, nina, sam, client_for, viewer_of) -> None:
    seen = topic.changes
    actions.edit_post(viewer=viewer_of(nina), post=topic.posts.get(number=2), html="<p>已经修好了</p>")
    actions.hide_post(viewer=viewer_of(sam), post=topic.posts.get(number=1), reason="含电话号码")
    actions.lock_topic_for(viewer=viewer_of(sam), topic=topic, reason="已经解决")

    page = ask(client_for(None), topic, seen=seen)

    assert shown(page) == ["p1", "p2"]
    text = page.content.decode()
    assert "已经修好了" in text and "含电话号码" in text and "已锁定" in text
    assert "早上八点起" not in text


def test_a_post_that_is_held_again_goes_from_other_peoples_pages(topic, nina, client_for, viewer_of) -> None:
    seen = topic.changes
    WatchedWord.objects.create(word="代开发票", action="hold")
    actions.edit_post(viewer=viewer_of(nina), post=topic.posts.get(number=2), html="<p>代开发票</p>")

    others, own = ask(client_for(None), topic, seen=seen), ask(client_for(nina), topic, seen=seen)

    assert (shown(others), state(others, "gone")) == ([], "2")
    assert (shown(own), state(own, "gone")) == (["p2"], "")


def test_a_held_post_that_is_released_takes_its_place(topic, nina, sam, client_for, viewer_of) -> None:
    WatchedWord.objects.create(word="代开发票", action="hold")
    held = actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>代开发票</p>")
    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>刚才写错了</p>")
    topic.refresh_from_db()
    seen = topic.changes
    actions.keep_post(viewer=viewer_of(sam), post=held)

    assert shown(ask(client_for(None), topic, seen=seen, last=4)) == ["p3"]


def test_an_early_page_changes_but_does_not_grow(topic, nina, client_for, viewer_of) -> None:
    seen = topic.changes
    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>又停了</p>")

    response = ask(client_for(None), topic, seen=seen, last=2, grows=False)

    assert (shown(response), state(response, "last")) == ([], "2")


def test_after_a_long_sleep_one_page_comes_and_a_link_to_the_rest(topic, nina, client_for) -> None:
    Post.objects.bulk_create(
        Post(topic=topic, number=number, author=nina, html="<p>在</p>", text="在") for number in range(3, 30)
    )
    Topic.objects.filter(pk=topic.pk).update(last_post_number=29, changes=40)

    response = ask(client_for(None), topic)

    assert shown(response) == [f"p{number}" for number in range(3, 3 + PER_PAGE)]
    assert state(response, "last") == "22"
    assert '?from=23#p23"' in response.content.decode()


@pytest.mark.parametrize("replies", [1, 3])
def test_changes_cost_the_same_for_one_and_three(
    topic, nina, client_for, viewer_of, replies, django_assert_num_queries
):
    for number in range(replies):
        actions.reply(viewer=viewer_of(nina), topic=topic, html=f"<p>第{number}次</p>")
    client = client_for(None)

    with django_assert_num_queries(7):
        response = ask(client, topic, seen=0)

    assert len(shown(response)) == 1 + replies  # the question stands as it was


def test_what_was_fetched_counts_as_read(topic, olga, nina, client_for, viewer_of) -> None:
    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>又停了</p>")

    ask(client_for(olga), topic)
    ask(client_for(olga), topic, seen=0)

    assert ReadMark.objects.get(user=olga, topic=topic).number == 3


def test_changes_of_a_closed_topic_are_not_found(olga, otto, residents_board, start, client_for) -> None:
    topic = start(olga, residents_board)

    assert ask(client_for(otto), topic, seen=0).status_code == 404
    assert ask(client_for(None), topic, seen=0).status_code == 404


@pytest.mark.parametrize("text", ["", "x", "-1", "9" * 40])
def test_nonsense_counts_as_nothing_seen(topic, client_for, text) -> None:
    response = client_for(None).get(
        reverse("forum:topic-changes", args=[topic.public_id]), {"seen": text, "first": text, "last": text, "grows": 1}
    )

    assert shown(response) == ["p1", "p2"]


def test_slow_mode_begins_and_ends_in_the_open_page(topic, nina, sam, client_for, viewer_of) -> None:
    client, seen = client_for(nina), topic.changes
    assert '<div id="topic-pace"></div>' in client.get(topic.get_absolute_url()).content.decode()

    actions.slow_topic(viewer=viewer_of(sam), topic=topic, minutes=10, until=None, reason="请慢慢说")
    begun = ask(client, topic, seen=seen).content.decode()
    actions.unslow_topic(viewer=viewer_of(sam), topic=topic)
    ended = ask(client, topic, seen=seen).content.decode()

    # Nina has just written: she reads when it is her turn again.
    assert re.search(r'<div id="topic-pace"><p.*<strong>', begun, re.DOTALL)
    assert '<div id="topic-pace"></div>' in ended
