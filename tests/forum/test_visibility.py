"""A stranger to a board finds nothing of it: list, topic, fragment, live join, feed, search, files."""

import pytest
from django.urls import reverse

import search
from forum import actions
from forum.models import Topic
from portal.realtime import may_join
from portal.uploads import may_fetch, store_bytes

SECRET = "只给认证业主看的漏水"


@pytest.fixture
def topic(olga, residents_board, viewer_of) -> Topic:
    file = store_bytes(b"%PDF-1.4 secret", name="户型.pdf", owner=olga.pseudonym)
    return actions.start_topic(
        viewer=viewer_of(olga),
        board=residents_board,
        title=SECRET,
        html=f"<p>{SECRET}</p>",
        upload_ids=[file.public_id],
    )


def _pages(topic: Topic) -> list[str]:
    names = ["topic", "topic-changes", "topic-unread", "topic-reply"]
    pages = [reverse(f"forum:{name}", args=[topic.public_id]) for name in names]
    post = [topic.public_id, 1]
    pages += [reverse(f"forum:{name}", args=post) for name in ("post-history", "post-edit", "post-flag")]
    return [
        *pages,
        reverse("forum:board", args=[topic.board.slug]),
        reverse("forum:topic-start", args=[topic.board.slug]),
    ]


@pytest.mark.parametrize("who", ["otto", "stranger"])
def test_no_page_of_the_topic_opens_to_a_stranger(request, client_for, topic, who) -> None:
    client = client_for(request.getfixturevalue(who))

    codes = {page: client.get(page).status_code for page in _pages(topic)}

    assert set(codes.values()) == {404}


@pytest.mark.parametrize("who", ["otto", "stranger", None])
def test_no_list_or_feed_tells_a_stranger(request, client_for, topic, estate, who) -> None:
    client = client_for(request.getfixturevalue(who) if who else None)

    for page in (reverse("forum:index"), reverse("forum:estate", args=[estate.slug]), reverse("forum:feed")):
        assert SECRET not in client.get(page).content.decode()


@pytest.mark.parametrize("who", ["otto", "stranger", None])
def test_no_socket_search_or_file_tells_a_stranger(request, viewer_of, topic, who) -> None:
    from portal import uploads

    viewer = viewer_of(request.getfixturevalue(who) if who else None)
    file = uploads.of(topic.posts.get().upload_scope)[0]

    assert not may_join(viewer, f"topic:{topic.public_id}")
    assert not may_join(viewer, f"board:{topic.board.slug}")
    assert search.find(viewer, "漏水") == []
    assert not may_fetch(viewer, file, owner=viewer.pseudonym)


def test_a_neighbour_finds_all_of_it(nina, client_for, viewer_of, topic) -> None:
    from portal import uploads

    viewer = viewer_of(nina)
    file = uploads.of(topic.posts.get().upload_scope)[0]

    assert SECRET in client_for(nina).get(topic.get_absolute_url()).content.decode()
    assert may_join(viewer, f"topic:{topic.public_id}")
    assert [entry.title for entry in search.find(viewer, "漏水")] == [SECRET]
    assert may_fetch(viewer, file, owner=viewer.pseudonym)


def test_a_hidden_post_leaves_the_search_and_takes_its_files_along(olga, nina, sam, viewer_of, topic) -> None:
    from portal import uploads

    post = topic.posts.get()
    actions.hide_post(viewer=viewer_of(sam), post=post, reason="含有他人隐私")
    file = uploads.of(post.upload_scope)[0]

    assert search.find(viewer_of(nina), "漏水") == []
    assert not may_fetch(viewer_of(nina), file, owner=nina.pseudonym)
    assert may_fetch(viewer_of(sam), file, owner=sam.pseudonym)


def test_a_topic_moved_behind_a_door_leaves_the_public_search(
    olga, sam, public_board, residents_board, start, viewer_of
):
    open_topic = start(olga, public_board, title="公开的漏水")
    visitor = viewer_of(None)
    before = [entry.title for entry in search.find(visitor, "漏水")]

    actions.move_topic(viewer=viewer_of(sam), topic=open_topic, board=residents_board, reason="涉及住户")

    assert before == ["公开的漏水"]
    assert search.find(visitor, "漏水") == []
    assert not Topic.objects.visible_to(visitor).exists()


def test_followers_who_lost_the_key_hear_nothing(olga, nina, viewer_of, topic, drain) -> None:
    from notify.models import Notification
    from owners.models import Residency

    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>跟一下</p>")
    drain()
    Residency.objects.filter(person=nina.person).update(until="2021-01-01")
    actions.reply(viewer=viewer_of(olga), topic=topic, html="<p>之后的事</p>")
    drain()

    assert not Notification.objects.filter(user=nina, kind="forum.reply").exists()
