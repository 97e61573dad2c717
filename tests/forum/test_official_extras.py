"""What may go with the company's word: promises, corrections, joint answers, release by words."""

from datetime import date, timedelta

import pytest
from django.core.cache import caches

from answers.actions import review_version, save_prepared_answer
from answers.models import PreparedVersion
from forum import actions
from forum.errors import JointlyRefused, NeedsApproval, NotAllowed, PromiseRefused, TextRefused
from forum.models import Correction, OfficialAnswer, Post, Topic, Watch, WatchedWord, WatchState
from portal import uploads
from portal.realtime import telling
from portal.remembered import forget_all
from tests.forum.conftest import MONDAY

FRIDAY = date(2026, 11, 20)


@pytest.fixture
def answer(sam, viewer_of):
    def make(topic, html="<p>今天修好。</p>", **more):
        return actions.answer_officially(viewer=viewer_of(sam), topic=topic, html=html, **more)

    return make


def test_promise_comes_back_as_a_clock_and_the_topic_counts_as_answered(
    olga, public_board, start, answer, clock
) -> None:
    with clock(MONDAY):
        topic = start(olga, public_board)
    with clock(MONDAY + timedelta(hours=1)):
        answer(topic, promised_for=FRIDAY)

    watch, topic = Watch.objects.get(), Topic.objects.get()
    # Six in the evening in China.
    assert watch.due_at.isoformat() == "2026-11-20T10:00:00+00:00"
    assert (watch.is_open, [cause.reason for cause in watch.why]) == (True, ["promised"])
    assert topic.awaits_answer is False
    assert OfficialAnswer.objects.get().promise == watch.due_at


def test_promise_is_kept_by_the_next_answer(olga, public_board, start, answer, clock) -> None:
    with clock(MONDAY):
        topic = start(olga, public_board)
        answer(topic, promised_for=FRIDAY)
    with clock(MONDAY + timedelta(days=2)):
        answer(topic, "<p>零件到了，已换好。</p>")

    first = OfficialAnswer.objects.order_by("pk").first()
    assert (first.promise, first.promise_kept_at) == (None, MONDAY + timedelta(days=2))
    assert Watch.objects.get().state == WatchState.ANSWERED


def _says(topic, client_for, moment, clock) -> str:
    with clock(moment):
        return client_for(None).get(topic.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("kept_after", "said"),
    [
        (timedelta(days=2), "前回复 · 已兑现"),
        (timedelta(days=9), "前回复 · 已逾期，实际回复于"),
    ],
)
def test_promise_that_was_kept_says_so_to_everybody(
    kept_after, said, olga, public_board, start, answer, client_for, clock
) -> None:
    with clock(MONDAY):
        topic = start(olga, public_board)
        answer(topic, promised_for=FRIDAY)
    with clock(MONDAY + kept_after):
        answer(topic, "<p>零件到了，已换好。</p>")

    assert said in _says(topic, client_for, MONDAY + timedelta(days=10), clock)


def test_promise_that_was_missed_says_so_once_its_day_has_passed(
    olga, public_board, start, answer, client_for, clock
) -> None:
    with clock(MONDAY):
        topic = start(olga, public_board)
        answer(topic, promised_for=FRIDAY)

    before = _says(topic, client_for, MONDAY + timedelta(hours=1), clock)
    forget_all()
    for kept in caches.all():
        kept.clear()
    after = _says(topic, client_for, MONDAY + timedelta(days=6), clock)

    assert "已逾期" not in before
    assert "前回复 · 已逾期，仍在等待回复" in after


def test_open_page_is_told_that_a_promise_was_kept(olga, public_board, start, answer, clock) -> None:
    with clock(MONDAY):
        topic = start(olga, public_board)
        promised = answer(topic, promised_for=FRIDAY)
        before = Post.objects.get(pk=promised.pk).changed
        answer(topic, "<p>已换好。</p>")

    assert Post.objects.get(pk=promised.pk).changed > before


