"""Read marks, following, reactions."""

from datetime import timedelta

import pytest

from forum import actions
from forum.errors import NotAllowed
from forum.listing import list_topics
from forum.models import AllRead, Post, ReadMark, Subscription, Topic
from forum.rows import SHOWS
from owners.models import Person, Residency, Unit, User
from portal.outbox.models import OutboxEntry
from portal.worktime import now


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

    row = list_topics(viewer_of(nina), show="latest").topics[0]

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

    listing = list_topics(viewer_of(olga), show=show)

    assert [topic.title for topic in listing.topics] == titles


@pytest.mark.parametrize("show", SHOWS)
def test_list_topics_pages_by_key_without_gap_or_repeat(olga, public_board, viewer_of, show) -> None:
    moment = now()
    for n in range(45):
        topic = Topic.objects.create(
            board=public_board, audience="public", title=f"第 {n}", author=olga, awaits_answer=True,
            reply_count=n % 4, last_answer_at=moment, first_answer_at=moment,
        )  # fmt: skip
        Subscription.objects.create(user=olga, topic=topic)
    seen, before = [], ""

    while True:
        listing = list_topics(viewer_of(olga), show=show, before=before)
        seen += [topic.pk for topic in listing.topics]
        before = listing.older
        if not before:
            break

    assert len(seen) == 45
    assert len(set(seen)) == 45


def test_me_too_counts_homes_not_heads(olga, nina, public_board, start, viewer_of, unit) -> None:
    """Two of one home are one; when both take it back, nothing is left."""
    mother = User.objects.create(username="mother", nickname="老人家", person=Person.objects.make("奥母"))
    child = User.objects.create(username="child", nickname="孩子", person=Person.objects.make("奥子"))
    for one in (mother, child):
        Residency.objects.create(unit=unit, person=one.person, role="family")
    topic = start(nina, public_board)
    post = topic.posts.get()
    counts = []

    for who in (mother, child, mother, child):
        actions.react(viewer=viewer_of(who), post=post)
        topic.refresh_from_db()
        counts.append(topic.me_too_count)

    assert counts == [1, 1, 1, 0]
    assert Post.objects.get(pk=post.pk).reaction_count == 0


def test_me_too_of_somebody_with_two_homes_counts_once(olga, nina, public_board, start, viewer_of, unit) -> None:
    second = Unit.objects.create(estate=unit.estate, entrance=unit.entrance, room="2601")
    Residency.objects.create(unit=second, person=olga.person, role="owner")
    topic = start(nina, public_board)

    actions.react(viewer=viewer_of(olga), post=topic.posts.get())

    topic.refresh_from_db()
    assert topic.me_too_count == 1


@pytest.mark.parametrize("who", ["stranger", "otto", "sam"])
def test_me_too_without_a_home_there_is_refused_and_says_why(
    request, nina, public_board, start, viewer_of, who
) -> None:
    topic = start(nina, public_board)

    with pytest.raises(NotAllowed, match="认证"):
        actions.react(viewer=viewer_of(request.getfixturevalue(who)), post=topic.posts.get())

    topic.refresh_from_db()
    assert topic.me_too_count == 0


def rows_of(viewer) -> dict[str, tuple[int, bool]]:
    listing = list_topics(viewer, show="latest")
    return {row.title: (row.unread_count, row.is_new) for row in listing.topics}


def test_mark_all_read_leaves_only_what_comes_afterwards(
    olga, nina, otto, public_board, start, viewer_of, clock
) -> None:
    begun, opened = start(olga, public_board, "没开过的"), start(olga, public_board, "开过的")
    actions.mark_read(viewer=viewer_of(nina), topic=opened, number=1)
    actions.reply(viewer=viewer_of(olga), topic=opened, html="<p>再说一句</p>")
    before = rows_of(viewer_of(nina))

    with clock(now() + timedelta(hours=1)):
        actions.mark_all_read(viewer=viewer_of(nina), boards=[public_board])
        after = rows_of(viewer_of(nina))
    with clock(now() + timedelta(hours=2)):
        actions.reply(viewer=viewer_of(olga), topic=opened, html="<p>后来的</p>")
        actions.reply(viewer=viewer_of(olga), topic=begun, html="<p>后来的</p>")
        later = rows_of(viewer_of(nina))

    assert before == {"没开过的": (0, True), "开过的": (1, False)}
    assert after == {"没开过的": (0, False), "开过的": (0, False)}
    assert later == {"没开过的": (0, True), "开过的": (0, True)}
    assert rows_of(viewer_of(otto)) == {"没开过的": (0, True), "开过的": (0, True)}, "it is nobody else's mark"


def test_opening_a_topic_after_all_was_read_counts_again(olga, nina, public_board, start, viewer_of, clock) -> None:
    topic = start(olga, public_board, "水压")
    actions.mark_all_read(viewer=viewer_of(nina), boards=[public_board])
    with clock(now() + timedelta(hours=1)):
        actions.mark_read(viewer=viewer_of(nina), topic=topic, number=1)
        actions.reply(viewer=viewer_of(olga), topic=topic, html="<p>今天好了</p>")

        assert rows_of(viewer_of(nina)) == {"水压": (1, False)}


@pytest.mark.parametrize("topics", [1, 3])
def test_mark_all_read_costs_the_same_however_much_there_is(
    topics, olga, nina, public_board, start, viewer_of, django_assert_num_queries
) -> None:
    for number in range(topics):
        start(olga, public_board, f"第{number}帖")
    viewer = viewer_of(nina)

    with django_assert_num_queries(3):  # the transaction's two marks, and the one row
        actions.mark_all_read(viewer=viewer, boards=[public_board])


def test_mark_all_read_of_a_board_one_cannot_see_marks_nothing(otto, residents_board, viewer_of) -> None:
    actions.mark_all_read(viewer=viewer_of(otto), boards=[residents_board])

    assert not AllRead.objects.exists()
