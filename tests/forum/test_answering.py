"""The company's word under the seal, the queue, and the matter's progress."""

from datetime import timedelta

import pytest

from forum import actions
from forum.errors import NeedsApproval, NotAllowed, ReasonMissing, WatchTaken
from forum.models import OfficialAnswer, Post, ProgressStep, Seal, Topic, Watch, WatchState
from forum.stats import answer_stats
from forum.thread import progress_rail
from portal.audit.models import AuditRow
from portal.outbox.models import OutboxEntry
from tests.conftest import pledge
from tests.forum.conftest import MONDAY


def test_answer_officially_seals_with_names_and_working_time(olga, sam, estate, public_board, start, viewer_of, clock):
    Seal.objects.create(estate=estate, company="金水湾物业服务中心", post_title="客户关系部发言人")
    with clock(MONDAY):
        topic = start(olga, public_board)
    with clock(MONDAY + timedelta(days=1)):
        post = actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>今天修好。</p>")

    answer = OfficialAnswer.objects.get(post=post)
    assert (answer.company, answer.who, answer.post_title) == ("金水湾物业服务中心", "沈言", "客户关系部发言人")
    # Ten in the morning to ten in the morning is one working day of nine hours.
    assert (answer.took, answer.in_time, answer.is_first) == (timedelta(hours=9), False, True)
    assert OutboxEntry.objects.filter(kind="OfficiallyAnswered").count() == 1
    assert AuditRow.objects.filter(action="forum.official.answered").count() == 1


def test_answer_officially_closes_the_watch(olga, sam, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)

    actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>好</p>")

    topic.refresh_from_db()
    assert (topic.awaits_answer, topic.reply_count) == (False, 1)
    assert topic.watch.state == WatchState.ANSWERED
    assert topic.watch.closed_by == sam


@pytest.mark.parametrize("who", ["olga", "otto", "stella", "eddy", "dana"])
def test_answer_officially_by_anybody_else_is_refused(request, olga, public_board, start, viewer_of, who) -> None:
    topic = start(olga, public_board)

    with pytest.raises(NotAllowed):
        actions.answer_officially(viewer=viewer_of(request.getfixturevalue(who)), topic=topic, html="<p>冒充</p>")

    assert not Post.objects.filter(is_official=True).exists()


def test_answer_officially_without_the_second_factor_is_refused(olga, sam, public_board, start) -> None:
    from owners.viewers import viewer_for_user

    topic = start(olga, public_board)

    with pytest.raises(NotAllowed):
        actions.answer_officially(viewer=viewer_for_user(sam), topic=topic, html="<p>好</p>")


def test_answer_needs_approval_where_the_board_says_so(olga, sam, mona, public_board, start, viewer_of) -> None:
    public_board.answer_approval = True
    public_board.save()
    topic = start(olga, public_board)
    with pytest.raises(NeedsApproval):
        actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>直接发</p>")

    actions.submit_draft(viewer=viewer_of(sam), watch=topic.watch, html="<p>草稿</p>")
    post = actions.approve_draft(viewer=viewer_of(mona), watch=Watch.objects.get(topic=topic))

    assert (post.text, post.official.who) == ("草稿", "沈言")


def test_return_draft_gives_it_back_with_a_note(olga, sam, mona, public_board, start, viewer_of) -> None:
    public_board.answer_approval = True
    public_board.save()
    topic = start(olga, public_board)
    actions.submit_draft(viewer=viewer_of(sam), watch=topic.watch, html="<p>草稿</p>")

    watch = actions.return_draft(viewer=viewer_of(mona), watch=topic.watch, note="请写明日期")

    assert (watch.state, watch.returned_note, watch.draft_html) == (WatchState.DRAFTED, "请写明日期", "<p>草稿</p>")


def test_claim_keeps_a_colleague_away_until_it_runs_out(olga, sam, estate, public_board, start, viewer_of, clock):
    from owners.models import Role, StaffRole, User

    other = User.objects.create(username="second", last_name="何言")
    StaffRole.objects.create(user=other, role=Role.SPOKESPERSON, estate=estate)
    pledge(other)
    with clock(MONDAY):
        topic = start(olga, public_board)
        actions.claim_watch(viewer=viewer_of(sam), watch=topic.watch)
        with pytest.raises(WatchTaken, match="沈言"):
            actions.claim_watch(viewer=viewer_of(other), watch=topic.watch)

    with clock(MONDAY + timedelta(hours=3)):
        watch = actions.claim_watch(viewer=viewer_of(other), watch=topic.watch)

    assert watch.claimed_by == other


def test_save_draft_stays_on_the_server(olga, sam, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)

    actions.save_draft(viewer=viewer_of(sam), watch=topic.watch, html="<p>写到一半</p><script>x</script>")

    watch = Watch.objects.get(topic=topic)
    assert (watch.draft_html, watch.state, watch.claimed_by) == ("<p>写到一半</p>", WatchState.DRAFTED, sam)


def test_dismiss_watch_wants_a_reason(olga, sam, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)
    with pytest.raises(ReasonMissing):
        actions.dismiss_watch(viewer=viewer_of(sam), watch=topic.watch, reason="  ")

    actions.dismiss_watch(viewer=viewer_of(sam), watch=topic.watch, reason="邻居间的约球")

    assert Topic.objects.unanswered().count() == 0
    assert Watch.objects.get().dismissed_reason == "邻居间的约球"


def test_set_topic_progress_is_told_once_and_drawn_as_a_rail(olga, public_board, start) -> None:
    topic = start(olga, public_board)

    for state in ("received", "in_progress", "in_progress"):
        actions.set_topic_progress(topic_id=topic.pk, case_number="JSW-2026-000001", state=state, who="戴娜")

    topic.refresh_from_db()
    rail = progress_rail(topic)
    assert ProgressStep.objects.filter(topic=topic).count() == 2
    assert [step["state"] for step in rail] == ["done", "now", "next", "next", "next"]
    assert (topic.case_number, topic.progress_who) == ("JSW-2026-000001", "戴娜")


def test_answer_stats_count_first_answers_and_their_median(olga, sam, public_board, start, viewer_of, clock) -> None:
    for hours in (1, 2, 9):
        with clock(MONDAY):
            topic = start(olga, public_board, title=f"等 {hours} 小时")
        with clock(MONDAY + timedelta(hours=hours) if hours < 9 else MONDAY + timedelta(days=1)):
            actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>答</p>")

    with clock(MONDAY + timedelta(days=2)):
        stats = answer_stats(since=MONDAY - timedelta(days=1), viewer=viewer_of(olga))

    assert (stats.answered, stats.in_time, stats.in_time_percent) == (3, 2, 67)
    assert stats.median == timedelta(hours=2)
