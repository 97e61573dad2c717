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
