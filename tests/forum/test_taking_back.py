"""Authors take their words back, and bring back what they said before."""

from datetime import timedelta

import pytest
from django.urls import reverse

from forum import actions
from forum.errors import NotAllowed, StandsWithAnswers
from forum.models import Post, Topic
from notify.models import Notification
from owners.viewers import VISITOR
from portal.worktime import at_clock, now
from search.models import SearchEntry


@pytest.fixture
def topic(olga, public_board, start) -> Topic:
    return start(olga, public_board, "谁家的猫丢了", "<p>橘色的，很亲人。</p>")


@pytest.fixture
def answer(topic, nina, viewer_of) -> Post:
    return actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>昨晚在北门见过它</p>")


def _page(client, topic: Topic) -> str:
    return client.get(topic.get_absolute_url()).content.decode()


def test_reply_taken_back_leaves_a_line_and_its_number(topic, answer, nina, client_for) -> None:
    client = client_for(nina)

    response = client.post(reverse("forum:post-take-back", args=[topic.public_id, 2]))

    assert response["Location"].endswith("#p2")
    for reader in (client, client_for(None)):
        page = _page(reader, topic)
        assert "#2 · 作者已收回" in page
        assert "北门" not in page


def test_reply_taken_back_leaves_search_counts_and_notices(topic, answer, olga, nina, viewer_of, drain) -> None:
    before = Topic.objects.get(pk=topic.pk).started_at
    actions.react(viewer=viewer_of(olga), post=answer)
    drain()
    assert Notification.objects.filter(user=olga).exists()

    actions.take_back_post(viewer=viewer_of(nina), post=answer)

    topic.refresh_from_db()
    assert (topic.reply_count, topic.helpful_count, topic.last_author, topic.last_post_number) == (0, 0, olga, 2)
    assert topic.last_post_at - before < timedelta(seconds=1)
    assert not SearchEntry.objects.filter(kind="forum.post", ref=str(answer.pk)).exists()
    assert not Notification.objects.filter(user=olga, kind="forum.reply").exists()


def test_reply_taken_back_twice_is_refused_and_counts_once(topic, answer, nina, viewer_of) -> None:
    actions.take_back_post(viewer=viewer_of(nina), post=answer)

    with pytest.raises(NotAllowed):
        actions.take_back_post(viewer=viewer_of(nina), post=answer)

    assert Topic.objects.get().reply_count == 0


def test_nobody_takes_back_what_others_said(topic, answer, olga, sam, viewer_of, client_for, client) -> None:
    url = reverse("forum:post-take-back", args=[topic.public_id, 2])

    for user in (olga, sam):
        assert client_for(user).post(url).status_code == 403
    assert "/accounts/" in client.post(url)["Location"]
    assert Post.objects.get(pk=answer.pk).text


def test_question_without_answers_goes_with_its_topic(topic, olga, nina, viewer_of, client_for) -> None:
    client_for(olga).post(reverse("forum:post-take-back", args=[topic.public_id, 1]))

    assert "谁家的猫丢了" not in client_for(olga).get(reverse("forum:index"), {"show": "mine"}).content.decode()
    assert "谁家的猫丢了" not in client_for(None).get(reverse("forum:index")).content.decode()
    assert "谁家的猫丢了" not in client_for(None).get(reverse("forum:feed")).content.decode()
    for user in (olga, nina, None):
        response = client_for(user).get(topic.get_absolute_url())
        assert response.status_code == 410
        assert "作者已收回" in response.content.decode()
        assert "橘色" not in response.content.decode()


def test_question_taken_back_leaves_the_spokesperson_s_queue(topic, olga, viewer_of) -> None:
    assert topic.watch.is_open

    actions.take_back_post(viewer=viewer_of(olga), post=topic.posts.get())

    topic.refresh_from_db()
    topic.watch.refresh_from_db()
    assert (topic.awaits_answer, topic.watch.is_open, topic.watch.closed_by) == (False, False, None)


