"""What may no longer be read can no longer be found, with the transaction that decides it."""

from datetime import timedelta

import pytest
from django.db import transaction

import search
from forum import actions
from forum.indexing import place_of
from forum.models import Post
from owners.models import KeyGrant
from portal.worktime import now
from search.models import SearchEntry


@pytest.fixture
def topic(olga, nina, public_board, viewer_of):
    topic = actions.start_topic(viewer=viewer_of(olga), board=public_board, title="漏水", html="<p>楼上</p>")
    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>我家也是</p>")
    return topic


@pytest.fixture
def finds(viewer_of):
    def count(who, query="漏水"):
        return len(search.find(viewer_of(who), query))

    return count


def test_a_hidden_post_is_not_found_until_it_is_shown(topic, sam, finds, viewer_of):
    reply = Post.objects.get(topic=topic, number=2)

    actions.hide_post(viewer=viewer_of(sam), post=reply, reason="广告")
    assert finds(None) == 1

    actions.show_post(viewer=viewer_of(sam), post=reply)
    assert finds(None) == 2


def test_a_hidden_topic_is_not_found_until_it_is_shown(topic, sam, finds, viewer_of):
    actions.hide_topic(viewer=viewer_of(sam), topic=topic, reason="广告")
    assert finds(None) == finds(sam) == 0

    actions.show_topic(viewer=viewer_of(sam), topic=topic)
    assert finds(None) == 2


def test_what_an_edit_took_out_is_not_found(topic, nina, finds, viewer_of):
    reply = Post.objects.get(topic=topic, number=2)

    actions.edit_post(viewer=viewer_of(nina), post=reply, html="<p>弄错了</p>")

    assert finds(None, "我家也是") == 0
    assert finds(None, "弄错了") == 1


def test_a_deleted_topic_is_not_found(topic, finds):
    for post in topic.posts.all():
        search.remove(kind="forum.post", ref=str(post.pk))

    assert finds(None) == 0


def test_a_topic_moved_to_another_audience_is_found_there_alone(
    topic, sam, nina, otto, residents_board, finds, viewer_of
):
    actions.move_topic(viewer=viewer_of(sam), topic=topic, board=residents_board, reason="只对业主")

    assert finds(None) == finds(otto) == 0
    assert finds(nina) == 2
    assert set(SearchEntry.objects.values_list("place", flat=True)) == {place_of(residents_board.pk)}


def test_a_board_closed_to_others_takes_its_posts_along(topic, public_board, nina, estate, finds):
    public_board.audience = f"estate:{estate.pk}:verified"
    public_board.save()
    actions.spread_board(board=public_board)

    assert finds(None) == 0
    assert finds(nina) == 2


def test_whoever_lost_a_key_finds_nothing_by_it(topic, residents_board, nina, sam, finds, viewer_of):
    actions.move_topic(viewer=viewer_of(sam), topic=topic, board=residents_board, reason="只对业主")
    nina.person.residencies.update(until=now().date() - timedelta(days=1))
    KeyGrant.objects.filter(user=nina).delete()

    assert finds(nina) == 0


def test_a_decision_taken_back_leaves_the_index_as_it_was(topic, sam, finds, viewer_of):
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.hide_topic(viewer=viewer_of(sam), topic=topic, reason="广告")
        assert finds(None) == 0
        raise RuntimeError

    assert finds(None) == 2
