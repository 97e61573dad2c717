"""Replies at the same moment: every one gets its own number and is counted. PostgreSQL only."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from forum import actions
from forum.actions import writing
from forum.models import Board, Post, Topic
from owners.models import Person, Residency, Unit, User
from owners.viewers import viewer_for_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT_ONCE = 8


@pytest.fixture
def topic_and_writers(transactional_db) -> tuple[Topic, list[User]]:
    board = Board.objects.create(slug="race", name="广场", audience="public", answer_expected=False)
    writers = [User.objects.create(username=f"w{n}", nickname=f"邻居{n}") for n in range(AT_ONCE)]
    topic = actions.start_topic(viewer=viewer_for_user(writers[0]), board=board, title="同时回复", html="<p>来</p>")
    return topic, writers


def _reply_all_at_once(topic: Topic, writers: list[User]) -> list[Post | IntegrityError]:
    barrier = Barrier(len(writers))

    def one(user: User) -> Post | IntegrityError:
        viewer = viewer_for_user(user)
        barrier.wait()
        try:
            return actions.reply(viewer=viewer, topic=topic, html=f"<p>{user.pk}</p>")
        except IntegrityError as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(writers)) as pool:
        return list(pool.map(one, writers))


def test_parallel_replies_all_get_their_own_number(topic_and_writers) -> None:
    topic, writers = topic_and_writers

    _reply_all_at_once(topic, writers)

    topic.refresh_from_db()
    assert (topic.reply_count, topic.last_post_number) == (AT_ONCE, AT_ONCE + 1)
    assert sorted(topic.posts.values_list("number", flat=True)) == list(range(1, AT_ONCE + 2))


def test_parallel_replies_collide_without_the_lock(topic_and_writers, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: with the row lock off the race is there, and the constraint catches it."""
    topic, writers = topic_and_writers
    together = Barrier(AT_ONCE)

    def unlocked(topic: Topic) -> Topic:
        found = Topic.objects.select_related("board").get(pk=topic.pk)
        together.wait()
        return found

    monkeypatch.setattr(writing, "lock_topic", unlocked)

    results: list[Post | IntegrityError] = _reply_all_at_once(topic, writers)

    assert sum(isinstance(result, IntegrityError) for result in results) == AT_ONCE - 1


def _react_at_once(topic: Topic, users: list[User]) -> None:
    barrier = Barrier(len(users))

    def one(user: User) -> None:
        viewer, post = viewer_for_user(user), topic.posts.select_related("topic").get()
        barrier.wait()
        actions.react(viewer=viewer, post=post)
        connection.close()

    with ThreadPoolExecutor(len(users)) as pool:
        list(pool.map(one, users))


def _move_in(unit: Unit, *users: User) -> None:
    for user in users:
        user.person = Person.objects.make(user.nickname)
        user.save()
        Residency.objects.create(unit=unit, person=user.person, role="owner")


def test_parallel_reactions_of_one_reader_count_once(topic_and_writers, unit) -> None:
    topic, writers = topic_and_writers
    _move_in(unit, writers[1])

    _react_at_once(topic, [writers[1], writers[1]])

    post = topic.posts.get()
    assert post.reaction_count == post.reactions.count()


def test_parallel_me_toos_of_one_home_count_once(topic_and_writers, unit) -> None:
    topic, writers = topic_and_writers
    _move_in(unit, *writers[1:5])

    _react_at_once(topic, writers[1:5])

    topic.refresh_from_db()
    assert (topic.me_too_count, topic.posts.get().reactions.count()) == (1, 4)
