"""Read marks, following, reactions."""

import pytest

from forum import actions
from forum.errors import NotAllowed
from forum.listing import list_topics
from forum.models import Post, ReadMark, Subscription, Topic
from portal.outbox.models import OutboxEntry


def test_mark_read_never_goes_back(olga, nina, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)

    actions.mark_read(viewer=viewer_of(nina), topic=topic, number=17)
    actions.mark_read(viewer=viewer_of(nina), topic=topic, number=3)

    assert ReadMark.objects.get(user=nina, topic=topic).number == 17


def test_unread_count_is_what_came_after_the_mark(olga, nina, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)
    actions.mark_read(viewer=viewer_of(nina), topic=topic, number=1)
    for n in range(3):
        actions.reply(viewer=viewer_of(olga), topic=topic, html=f"<p>{n}</p>")

    row = list_topics(Topic.objects.all(), viewer_of(nina), show="latest").topics[0]

    assert row.unread_count == 3


def test_react_counts_once_and_takes_back(olga, nina, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)
    post = topic.posts.get()

    stands = actions.react(viewer=viewer_of(nina), post=post)
    topic.refresh_from_db()
    counted = topic.me_too_count
    stands_after = actions.react(viewer=viewer_of(nina), post=post)
    topic.refresh_from_db()

    assert (stands, counted, stands_after, topic.me_too_count) == (True, 1, False, 0)
    assert Post.objects.get(pk=post.pk).reaction_count == 0


def test_react_helpful_tells_the_floors_above(olga, nina, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)
    post = actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>找物业前台就行</p>")

    actions.react(viewer=viewer_of(olga), post=post)

    entry = OutboxEntry.objects.get(kind="PostFoundHelpful")
    assert entry.payload == {"post_id": post.pk, "author_id": nina.pk, "by_user_id": olga.pk}


def test_react_to_ones_own_post_is_refused(olga, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)

    with pytest.raises(NotAllowed):
        actions.react(viewer=viewer_of(olga), post=topic.posts.get())


def test_writing_follows_but_a_muted_topic_stays_muted(olga, nina, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)
    actions.follow_topic(viewer=viewer_of(nina), topic=topic, level="mute")

    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>只说一句</p>")

    assert dict(Subscription.objects.values_list("user__nickname", "level")) == {
        olga.nickname: "follow",
        nina.nickname: "mute",
    }


@pytest.mark.parametrize(
    "show, titles", [("unanswered", ["乙题"]), ("answered", ["甲题"]), ("latest", ["甲题", "乙题"])]
)
def test_list_topics_shows_what_is_asked_for(olga, sam, public_board, start, viewer_of, show, titles) -> None:
    answered = start(olga, public_board, title="甲题")
    start(olga, public_board, title="乙题")
    actions.answer_officially(viewer=viewer_of(sam), topic=answered, html="<p>答复</p>")

    listing = list_topics(Topic.objects.all(), viewer_of(olga), show=show)

    assert [topic.title for topic in listing.topics] == titles


def test_list_topics_pages_by_key_without_gap_or_repeat(olga, public_board, viewer_of) -> None:
    for n in range(45):
        Topic.objects.create(board=public_board, audience="public", title=f"第 {n}", author=olga)
    seen, before = [], ""

    while True:
        listing = list_topics(Topic.objects.all(), viewer_of(olga), show="latest", before=before)
        seen += [topic.pk for topic in listing.topics]
        before = listing.older
        if not before:
            break

    assert len(seen) == 45
    assert len(set(seen)) == 45
