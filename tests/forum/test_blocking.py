"""What a block leaves out of lists: topics, saved posts, search, and what the bell says already."""

import pytest
from django.urls import reverse

import notify
from forum import actions, notices
from forum.models import Block
from forum.rows import fetch
from notify.models import Delivery, DeliveryState, Notification


@pytest.fixture
def topic(nina, residents_board, start):
    return start(nina, residents_board, "路灯坏了", "<p>北门的路灯不亮，谁去说说。</p>")


@pytest.fixture
def blocks(viewer_of):
    def block(user, person) -> None:
        actions.block_person(viewer=viewer_of(user), person=person)

    return block


# ── lists ───────────────────────────────────────────────────────────────────────────────────
def test_topic_of_a_blocked_neighbour_keeps_its_title_and_loses_name_and_excerpt(
    topic, olga, nina, blocks, client_for
) -> None:
    blocks(olga, nina)

    page = client_for(olga).get(topic.board.get_absolute_url()).content.decode()

    assert "路灯坏了" in page
    assert "您屏蔽的邻居" in page
    assert "谁去说说" not in page
    assert "倪娜" not in page


def test_others_see_the_row_as_before_after_the_blocker_read_it(topic, olga, nina, sam, blocks, client_for) -> None:
    """Rows are kept as markup for all."""
    blocks(olga, nina)
    client_for(olga).get(topic.board.get_absolute_url())

    page = client_for(sam).get(topic.board.get_absolute_url()).content.decode()

    assert "谁去说说" in page
    assert "您屏蔽的邻居" not in page


def test_list_asks_who_is_blocked_in_its_one_query(
    topic, olga, nina, blocks, viewer_of, django_assert_num_queries
) -> None:
    blocks(olga, nina)
    keys = viewer_of(olga).keys

    with django_assert_num_queries(1):
        assert [row.is_blocked for row in fetch(keys, user_id=olga.pk, show="latest", most=5)] == [True]


def test_anonymous_topic_of_a_blocked_neighbour_looks_like_any_other(
    olga, nina, residents_board, blocks, viewer_of
) -> None:
    residents_board.allows_anonymous = True
    residents_board.save()
    actions.start_topic(
        viewer=viewer_of(nina), board=residents_board, title="楼上敲墙", html="<p>一句话。</p>", anonymous=True
    )
    blocks(olga, nina)

    assert [row.is_blocked for row in fetch(viewer_of(olga).keys, user_id=olga.pk, show="latest", most=5)] == [False]


def test_saved_post_of_a_blocked_neighbour_is_folded_and_official_ones_stay(
    topic, olga, nina, sam, blocks, viewer_of, client_for
) -> None:
    answer = actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>今晚修好。</p>")
    for post in (topic.posts.get(number=1), answer):
        actions.save_post(viewer=viewer_of(olga), post=post)
    blocks(olga, nina)
    blocks(olga, sam)

    page = client_for(olga).get(reverse("forum:saved-list")).content.decode()

    assert "谁去说说" not in page
    assert "今晚修好" in page
    assert page.count("您屏蔽的邻居") == 1


def test_search_finds_it_without_the_passage(topic, olga, nina, blocks, client_for) -> None:
    client = client_for(olga)
    before = client.get("/search/", {"q": "路灯"}).content.decode()
    blocks(olga, nina)

    after = client.get("/search/", {"q": "路灯"}).content.decode()

    assert "谁去说说" in before
    assert "谁去说说" not in after
    assert "已屏蔽的邻居写的" in after
    assert topic.public_id in after
    assert "谁去说说" in client_for(nina).get("/search/", {"q": "路灯"}).content.decode()


# ── the bell ────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def told(olga, nina, otto, sam, public_board, start, viewer_of):
    """Olga's topic, in which Nina and Otto have written: one entry on her bell."""
    topic = start(olga, public_board, "电梯又停了")
    for user, text in ((otto, "几号楼？"), (nina, "别吵了")):
        post = actions.reply(viewer=viewer_of(user), topic=topic, html=f"<p>{text}</p>")
        notices.tell_of_post(post.pk)
    return topic


