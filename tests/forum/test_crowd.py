"""What a crowd sees at once is what each of them would have been shown, and nothing that is one reader's own."""

import re

import pytest

from forum.actions import block_person, hide_post, hide_topic, reply, start_topic
from forum.crowd import draw_for_crowd, kind_of_reader
from forum.models import Board, Post, Topic, Visibility
from forum.standing import standing_of
from owners.viewers import VISITOR, estate_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(estate, nina, viewer_of) -> Topic:
    key = estate_key(estate.pk)
    board = Board.objects.create(slug="service", estate=estate, name="物业服务", audience=key, start_audience=key)
    return start_topic(viewer=viewer_of(nina), board=board, title="车库漏水", html="<p>B区顶板一直滴水。</p>")


@pytest.fixture
def answered(topic: Topic, nina, viewer_of) -> Post:
    return reply(viewer=viewer_of(nina), topic=topic, html="<p>电梯也停了</p>")


def article(html: str, number: int) -> str:
    found = re.search(rf'<article class="post[^>]*id="p{number}".*?</article>', html, re.DOTALL)
    return found[0] if found else ""


def drawn(post: Post, manner: str) -> str:
    return draw_for_crowd(post.topic.public_id, post.number, manner)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_post_is_drawn_as_on_the_page_of_a_neighbour(client, answered, olga, language) -> None:
    client.force_login(olga)
    prefix = "" if language == "zh-hans" else f"/{language}"
    page = client.get(f"{prefix}/forum/t/{answered.topic.public_id}/").content.decode()

    shown = drawn(answered, f"resident {language}")

    assert "电梯也停了" in shown and 'formaction="' in shown
    assert article(shown, 2) == article(page, 2)
    assert 'data-crowd="resident"' in page


def test_nothing_in_it_is_the_authors_own(client, answered, nina) -> None:
    client.force_login(nina)
    own = article(client.get(f"/forum/t/{answered.topic.public_id}/").content.decode(), 2)

    assert "/edit/" in own
    assert "/edit/" not in drawn(answered, "resident zh-hans")


def test_a_guest_gets_no_tools(answered) -> None:
    shown = drawn(answered, "guest zh-hans")

    assert "电梯也停了" in shown
    assert "formaction" not in shown and "/flag/" not in shown


def test_what_was_hidden_says_so_and_no_more(answered, sam, viewer_of) -> None:
    hide_post(viewer=viewer_of(sam), post=answered, reason="含电话号码")

    shown = drawn(answered, "resident zh-hans")

    assert "含电话号码" in shown
    assert "电梯也停了" not in shown


def test_held_posts_and_hidden_topics_are_not_drawn(answered, sam, viewer_of) -> None:
    Post.objects.filter(pk=answered.pk).update(visibility=Visibility.HELD)
    assert drawn(answered, "resident zh-hans") == ""

    Post.objects.filter(pk=answered.pk).update(visibility=Visibility.VISIBLE)
    assert drawn(answered, "resident zh-hans")
    hide_topic(viewer=viewer_of(sam), topic=answered.topic, reason="含身份证照片")
    assert drawn(answered, "resident zh-hans") == ""


@pytest.mark.parametrize("manner", ["", "resident", "moderator zh-hans", "resident xx", "zh-hans"])
def test_an_unknown_manner_draws_nothing(answered, manner) -> None:
    assert drawn(answered, manner) == ""


def test_whom_posts_look_different_to_asks_as_always(
    topic, olga, nina, sam, otto, viewer_of, django_assert_num_queries
) -> None:
    Board.objects.filter(pk=topic.board_id).update(audience="public")
    Topic.objects.filter(pk=topic.pk).update(audience="public")
    topic.refresh_from_db()

    def kind(viewer) -> str:
        return kind_of_reader(viewer, topic, standing_of(viewer, topic))

    assert kind(VISITOR) == "guest"
    assert kind(viewer_of(nina)) == "resident"
    assert kind(viewer_of(otto)) == ""
    assert kind(viewer_of(sam)) == ""
    block_person(viewer=viewer_of(nina), person=olga)
    assert kind(viewer_of(nina)) == ""
    viewer = viewer_of(nina)
    with django_assert_num_queries(1):
        assert standing_of(viewer, topic).blocks_somebody


def test_whoever_asks_anonymously_stays_so(estate, nina, viewer_of) -> None:
    key = estate_key(estate.pk)
    board = Board.objects.create(
        slug="ask", estate=estate, name="提问", audience=key, start_audience=key, allows_anonymous=True
    )
    topic = start_topic(
        viewer=viewer_of(nina), board=board, title="想问一件事", html="<p>不好意思说</p>", anonymous=True
    )

    for manner in ("resident zh-hans", "guest en"):
        shown = draw_for_crowd(topic.public_id, 1, manner)
        assert "不好意思说" in shown
        assert nina.public_id not in shown and nina.display_name not in shown
