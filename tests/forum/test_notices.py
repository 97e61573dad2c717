"""Who is told of what happens in a topic: once for each post, for the most specific reason."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from forum import actions, notices
from forum.models import Board, Post, Topic
from forum.quoting import quoted
from forum.thread import load_page
from notify.models import Notification
from portal.mailwire.models import OutgoingMail
from portal.outbox.models import Delivery


@pytest.fixture
def topic(estate, olga, start) -> Topic:
    board = Board.objects.create(
        slug="square", estate=estate, name="小区广场", audience="public", answer_expected=False
    )
    return start(olga, board)


@pytest.fixture
def write(viewer_of, topic, drain):
    """`write(nina, "…")` replies as she would, and lets the worker run — each event twice."""

    def make(user, html, *, official=False) -> Post:
        act = actions.answer_officially if official else actions.reply
        post = act(viewer=viewer_of(user), topic=topic, html=html)
        drain()
        Delivery.objects.update(state="waiting")
        drain()
        return post

    return make


def told(user) -> list[str]:
    kinds = Notification.objects.filter(user=user).order_by("number").values_list("kind", flat=True)
    return [kind.removeprefix("forum.") for kind in kinds]


def quote_of(topic, viewer, number) -> str:
    return quoted(load_page(topic, viewer, number=number), number)


def test_author_hears_of_replies_and_other_writers_of_new_posts(olga, nina, otto, write) -> None:
    write(nina, "<p>我家也是</p>")
    write(otto, "<p>几号楼？</p>")

    assert told(olga) == ["reply", "reply"]
    assert told(nina) == ["followed"]
    assert told(otto) == []


def test_mentioned_quoted_and_following_at_once_is_told_once_as_mentioned(
    olga, nina, otto, topic, write, viewer_of
) -> None:
    write(nina, "<p>我家也是</p>")
    topic.refresh_from_db()

    write(otto, quote_of(topic, viewer_of(otto), 2) + "<p>@倪娜 几号楼？</p>")

    assert told(nina) == ["mention"]
    assert told(olga) == ["reply", "reply"]


def test_quoted_is_told_as_quoted(olga, nina, otto, topic, write, viewer_of) -> None:
    write(nina, "<p>我家也是</p>")
    topic.refresh_from_db()

    write(otto, quote_of(topic, viewer_of(otto), 2) + "<p>几号楼？</p>")
    write(otto, quote_of(topic, viewer_of(otto), 1) + "<p>修好了吗？</p>")

    assert told(nina) == ["quote", "followed"]
    assert told(olga) == ["reply", "reply", "quote"]


def test_number_in_a_quote_of_nothing_tells_nobody(olga, nina, otto, write) -> None:
    write(otto, "<p>我来问问</p>")

    write(nina, "<blockquote>物业说：修#2号楼</blockquote><blockquote>某人（#99）：<br>说</blockquote><p>是吗</p>")

    assert told(otto) == ["followed"]


def test_official_answer_outranks_the_name_in_it(olga, nina, sam, write) -> None:
    write(nina, "<p>我家也是</p>")

    write(sam, "<p>@倪娜 @奥丽佳 明天修好。</p>", official=True)

    assert told(nina) == ["official"]
    assert told(olga) == ["reply", "answered"]


def test_muted_topic_sends_nothing_but_the_answer_to_ones_own_question(
    olga, nina, otto, sam, topic, write, viewer_of
) -> None:
    write(nina, "<p>我家也是</p>")
    for user in (olga, nina):
        actions.follow_topic(viewer=viewer_of(user), topic=topic, level="mute")
    topic.refresh_from_db()
    Notification.objects.all().delete()

    write(otto, quote_of(topic, viewer_of(otto), 2) + "<p>@倪娜 @奥丽佳 几号楼？</p>")
    write(sam, "<p>@倪娜 明天修好。</p>", official=True)

    assert told(nina) == []
    assert told(olga) == ["answered"]


def test_name_put_in_later_tells_only_who_was_not_told_before(olga, nina, otto, write, viewer_of, drain, topic) -> None:
    write(otto, "<p>我来问问</p>")
    actions.follow_topic(viewer=viewer_of(otto), topic=topic, level="")
    post = write(nina, "<p>问一下</p>")

    actions.edit_post(viewer=viewer_of(nina), post=post, html="<p>问一下 @欧图 @奥丽佳</p>")
    drain()

    assert told(otto) == ["mention"]
    assert told(olga) == ["reply", "reply"]


def test_whoever_reads_along_is_not_told(olga, nina, topic, viewer_of, drain) -> None:
    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>我家也是</p>")
    actions.mark_read(viewer=viewer_of(olga), topic=topic, number=2)

    drain()

    assert told(olga) == []


def test_three_neighbours_are_one_entry_and_one_mail(olga, nina, otto, stella, topic, write, client_for) -> None:
    EmailAddress.objects.create(user=olga, email=olga.email, verified=True, primary=True)
    for user in (nina, otto, stella, nina):
        write(user, "<p>@奥丽佳 我家也是</p>")

    page = client_for(olga).get(reverse("notify:notification-list")).content.decode()

    assert page.count('class="list-row notification') == 1
    assert "3 位邻居在“电梯又停了”里 @ 了您" in page
    assert "<span data-bell-number>1</span>" in page
    assert OutgoingMail.objects.filter(subject__contains="电梯又停了").count() == 1


def test_visit_of_the_topic_silences_the_bell_and_lets_the_next_mail_out(olga, nina, topic, write, client_for) -> None:
    EmailAddress.objects.create(user=olga, email=olga.email, verified=True, primary=True)
    write(nina, "<p>@奥丽佳 我家也是</p>")

    page = client_for(olga).get(topic.get_absolute_url()).content.decode()
    assert "<span data-bell-number>0</span>" in page
    write(nina, "<p>@奥丽佳 还是那样</p>")

    assert OutgoingMail.objects.filter(subject__contains="电梯又停了").count() == 2


def test_open_page_that_fetches_a_post_counts_as_a_visit(olga, nina, topic, write, client_for) -> None:
    write(nina, "<p>我家也是</p>")
    topic.refresh_from_db()

    client_for(olga).get(f"/forum/t/{topic.public_id}/changes/?seen=0&first=1&last=1&grows=1")

    assert not Notification.objects.filter(user=olga, visited=False).exists()


def test_answer_to_ones_own_question_leaves_though_a_mail_has_left(olga, nina, sam, write) -> None:
    EmailAddress.objects.create(user=olga, email=olga.email, verified=True, primary=True)
    write(nina, "<p>@奥丽佳 我家也是</p>")
    write(sam, "<p>周四修好。</p>", official=True)
    write(sam, "<p>周五修好。</p>", official=True)

    subjects = OutgoingMail.objects.order_by("pk").values_list("subject", flat=True)
    assert ["@" in subject for subject in subjects] == [True, False]


def test_followers_hear_how_the_matter_goes_on_once_for_each_state(olga, nina, topic, write, drain) -> None:
    write(nina, "<p>我家也是</p>")
    for who in ("", "戴娜"):
        actions.set_topic_progress(
            topic_id=topic.pk, case_number="JSW-2026-000001", state="in_progress", who=who, customer_id=olga.pk
        )
    drain()
    Delivery.objects.update(state="waiting")
    drain()

    [notice] = Notification.objects.filter(user=nina, kind="forum.status")
    assert (notice.title, "JSW-2026-000001" in notice.text) == ("“电梯又停了”：处理中", True)
    # Whose matter it is hears of it from the mailbox.
    assert "status" not in told(olga)


def test_nobody_hears_of_a_post_that_was_taken_away_meanwhile(olga, nina, sam, topic, viewer_of, drain) -> None:
    post = actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>电话在此</p>")
    actions.hide_post(viewer=viewer_of(sam), post=post, reason="隐私")

    drain()
    notices.tell_of_post(post.pk)

    assert "reply" not in told(olga)


def test_nobody_hears_of_whom_they_blocked_by_reply_mention_or_quote(olga, nina, topic, write, viewer_of) -> None:
    actions.block_person(viewer=viewer_of(olga), person=nina)

    write(nina, "<p>我家也是</p>")
    write(nina, f"<p>@{olga.nickname} 看一下</p>")
    write(nina, quote_of(topic, viewer_of(nina), 1) + "<p>对</p>")

    assert told(olga) == []


def test_official_answer_reaches_even_whoever_blocked_its_writer(olga, sam, write, viewer_of) -> None:
    actions.block_person(viewer=viewer_of(olga), person=sam)

    write(sam, "<p>今天修好</p>", official=True)

    assert told(olga) == ["answered"]
