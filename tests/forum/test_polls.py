"""Polls: put up with a topic, voted in, counted exactly, over at the end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from forum import actions
from forum.actions import NewPoll, voting
from forum.errors import HomeHasVoted, NotAllowed, PollEnded, TextRefused
from forum.models import Ballot, Board, Poll, PollOption, Topic, WatchedWord
from forum.polls import load_poll
from owners import rights
from owners.models import Person, Residency, User
from owners.rights import Whose
from owners.viewers import viewer_for_user
from portal.worktime import now


@pytest.fixture
def put_up(olga, public_board, viewer_of):
    """Olga asks when the water is to be turned off."""

    def make(**more) -> Topic:
        poll = NewPoll(**{"question": "几点停水", "options": ("上午", "下午", "晚上"), **more})
        return actions.start_topic(
            viewer=viewer_of(olga), board=public_board, title="停水", html="<p>选</p>", poll=poll
        )

    return make


def _vote(viewer, topic: Topic, *places: int) -> Ballot:
    ids = PollOption.objects.filter(poll__topic=topic, position__in=places).values_list("pk", flat=True)
    return actions.vote(viewer=viewer, topic=topic, option_ids=list(ids))


def _counts(topic: Topic) -> list[int]:
    return list(PollOption.objects.filter(poll__topic=topic).values_list("count", flat=True))


def test_votes_are_counted_and_can_be_changed_until_the_end(put_up, olga, nina, viewer_of, clock) -> None:
    topic = put_up()

    _vote(viewer_of(olga), topic, 1)
    _vote(viewer_of(nina), topic, 1)
    _vote(viewer_of(nina), topic, 3)

    assert (_counts(topic), topic.poll.ballots.count()) == ([1, 0, 1], 2)
    with clock(now() + timedelta(days=8)), pytest.raises(PollEnded):
        _vote(viewer_of(nina), topic, 2)


def test_one_answer_unless_several_are_allowed(put_up, nina, viewer_of) -> None:
    with pytest.raises(NotAllowed):
        _vote(viewer_of(nina), put_up(), 1, 2)
    with pytest.raises(NotAllowed):
        _vote(viewer_of(nina), Topic.objects.get())


def test_several_answers_count_one_neighbour(put_up, nina, viewer_of) -> None:
    topic = put_up(several=True)

    _vote(viewer_of(nina), topic, 1, 2)

    assert (_counts(topic), Poll.objects.get().ballot_count) == ([1, 1, 0], 1)


def test_answer_of_another_poll_counts_nowhere(put_up, olga, nina, public_board, viewer_of) -> None:
    topic = put_up()
    other = PollOption.objects.create(poll=Poll.objects.create(
        topic=actions.start_topic(viewer=viewer_of(olga), board=public_board, title="别的", html="<p>别</p>"),
        question="别的", ends_at=now()), position=1, text="别的")  # fmt: skip

    with pytest.raises(NotAllowed):
        actions.vote(viewer=viewer_of(nina), topic=topic, option_ids=[other.pk])


def test_each_home_has_one_vote_where_homes_vote(put_up, olga, otto, unit, viewer_of) -> None:
    topic = put_up(per_home=True)
    spouse = User.objects.create(username="spouse", nickname="另一半", person=Person.objects.make("另一半"))
    Residency.objects.create(unit=unit, person=spouse.person, role="owner", since=date(2020, 5, 1))
    _vote(viewer_of(olga), topic, 1)

    with pytest.raises(HomeHasVoted):
        _vote(viewer_of(spouse), topic, 2)
    # At home elsewhere.
    with pytest.raises(NotAllowed):
        _vote(viewer_of(otto), topic, 2)
    assert _counts(topic) == [1, 0, 0]
    shown = load_poll(topic, viewer_of(spouse))
    assert shown is not None and shown.shows_results and not shown.may_vote


def test_visitors_and_readers_of_a_locked_topic_do_not_vote(put_up, nina, sam, viewer_of) -> None:
    topic = put_up()
    with pytest.raises(NotAllowed):
        _vote(viewer_of(None), topic, 1)
    actions.lock_topic_for(viewer=viewer_of(sam), topic=topic, reason="结束了")
    topic.refresh_from_db()

    with pytest.raises(NotAllowed):
        _vote(viewer_of(nina), topic, 1)


@pytest.mark.parametrize("options", [(), ("一",), ("一", " 一 "), tuple(map(str, range(11)))])
def test_poll_without_a_choice_is_refused(put_up, options) -> None:
    with pytest.raises(TextRefused) as refusal:
        put_up(options=options)

    assert refusal.value.field == "poll_options"
    assert not Topic.objects.exists()


def test_watched_word_in_an_answer_counts_like_one_in_the_title(put_up) -> None:
    WatchedWord.objects.create(word="代开发票", action="block")

    with pytest.raises(TextRefused):
        put_up(options=("好", "代开发票"))


def test_results_are_kept_from_those_who_have_not_voted(put_up, nina, viewer_of, clock) -> None:
    topic = put_up()

    before = load_poll(topic, viewer_of(nina))
    with clock(now() + timedelta(days=8)):
        after = load_poll(topic, viewer_of(nina))
        assert after is not None and after.shows_results and not after.may_vote

    assert before is not None and before.may_vote and not before.shows_results


def test_vote_stays_counted_when_the_account_is_closed(put_up, nina, olga, viewer_of) -> None:
    topic = put_up(per_home=True)
    _vote(viewer_of(nina), topic, 2)
    holding = next(one for one in rights.holdings() if one.model == "forum.Ballot")
    assert [ballot.chosen for ballot in holding.rows(Whose(nina))] == ["下午"]

    holding.erase(holding, Whose(nina))
    _vote(viewer_of(olga), topic, 2)

    assert (Ballot.objects.filter(user=None, unit=None).count(), _counts(topic)) == (1, [0, 2, 0])


# ── at the same moment ──────────────────────────────────────────────────────────────────────
AT_ONCE = 8


@pytest.fixture
def crowd(transactional_db) -> tuple[Topic, list[User]]:
    board = Board.objects.create(slug="race", name="广场", audience="public", answer_expected=False)
    users = [User.objects.create(username=f"v{n}", nickname=f"邻居{n}") for n in range(AT_ONCE)]
    poll = NewPoll(question="同时", options=("一", "二"))
    viewer = viewer_for_user(users[0])
    return actions.start_topic(viewer=viewer, board=board, title="同时", html="<p>投</p>", poll=poll), users


def _vote_at_once(topic: Topic, users: list[User]) -> None:
    barrier = Barrier(len(users))

    def one(user: User) -> None:
        viewer = viewer_for_user(user)
        barrier.wait()
        _vote(viewer, Topic.objects.get(pk=topic.pk), 1)
        connection.close()

    with ThreadPoolExecutor(len(users)) as pool:
        list(pool.map(one, users))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_parallel_votes_are_all_counted(crowd) -> None:
    topic, users = crowd

    _vote_at_once(topic, users)

    assert (_counts(topic), Poll.objects.get().ballot_count) == ([AT_ONCE, 0], AT_ONCE)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_parallel_votes_are_lost_without_the_lock(crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: each counts before the others have committed."""
    topic, users = crowd
    together = Barrier(AT_ONCE)
    count = voting._count

    def count_together(poll: Poll) -> None:
        together.wait()
        count(poll)

    monkeypatch.setattr(voting, "lock_poll", lambda topic: Poll.objects.get(topic=topic))
    monkeypatch.setattr(voting, "_count", count_together)

    _vote_at_once(topic, users)

    assert _counts(topic)[0] < AT_ONCE