def test_question_that_was_answered_stays(topic, answer, olga, viewer_of, client_for) -> None:
    with pytest.raises(StandsWithAnswers):
        actions.take_back_post(viewer=viewer_of(olga), post=topic.posts.get(number=1))

    page = client_for(olga).post(reverse("forum:post-take-back", args=[topic.public_id, 1])).content.decode()

    assert reverse("forum:post-edit", args=[topic.public_id, 1]) in page
    assert "橘色" in _page(client_for(None), topic)


def test_question_with_a_case_stays_and_names_it(topic, olga, viewer_of) -> None:
    Topic.objects.filter(pk=topic.pk).update(case_number="JSW-2026-000007")

    with pytest.raises(StandsWithAnswers, match="JSW-2026-000007"):
        actions.take_back_post(viewer=viewer_of(olga), post=topic.posts.get())


def test_official_answer_is_not_taken_back(topic, sam, viewer_of) -> None:
    sealed = actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>已贴通知</p>")

    with pytest.raises(NotAllowed):
        actions.take_back_post(viewer=viewer_of(sam), post=topic.posts.get(is_official=True))

    assert sealed is not None


def test_taken_back_words_are_read_by_keepers_for_a_month_and_then_erased(
    topic, answer, nina, sam, viewer_of, client_for
) -> None:
    actions.edit_post(viewer=viewer_of(nina), post=answer, html="<p>昨晚在东门见过它</p>")
    actions.take_back_post(viewer=viewer_of(nina), post=answer)
    assert "东门" in _page(client_for(sam), topic)

    with at_clock(now() + timedelta(days=29)):
        assert actions.forget_taken_back() == 0
    with at_clock(now() + timedelta(days=31)):
        assert actions.forget_taken_back() == 1
        assert actions.forget_taken_back() == 0

    answer.refresh_from_db()
    assert (answer.html, answer.text, answer.revisions.count()) == ("", "", 0)


def test_reported_words_are_not_erased_before_somebody_decided(topic, answer, olga, nina, sam, viewer_of) -> None:
    actions.flag_post(viewer=viewer_of(olga), post=answer, reason="insult")
    actions.take_back_post(viewer=viewer_of(nina), post=answer)

    with at_clock(now() + timedelta(days=31)):
        assert actions.forget_taken_back() == 0
        actions.keep_post(viewer=viewer_of(sam), post=answer)
        assert actions.forget_taken_back() == 1


def test_keepers_do_not_bring_back_what_its_author_took_back(topic, answer, nina, sam, viewer_of, client_for) -> None:
    actions.take_back_post(viewer=viewer_of(nina), post=answer)

    actions.hide_post(viewer=viewer_of(sam), post=answer, reason="看一下")
    actions.show_post(viewer=viewer_of(sam), post=answer)

    answer.refresh_from_db()
    assert answer.is_taken_back
    assert client_for(sam).get(reverse("forum:post-moderate", args=[topic.public_id, 2])).status_code == 403
    assert not Post.objects.visible_to(VISITOR).filter(pk=answer.pk).exists()


def test_version_is_brought_back_as_a_new_one(topic, answer, nina, olga, viewer_of, client_for) -> None:
    actions.edit_post(viewer=viewer_of(nina), post=answer, html="<p>看错了</p>")
    version = answer.revisions.get()
    url = reverse("forum:post-restore", args=[topic.public_id, 2, version.pk])
    history = reverse("forum:post-history", args=[topic.public_id, 2])
    assert url in client_for(nina).get(history).content.decode()
    assert url not in client_for(olga).get(history).content.decode()

    assert client_for(olga).post(url).status_code == 403
    client_for(nina).post(url)

    answer.refresh_from_db()
    assert "北门" in answer.text
    assert [revision.html for revision in answer.revisions.all()] == ["<p>看错了</p>", "<p>昨晚在北门见过它</p>"]


def test_version_of_another_post_is_not_brought_back(topic, answer, olga, nina, viewer_of, client_for) -> None:
    actions.edit_post(viewer=viewer_of(olga), post=topic.posts.get(number=1), html="<p>灰色的</p>")
    foreign = topic.posts.get(number=1).revisions.get()

    response = client_for(nina).post(reverse("forum:post-restore", args=[topic.public_id, 2, foreign.pk]))

    assert response.status_code == 404
    assert "北门" in Post.objects.get(pk=answer.pk).text
