"""Two of one home say "me too" at the same moment: one number. PostgreSQL only."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from crm.actions import homes, open_case_from_topic
from crm.models import Case, JoinedHome
from forum import actions
from forum.models import Board, Topic
from owners.models import Residency
from owners.viewers import viewer_for_user
from tests.conftest import _owner

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT_ONCE = 4


@pytest.fixture
def case(estate, olga, dana) -> Case:
    board = Board.objects.create(slug="race", estate=estate, name="广场", audience="public")
    topic = actions.start_topic(viewer=viewer_for_user(olga), board=board, title="地库积水", html="<p>B区</p>")
    return open_case_from_topic(viewer=viewer_for_user(dana, second_factor=True), topic=topic, kind="complaint")


@pytest.fixture
def home(nina):
    """Nina and those who live with her."""
    flat = Residency.objects.get(person=nina.person).unit
    return [nina, *(_owner(f"家人{n}", f"+861380001{n:04}", flat, email="") for n in range(AT_ONCE - 1))]


def _say_at_once(users) -> list[Exception | None]:
    topic = Topic.objects.get()
    barrier, unit_id = Barrier(len(users)), Residency.objects.get(person=users[0].person).unit_id

    def one(user) -> Exception | None:
        viewer, post = viewer_for_user(user), topic.posts.select_related("topic__board").get(number=1)
        barrier.wait()
        try:
            actions.react(viewer=viewer, post=post)
            homes.hear_home(topic_id=topic.pk, unit_id=unit_id)
        except IntegrityError as problem:
            return problem
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(users)) as pool:
        return list(pool.map(one, users))


def test_two_of_one_home_at_once_share_one_number(case, home) -> None:
    problems = _say_at_once(home)

    joined = JoinedHome.objects.get()
    numbers = set(actions.me_toos([case.topic_public_id]).values_list("number", flat=True))
    assert problems == [None] * AT_ONCE
    assert joined.conversation.companions.count() == AT_ONCE - 1
    assert numbers == {joined.conversation.number}
    assert Case.objects.get().home_count == 1


def test_they_collide_without_the_lock(case, home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: with the case's row lock off the race is there, and the constraint catches it."""
    together, settle = Barrier(AT_ONCE), homes._open

    def open_together(*given) -> JoinedHome:
        together.wait(timeout=20)
        return settle(*given)

    monkeypatch.setattr(homes, "lock", lambda case_id: Case.objects.get(pk=case_id))
    monkeypatch.setattr(homes, "_open", open_together)

    problems = _say_at_once(home)

    assert sum(isinstance(problem, IntegrityError) for problem in problems) == AT_ONCE - 1
    assert JoinedHome.objects.count() == 1
