"""Two who keep order decide about the same thing at the same moment: one decision counts. PostgreSQL only.

Each guard has its control: with the lock off, the same two calls collide or both count.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, connection

from forum import actions
from forum.actions import appealing, bursts, merging, removing, splitting
from forum.errors import AppealDecided, BurstDecided, RemovalDecided, SplitRefused
from forum.models import Burst, BurstMember, ModerationRecord, Removal, Sanction, Topic
from owners.actions import register_account
from portal.errors import Refused
from portal.worktime import now

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT_ONCE = 2


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each of the calls answered or raised, begun together, each on a connection of its own."""
    together = Barrier(len(calls))

    def one(call: Callable[[], Any]) -> Any:
        together.wait()
        try:
            return call()
        except (Refused, DatabaseError) as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def kinds(results: list[Any]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


@pytest.fixture
def together() -> Barrier:
    """Both have read before either writes: what the lock makes impossible."""
    return Barrier(AT_ONCE, timeout=20)


@pytest.fixture
def two_topics(olga, nina, public_board, start, viewer_of) -> tuple[Topic, Topic]:
    topics = start(olga, public_board, title="电梯停了"), start(nina, public_board, title="电梯又停了")
    for topic in topics:
        for n in range(3):
            actions.reply(viewer=viewer_of(olga), topic=topic, html=f"<p>{topic.pk} {n}</p>")
    return topics


@pytest.fixture
def merge_both_ways(two_topics, sam, mona, viewer_of) -> Callable[[], list[Any]]:
    one, other = two_topics

    def run() -> list[Any]:
        return at_once(
            lambda: actions.merge_topics(viewer=viewer_of(sam), topic=one, other=other, reason="同一件事"),
            lambda: actions.merge_topics(viewer=viewer_of(mona), topic=other, other=one, reason="同一件事"),
        )

    return run


def test_topics_merged_by_two_at_once_are_merged_once(merge_both_ways, two_topics) -> None:
    results = merge_both_ways()

    stays = two_topics[0]
    stays.refresh_from_db()
    assert kinds(results) == ["NotAllowed", "Topic"]
    assert ModerationRecord.objects.filter(act="merge").count() == 1
    assert (stays.reply_count, stays.posts.count()) == (7, 8)


def test_topics_merged_by_two_at_once_collide_without_the_lock(merge_both_ways, two_topics, together, monkeypatch):
    def unlocked(topic: Topic) -> Topic:
        found = Topic.objects.select_related("board").get(pk=topic.pk)
        together.wait()
        return found

    monkeypatch.setattr(merging, "lock_to_keep", lambda viewer, topic: topic)
    monkeypatch.setattr(merging, "lock_topic", unlocked)

    results = merge_both_ways()

    # The database has the last word: no number is left twice.
    assert any(isinstance(result, DatabaseError) for result in results)


@pytest.fixture
def split_twice(two_topics, sam, mona, viewer_of) -> Callable[[], list[Any]]:
    topic = two_topics[0]

    def run() -> list[Any]:
        return at_once(
            *(
                lambda who=who: actions.split_topic(
                    viewer=viewer_of(who), topic=topic, numbers=[2, 3], title="另一件事", reason="跑题"
                )
                for who in (sam, mona)
            )
        )

    return run


def test_posts_split_off_by_two_at_once_go_into_one_topic(split_twice, two_topics) -> None:
    results = split_twice()

    assert kinds(results) == ["SplitRefused", "Topic"]
    new = next(result for result in results if isinstance(result, Topic))
    assert (new.posts.count(), two_topics[0].posts.count()) == (2, 2)
    assert Topic.objects.count() == 3


def test_posts_split_off_by_two_at_once_collide_without_the_lock(split_twice, together, monkeypatch) -> None:
    def unlocked(viewer: object, topic: Topic) -> Topic:
        found = Topic.objects.select_related("board").get(pk=topic.pk)
        together.wait()
        return found

    # Both read the posts before either moves them.
    monkeypatch.setattr(splitting, "lock_to_keep", unlocked)
    original, read = splitting._refuse_unfit, Barrier(AT_ONCE, timeout=20)

    def check_together(*given: Any) -> None:
        original(*given)
        read.wait()

    monkeypatch.setattr(splitting, "_refuse_unfit", check_together)

    results = split_twice()

    assert not any(isinstance(result, SplitRefused) for result in results)
    assert any(isinstance(result, DatabaseError) for result in results)


@pytest.fixture
def decide_twice(olga, nina, public_board, start, sam, mona, adam, viewer_of) -> Callable[[], list[Any]]:
    topic = start(olga, public_board)
    post = actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>骗子</p>")
    bar = actions.sanction_author(viewer=viewer_of(sam), post=post, kind="time_out", days=3, reason="辱骂")
    actions.appeal(viewer=viewer_of(nina), sanction=bar, text="不是这个意思")

    def run() -> list[Any]:
        return at_once(
            lambda: actions.decide_appeal(viewer=viewer_of(mona), sanction=bar, lift=True, note="可以"),
            lambda: actions.decide_appeal(viewer=viewer_of(adam), sanction=bar, lift=False, note="不行"),
        )

    return run


def decisions() -> int:
    return ModerationRecord.objects.filter(act__in=["lift", "uphold"]).count()


def test_appeal_decided_by_two_at_once_is_decided_once(decide_twice) -> None:
    assert kinds(decide_twice()) == [AppealDecided.__name__, Sanction.__name__]
    assert decisions() == 1


def test_appeal_decided_by_two_at_once_is_decided_twice_without_the_lock(decide_twice, together, monkeypatch) -> None:
    def unlocked(sanction: Sanction) -> Sanction:
        found = Sanction.objects.select_related("record", "post__topic__board").get(pk=sanction.pk)
        together.wait()
        return found

    monkeypatch.setattr(appealing, "_lock", unlocked)

    assert kinds(decide_twice()) == [Sanction.__name__] * 2
    assert decisions() == 2


@pytest.fixture
def judge_twice(olga, nina, public_board, start, sam, mona, adam, viewer_of) -> Callable[[], list[Any]]:
    topic = start(olga, public_board)
    post = actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>物业不作为</p>")
    actions.hide_post(viewer=viewer_of(sam), post=post, reason="用词不当", kind="insult")
    removal = Removal.objects.get()

    def run() -> list[Any]:
        return at_once(
            lambda: actions.confirm_removal(viewer=viewer_of(mona), removal=removal),
            lambda: actions.confirm_removal(viewer=viewer_of(adam), removal=removal),
        )

    return run


def confirmations() -> int:
    return ModerationRecord.objects.filter(act="confirm_hide").count()


def test_removal_confirmed_by_two_at_once_is_confirmed_once(judge_twice) -> None:
    assert kinds(judge_twice()) == [Removal.__name__, RemovalDecided.__name__]
    assert confirmations() == 1


def test_removal_confirmed_by_two_at_once_is_confirmed_twice_without_the_lock(
    judge_twice, together, monkeypatch
) -> None:
    def unlocked(removal: Removal) -> Removal:
        found = Removal.objects.select_related("record", "post", "topic__board").get(pk=removal.pk)
        together.wait()
        return found

    monkeypatch.setattr(removing, "_lock", unlocked)

    assert kinds(judge_twice()) == [Removal.__name__] * 2
    assert confirmations() == 2


@pytest.fixture
def sift_twice(db, sam, mona, viewer_of) -> Callable[[], list[Any]]:
    burst = Burst.objects.create(due_at=now())
    for n in range(3):
        BurstMember.objects.create(burst=burst, user=register_account(nickname=f"好房{n}"))
    members = list(burst.members.values_list("pk", flat=True))

    def run() -> list[Any]:
        return at_once(
            lambda: actions.clear_accounts(viewer=viewer_of(sam), burst=burst, members=members, reason="是业主"),
            lambda: actions.bar_accounts(viewer=viewer_of(mona), burst=burst, members=members, reason="广告", days=14),
        )

    return run


def test_group_cleared_and_barred_at_once_is_one_of_the_two(sift_twice) -> None:
    assert kinds(sift_twice()) == [BurstDecided.__name__, "list"]

    barred = BurstMember.objects.filter(state="barred").count()
    assert barred in {0, 3} and Sanction.objects.count() == barred


def test_group_cleared_and_barred_at_once_is_both_without_the_lock(sift_twice, together, monkeypatch) -> None:
    def unlocked(viewer: object, burst: Burst, members: list[int], states: list[str]) -> list[BurstMember]:
        found = list(burst.members.filter(state__in=states, pk__in=members))
        together.wait()
        return found

    monkeypatch.setattr(bursts, "_lock_members", unlocked)

    assert kinds(sift_twice()) == ["list", "list"]
    # Whatever the accounts are now, they were barred as well as cleared.
    assert Sanction.objects.count() == 3
