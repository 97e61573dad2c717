"""What a list marks as unread, the topic's page offers and the jump finds: the same, whatever happened before."""

import random
from datetime import timedelta

import pytest

from forum import actions
from forum.listing import list_topics
from forum.models import Post, Topic
from portal.worktime import at_clock, now


def _do_something(chance, topic, olga, nina, viewer_of) -> None:
    match chance.randrange(5):
        case 0 | 1:
            actions.reply(viewer=viewer_of(olga), topic=topic, html=f"<p>{chance.random()}</p>")
        case 2:
            number = chance.randint(1, Topic.objects.get(pk=topic.pk).last_post_number)
            actions.mark_read(viewer=viewer_of(nina), topic=topic, number=number)
        case 3:
            actions.mark_all_read(viewer=viewer_of(nina), boards=[topic.board])
        case 4:
            post = chance.choice(list(Post.objects.filter(topic=topic)))
            if not post.is_question:
                actions.edit_post(viewer=viewer_of(olga), post=post, html=f"<p>{chance.random()}</p>")


@pytest.mark.parametrize("seed", range(8))
def test_list_page_and_jump_agree_on_what_is_unread(
    seed, olga, nina, public_board, start, viewer_of, client_for
) -> None:
    chance, moment = random.Random(seed), now()
    topic = start(olga, public_board)
    viewer, client = viewer_of(nina), client_for(nina)
    for step in range(12):
        with at_clock(moment + timedelta(minutes=step)):
            _do_something(chance, topic, olga, nina, viewer_of)
            [row] = list_topics(viewer, show="latest").topics
            jump = client.head(f"/forum/t/{topic.public_id}/unread/").headers["Location"]
            offered = client.head(f"/forum/t/{topic.public_id}/").context["unread_from"]

        last = row.last_post_number
        if row.unread_count:
            assert offered == row.read_number + 1 == last - row.unread_count + 1
            assert f"from={offered}#" in jump
        elif row.is_new and row.read_number is not None:
            # Read before its board was declared read, and written in since.
            assert offered is not None
            assert row.read_number < offered <= last
            assert f"from={offered}#" in jump
        else:
            assert offered is None
            assert row.is_new or row.read_number is None or f"from={last}#" in jump


def test_board_declared_read_leaves_nothing_to_go_on_at(olga, nina, public_board, start, viewer_of, client_for) -> None:
    topic = start(olga, public_board)
    actions.mark_read(viewer=viewer_of(nina), topic=topic, number=1)
    for n in range(3):
        actions.reply(viewer=viewer_of(olga), topic=topic, html=f"<p>{n}</p>")
    with at_clock(now() + timedelta(minutes=1)):
        actions.mark_all_read(viewer=viewer_of(nina), boards=[public_board])

    page = client_for(nina).get(topic.get_absolute_url())

    assert page.context["unread_from"] is None


def _row_and_page(reader, topic, viewer_of, client_for):
    """What the list counts, and how many posts the page has from where it offers to go on."""
    [row] = [row for row in list_topics(viewer_of(reader), show="latest").topics if row.pk == topic.pk]
    offered = client_for(reader).head(f"/forum/t/{topic.public_id}/").context["unread_from"]
    behind = Post.objects.filter(topic=topic, number__gte=offered).count() if offered else 0
    return row.unread_count, behind


def test_badge_counts_posts_and_not_the_numbers_that_a_merge_left_empty(
    olga, nina, sam, public_board, start, viewer_of, client_for
) -> None:
    older = start(olga, public_board)
    actions.reply(viewer=viewer_of(olga), topic=older, html="<p>还没人来</p>")
    newer = start(olga, public_board, title="电梯又停了")
    for topic in (older, newer):
        actions.reply(viewer=viewer_of(olga), topic=topic, html=f"<p>{topic.pk}</p>")
    actions.mark_read(viewer=viewer_of(nina), topic=older, number=1)

    stays = actions.merge_topics(viewer=viewer_of(sam), topic=older, other=newer, reason="同一件事")

    # Number 2 stands where it stood, 3 was numbered anew with what came.
    assert list(stays.posts.order_by("number").values_list("number", flat=True)) == [1, 2, 4, 5, 6]
    assert _row_and_page(nina, stays, viewer_of, client_for) == (4, 4)


def test_badge_is_gone_where_what_was_unread_was_split_off(
    olga, nina, sam, public_board, start, viewer_of, client_for
) -> None:
    topic = start(olga, public_board)
    for n in range(4):
        actions.reply(viewer=viewer_of(olga), topic=topic, html=f"<p>{n}</p>")
    actions.mark_read(viewer=viewer_of(nina), topic=topic, number=3)

    actions.split_topic(viewer=viewer_of(sam), topic=topic, numbers=[4, 5], title="另一件事", reason="跑题")

    assert _row_and_page(nina, topic, viewer_of, client_for) == (0, 0)