@pytest.mark.parametrize("day", [date(2026, 11, 15), date(2028, 1, 1)])
def test_promise_of_a_day_gone_by_or_far_away_is_refused(day, olga, public_board, start, answer, clock) -> None:
    with clock(MONDAY), pytest.raises(PromiseRefused):
        answer(start(olga, public_board), promised_for=day)

    assert not Post.objects.filter(is_official=True).exists()


def test_author_who_asks_while_a_promise_runs_gets_the_boards_clock(
    olga, public_board, start, answer, viewer_of, clock
) -> None:
    with clock(MONDAY):
        topic = start(olga, public_board)
        answer(topic, promised_for=FRIDAY)
        actions.reply(viewer=viewer_of(olga), topic=topic, html="<p>今晚怎么办？</p>")

    watch = Watch.objects.get()
    assert "asked_again" in [cause.reason for cause in watch.why]
    assert watch.due_at < OfficialAnswer.objects.get().promise
    assert Topic.objects.get().awaits_answer is True


def test_correction_stands_under_the_answer_which_stays_as_it_was(olga, sam, public_board, start, answer, viewer_of):
    post = answer(start(olga, public_board))

    actions.correct_answer(viewer=viewer_of(sam), answer=post.official, html="<p>应为明天修好。</p>")

    post = Post.objects.get(pk=post.pk)
    (added,) = post.official.added
    assert (post.text, added.safe_html, added.who) == ("今天修好。", "<p>应为明天修好。</p>", "沈言")


@pytest.mark.parametrize("who", ["olga", "otto", "dana", "adam"])
def test_correction_by_anybody_else_is_refused(request, who, olga, public_board, start, answer, viewer_of) -> None:
    post = answer(start(olga, public_board))

    with pytest.raises(NotAllowed):
        actions.correct_answer(viewer=viewer_of(request.getfixturevalue(who)), answer=post.official, html="<p>改</p>")

    assert not Correction.objects.exists()


def test_words_in_topic_or_answer_want_a_release(olga, sam, mona, public_board, start, answer, viewer_of) -> None:
    WatchedWord.objects.create(word="赔偿", action="approval")
    about, plain = start(olga, public_board, title="谁来赔偿"), start(olga, public_board, title="路灯坏了")

    with pytest.raises(NeedsApproval, match="赔偿"):
        answer(about)
    with pytest.raises(NeedsApproval, match="赔偿"):
        answer(plain, "<p>我们赔 偿。</p>")
    actions.submit_draft(viewer=viewer_of(sam), watch=about.watch, html="<p>按合同赔偿。</p>", promised_for=None)
    actions.approve_draft(viewer=viewer_of(mona), watch=Watch.objects.get(topic=about))
    answer(plain)

    assert Post.objects.filter(is_official=True).count() == 2
    assert not about.is_held


def test_approved_draft_keeps_its_promise(olga, sam, mona, public_board, start, viewer_of, clock) -> None:
    with clock(MONDAY):
        topic = start(olga, public_board)
        actions.submit_draft(viewer=viewer_of(sam), watch=topic.watch, html="<p>在查</p>", promised_for=FRIDAY)
        actions.approve_draft(viewer=viewer_of(mona), watch=Watch.objects.get())

    assert OfficialAnswer.objects.get().promise.isoformat() == "2026-11-20T10:00:00+00:00"
    assert Watch.objects.get().draft_promised_for is None


def test_joint_answer_seals_a_post_in_each_topic(olga, nina, sam, public_board, start, viewer_of) -> None:
    topics = [start(olga, public_board), start(nina, public_board, title="电梯停了", html="<p>四号楼右边那部。</p>")]

    for _ in range(2):
        actions.answer_jointly(viewer=viewer_of(sam), topics=topics, html="<p>今晚修好</p>", send_key="k" * 24)

    assert Post.objects.filter(is_official=True, text="今晚修好").values("topic").distinct().count() == 2
    assert OfficialAnswer.objects.count() == 2
    assert not Watch.objects.open().exists()


