"""What staff hide: confirmed or undone by a second person within a working day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from forum import actions
from forum.actions import removing
from forum.errors import NotAllowed, ObjectedBefore, RemovalDecided
from forum.models import Board, Flag, FlagState, ModerationRecord, Post, Removal, RemovalState, Topic
from owners.models import Role, StaffRole, User
from owners.viewers import viewer_for_user
from search.models import SearchEntry
from tests.conftest import pledge
from tests.forum.conftest import MONDAY

# A Friday, five in the afternoon in China: one working hour before the weekend.
FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def topic(olga, nina, public_board, start, viewer_of) -> Topic:
    topic = start(olga, public_board)
    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>物业不作为</p>")
    return topic


@pytest.fixture
def removal(topic, sam, viewer_of) -> Removal:
    actions.hide_post(viewer=viewer_of(sam), post=topic.posts.get(number=2), reason="用词不当", kind="insult")
    return Removal.objects.get()


def _reply_count() -> int:
    return Topic.objects.get().reply_count


def test_hiding_the_words_of_a_reader_waits_for_a_second_person(topic, nina, sam, viewer_of, clock) -> None:
    with clock(FRIDAY):
        actions.hide_post(viewer=viewer_of(sam), post=topic.posts.get(number=2), reason="用词不当", kind="insult")

    removal = Removal.objects.get()
    assert (removal.state, removal.kind, removal.author, removal.by) == (RemovalState.WAITING, "insult", nina, sam)
    assert removal.due_at == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert _reply_count() == 0


def test_hiding_ones_own_words_needs_nobody_else(topic, sam, viewer_of) -> None:
    own = actions.reply(viewer=viewer_of(sam), topic=topic, html="<p>写错了</p>")

    actions.hide_post(viewer=viewer_of(sam), post=own, reason="写错了")

    assert not Removal.objects.exists()


def test_hiding_the_companys_own_answer_waits_too(topic, sam, viewer_of) -> None:
    answer = actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>周四修好</p>")

    actions.hide_post(viewer=viewer_of(sam), post=answer, reason="写错了")

    assert Removal.objects.get().is_waiting


def test_hiding_twice_is_one_removal(removal, mona, viewer_of) -> None:
    actions.hide_post(viewer=viewer_of(mona), post=removal.post, reason="再来一次")

    assert Removal.objects.count() == 1


def test_confirm_by_whoever_hid_it_is_refused(removal, sam, viewer_of) -> None:
    with pytest.raises(NotAllowed):
        actions.confirm_removal(viewer=viewer_of(sam), removal=removal)

    assert Removal.objects.get().is_waiting


def test_confirm_by_the_same_person_is_refused_by_the_database_too(removal, sam) -> None:
    with pytest.raises(IntegrityError, match="removal_confirmed_by_another"), transaction.atomic():
        Removal.objects.update(state=RemovalState.CONFIRMED, decided_by=sam)


@pytest.mark.parametrize("who", ["nina", "otto", "stella", "dana"])
def test_confirm_by_anybody_else_is_refused(request, removal, viewer_of, who) -> None:
    with pytest.raises(NotAllowed):
        actions.confirm_removal(viewer=viewer_of(request.getfixturevalue(who)), removal=removal)


def test_confirm_by_the_author_is_refused(topic, sam, mona, viewer_of) -> None:
    words = actions.reply(viewer=viewer_of(mona), topic=topic, html="<p>我是经理</p>")
    actions.hide_post(viewer=viewer_of(sam), post=words, reason="不合适")

    with pytest.raises(NotAllowed):
        actions.undo_removal(viewer=viewer_of(mona), removal=Removal.objects.get())


def test_confirmed_removal_stays_and_says_so_in_the_record(removal, mona, viewer_of) -> None:
    actions.confirm_removal(viewer=viewer_of(mona), removal=removal)

    assert Removal.objects.get().state == RemovalState.CONFIRMED
    assert Post.objects.get(number=2).is_hidden
    assert ModerationRecord.objects.visible_to(viewer_of(None))[0].act == "confirm_hide"


def test_undone_removal_brings_back_words_counter_and_search(removal, topic, olga, mona, viewer_of) -> None:
    Flag.objects.create(
        post=removal.post, user=olga, reason="insult", state=FlagState.UPHELD, decided_at=removal.due_at
    )

    actions.undo_removal(viewer=viewer_of(mona), removal=removal, note="这是批评，不是辱骂")

    assert (Post.objects.get(number=2).is_hidden, _reply_count()) == (False, 1)
    assert SearchEntry.objects.filter(kind="forum.post", ref=str(removal.post_id)).exists()
    assert Flag.objects.get().state == FlagState.REJECTED
    assert ModerationRecord.objects.visible_to(viewer_of(None))[0].reason == "这是批评，不是辱骂"


def test_second_decision_is_refused(removal, mona, adam, viewer_of) -> None:
    actions.undo_removal(viewer=viewer_of(mona), removal=removal)

    with pytest.raises(RemovalDecided):
        actions.confirm_removal(viewer=viewer_of(adam), removal=removal)


def test_showing_it_again_oneself_ends_the_removal(removal, sam, viewer_of) -> None:
    actions.show_post(viewer=viewer_of(sam), post=removal.post)

    assert Removal.objects.get().state == RemovalState.UNDONE


def test_lapsed_removal_is_shown_again_once(removal, topic, viewer_of, clock) -> None:
    with clock(removal.due_at + timedelta(minutes=1)):
        first, second = actions.lapse_removals(), actions.lapse_removals()

    assert (first, second) == (1, 0)
    assert (Removal.objects.get().state, _reply_count()) == (RemovalState.LAPSED, 1)
    assert [record.by for record in ModerationRecord.objects.filter(act="show_post")] == [None]


def test_removal_does_not_lapse_before_it_is_due(removal, clock) -> None:
    with clock(removal.due_at - timedelta(minutes=1)):
        assert actions.lapse_removals() == 0

    assert Post.objects.get(number=2).is_hidden


def test_private_data_is_not_shown_again_by_a_clock(topic, sam, viewer_of, clock) -> None:
    with clock(MONDAY):
        actions.hide_post(viewer=viewer_of(sam), post=topic.posts.get(number=2), reason="身份证", kind="private")

    assert actions.lapse_removals() == 0
    assert Removal.objects.get().is_waiting


def test_lapsed_removal_opens_its_reports_again(topic, olga, sam, viewer_of, clock) -> None:
    post = topic.posts.get(number=2)
    actions.flag_post(viewer=viewer_of(olga), post=post, reason="insult")
    actions.hide_post(viewer=viewer_of(sam), post=post, reason="辱骂", kind="insult")

    with clock(Removal.objects.get().due_at):
        actions.lapse_removals()

    assert Flag.objects.get().state == FlagState.OPEN


def test_hidden_topic_lapses_into_the_list_again(topic, sam, viewer_of, clock) -> None:
    actions.hide_topic(viewer=viewer_of(sam), topic=topic, reason="不实", kind="other")

    with clock(Removal.objects.get().due_at):
        actions.lapse_removals()

    assert Topic.objects.listed_for(viewer_of(None)).exists()


def test_held_question_hidden_and_undone_is_published(olga, sam, mona, public_board, start, viewer_of, drain) -> None:
    from forum.models import WatchedWord

    WatchedWord.objects.create(word="群租", action="hold")
    topic = start(olga, public_board, title="有人群租")
    actions.hide_post(viewer=viewer_of(sam), post=topic.posts.get(), reason="不实")

    actions.undo_removal(viewer=viewer_of(mona), removal=Removal.objects.get())

    topic.refresh_from_db()
    assert (topic.visibility, topic.reply_count) == ("visible", 0)


def test_author_objects_once(removal, nina, olga, viewer_of) -> None:
    actions.object_to_removal(viewer=viewer_of(nina), removal=removal, text="我说的是事实")

    with pytest.raises(ObjectedBefore):
        actions.object_to_removal(viewer=viewer_of(nina), removal=removal, text="还有")
    with pytest.raises(NotAllowed):
        actions.object_to_removal(viewer=viewer_of(olga), removal=removal, text="我也说")
    assert Removal.objects.get().objection == "我说的是事实"


def test_author_and_second_person_are_told_where_to_go(removal, nina, sam, mona, drain) -> None:
    from notify.models import Notification

    drain()

    told = Notification.objects.filter(kind__in=["forum.moderated", "forum.removal"])
    assert {(notice.user_id, notice.url) for notice in told} == {
        (nina.pk, removal.get_absolute_url()),
        (mona.pk, removal.get_absolute_url()),
    }


# ── races, on PostgreSQL ────────────────────────────────────────────────────────────────────
def _moderators(count: int) -> list[User]:
    found = []
    for n in range(count):
        user = User.objects.create(username=f"m{n}", nickname=f"版主{n}", phone=f"+861390000100{n}")
        StaffRole.objects.create(user=user, role=Role.ADMIN, estate=None)
        pledge(user)
        found.append(user)
    return found


def _both_decide(removal: Removal, users: list[User]) -> list[str]:
    barrier = Barrier(2)

    def one(user: User, act: str) -> str:
        viewer = viewer_for_user(user, second_factor=True)
        barrier.wait()
        try:
            getattr(actions, act)(viewer=viewer, removal=removal)
        except RemovalDecided:
            return "refused"
        finally:
            connection.close()
        return act

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, users, ["confirm_removal", "undo_removal"]))


@pytest.fixture
def raced(transactional_db) -> tuple[Removal, list[User]]:
    first, *others = _moderators(3)
    board = Board.objects.create(slug="race", name="广场", audience="public", answer_expected=False)
    writer = User.objects.create(username="w", nickname="邻居")
    topic = actions.start_topic(viewer=viewer_for_user(writer), board=board, title="同时", html="<p>来</p>")
    post = actions.reply(viewer=viewer_for_user(writer), topic=topic, html="<p>批评</p>")
    actions.hide_post(viewer=viewer_for_user(first, second_factor=True), post=post, reason="试")
    return Removal.objects.get(), others


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_decide_once(raced) -> None:
    removal, others = raced

    done = _both_decide(removal, others)

    assert done.count("refused") == 1
    hidden = Removal.objects.get().state == RemovalState.CONFIRMED
    assert (Post.objects.get(number=2).is_hidden, _reply_count()) == (hidden, 0 if hidden else 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_both_do_without_the_lock(raced, monkeypatch) -> None:
    """The negative control: with the locks off both find it waiting."""
    removal, others = raced
    together = Barrier(2)

    def unlocked(removal: Removal) -> Removal:
        found = Removal.objects.select_related("record", "post", "topic__board").get(pk=removal.pk)
        together.wait()
        return found

    monkeypatch.setattr(removing, "_lock", unlocked)

    assert "refused" not in _both_decide(removal, others)