def _bell(client) -> tuple[int, int]:
    """The badge, and the entries of the list that are marked as unread."""
    count = client.get(reverse("notify:notification-count")).json()["count"]
    rows = client.get(reverse("notify:notification-list")).context["notifications"]
    return count, sum(row.is_unread for row in rows)


def test_notice_of_a_blocked_neighbour_leaves_list_and_badge_alike(told, olga, nina, otto, blocks, client_for) -> None:
    client = client_for(olga)
    assert _bell(client) == (1, 1)

    blocks(olga, nina)

    assert _bell(client) == (1, 1)
    page = client.get(reverse("notify:notification-list")).content.decode()
    assert "欧图" in page
    assert "倪娜" not in page and "别吵了" not in page
    blocks(olga, otto)
    assert _bell(client) == (0, 0)


def test_notice_comes_back_with_the_neighbour(told, olga, nina, blocks, viewer_of, client_for) -> None:
    blocks(olga, nina)
    actions.unblock_person(viewer=viewer_of(olga), person=nina)

    [entry] = Notification.objects.visible_to(viewer_of(olga)).unread()
    assert (entry.people, entry.params["who"]) == (2, "倪娜")
    assert _bell(client_for(olga)) == (1, 1)


def test_people_are_counted_without_the_blocked_one(told, olga, nina, stranger, blocks, viewer_of) -> None:
    post = actions.reply(viewer=viewer_of(stranger), topic=told, html="<p>同问</p>")
    notices.tell_of_post(post.pk)
    blocks(olga, nina)

    [entry] = Notification.objects.visible_to(viewer_of(olga)).unread()
    assert (entry.people, entry.more) == (2, 0)


def test_next_notice_in_the_bundle_does_not_bring_it_back(
    told, olga, nina, stranger, blocks, viewer_of, client_for
) -> None:
    blocks(olga, nina)
    post = actions.reply(viewer=viewer_of(stranger), topic=told, html="<p>同问</p>")
    notices.tell_of_post(post.pk)

    [entry] = Notification.objects.visible_to(viewer_of(olga)).unread()
    assert entry.people == 2
    assert _bell(client_for(olga)) == (1, 1)


def test_others_keep_their_notices_of_the_blocked_neighbour(told, olga, nina, otto, blocks) -> None:
    """Otto follows the topic that he wrote in."""
    blocks(olga, nina)

    assert Notification.objects.filter(user=otto, actor=nina.public_id, silenced=False).exists()


def test_official_answer_by_a_blocked_person_stays(told, olga, sam, blocks, viewer_of) -> None:
    answer = actions.answer_officially(viewer=viewer_of(sam), topic=told, html="<p>今天修好</p>")
    notices.tell_of_post(answer.pk)
    blocks(olga, sam)

    assert Notification.objects.visible_to(viewer_of(olga)).filter(kind="forum.answered").exists()


def test_mail_that_waits_is_not_sent(told, olga, nina, blocks, drain) -> None:
    notice = Notification.objects.get(user=olga, actor=nina.public_id)
    waiting = Delivery.objects.create(
        notification=notice, user=olga, channel="email", state=DeliveryState.WAITING, due_at=notice.created_at
    )
    blocks(olga, nina)
    from notify.delivering import deliver_one

    deliver_one(waiting.pk)

    waiting.refresh_from_db()
    assert waiting.state == DeliveryState.SKIPPED


def test_silencing_twice_is_once(told, olga, nina) -> None:
    assert notify.silence(olga, nina.public_id) == 1
    assert notify.silence(olga, nina.public_id) == 0
    assert notify.silence(olga, "") == 0
    assert not Block.objects.exists()