def test_joint_answer_is_all_or_nothing(olga, otto, sam, other_estate, public_board, start, viewer_of) -> None:
    from forum.models import Board

    there = Board.objects.create(slug="there", estate=other_estate, name="云栖广场", audience="public")
    topics = [start(olga, public_board), start(otto, there, title="那边的电梯", html="<p>一号楼的电梯停了。</p>")]

    with pytest.raises(JointlyRefused, match="那边的电梯"):
        actions.answer_jointly(viewer=viewer_of(sam), topics=topics, html="<p>今晚修好</p>")

    assert not Post.objects.filter(is_official=True).exists()


def test_draft_tells_colleagues_who_is_writing(
    olga, sam, estate, public_board, start, viewer_of, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    told = []
    monkeypatch.setattr(telling, "_publish", told.append)
    topic = start(olga, public_board)

    with django_capture_on_commit_callbacks(execute=True):
        actions.save_draft(viewer=viewer_of(sam), watch=topic.watch, html="<p>写</p>")

    (said,) = [message for message in told if message.get("kind") == "writing"]
    assert (said["group"], said["data"]["who"]) == (f"watch:{estate.pk}", "沈言")


def test_answer_keeps_the_prepared_version_it_was_begun_with(
    olga, adam, public_board, start, answer, viewer_of
) -> None:
    save_prepared_answer(title="致歉", html="<p>抱歉</p>")
    version = PreparedVersion.objects.get()
    review_version(viewer=viewer_of(adam), version=version)
    save_prepared_answer(title="致歉", html="<p>很抱歉</p>")
    unread = PreparedVersion.objects.waiting().get()

    one = answer(start(olga, public_board), prepared_id=version.pk)
    two = answer(start(olga, public_board, html="<p>五号楼右边那部，晚上八点起。</p>"), prepared_id=unread.pk)

    assert (one.official.prepared, two.official.prepared) == (version, None)


def test_answer_with_a_variable_left_open_is_not_published(olga, public_board, start, answer) -> None:
    with pytest.raises(TextRefused, match="承诺日期"):
        answer(start(olga, public_board), "<p>我们在 {承诺日期} 前修好</p>")

    assert not Post.objects.filter(is_official=True).exists()


@pytest.fixture
def two_topics(olga, nina, public_board, start):
    return [start(olga, public_board), start(nina, public_board, title="电梯又停")]


def _paper(sam) -> str:
    return uploads.store_bytes(b"%PDF-1.7", name="公告.pdf", owner=sam.pseudonym).public_id


@pytest.mark.parametrize("html", ["<p>见附件。</p>", ""])
def test_joint_answer_carries_its_files_into_each_topic(html, two_topics, sam, viewer_of, client_for) -> None:
    posts = actions.answer_jointly(viewer=viewer_of(sam), topics=two_topics, html=html, upload_ids=[_paper(sam)])

    files = [uploads.of(post.upload_scope) for post in posts]
    assert [[one.name for one in found] for found in files] == [["公告.pdf"]] * 2
    assert files[0][0].public_id != files[1][0].public_id
    for post, (file,) in zip(posts, files, strict=True):
        assert file.url in client_for(None).get(post.topic.get_absolute_url()).content.decode()
        assert b"".join(client_for(None).get(file.url).streaming_content) == b"%PDF-1.7"


def test_bytes_go_with_the_last_topic_that_shares_them(
    two_topics, sam, viewer_of, django_capture_on_commit_callbacks
) -> None:
    posts = actions.answer_jointly(
        viewer=viewer_of(sam), topics=two_topics, html="<p>见附件。</p>", upload_ids=[_paper(sam)]
    )
    (file,) = uploads.of(posts[0].upload_scope)
    storage, name = file.file.storage, file.file.name

    with django_capture_on_commit_callbacks(execute=True):
        uploads.remove(posts[0].upload_scope)
    between = storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        uploads.remove(posts[1].upload_scope)

    assert (between, storage.exists(name)) == (True, False)


def test_shared_twice_is_shared_once(two_topics, sam, viewer_of) -> None:
    posts = actions.answer_jointly(
        viewer=viewer_of(sam), topics=two_topics, html="<p>见附件。</p>", upload_ids=[_paper(sam)]
    )

    uploads.share(posts[0].upload_scope, to=posts[1].upload_scope)

    assert len(uploads.of(posts[1].upload_scope)) == 1
