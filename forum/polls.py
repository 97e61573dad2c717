"""A topic's poll as one viewer sees it."""

from dataclasses import dataclass

from forum.homes import home_of
from forum.models import Ballot, Poll, PollOption, Topic
from forum.permissions import can_reply, lives_there
from owners.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Choice:
    option: PollOption
    percent: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class PollPage:
    """`ballot` is the viewer's, or that of their home. Results are shown after voting, or when it is over."""

    poll: Poll
    choices: list[Choice]
    ballot: Ballot | None
    may_vote: bool
    needs_home: bool

    @property
    def shows_results(self) -> bool:
        return self.ballot is not None or self.poll.has_ended


def can_vote(viewer: Viewer, poll: Poll, topic: Topic) -> bool:
    """Whoever may reply, while it runs; for a home, whoever is verified there."""
    return not poll.has_ended and can_reply(viewer, topic) and (not poll.per_home or lives_there(viewer, topic))


def ballot_of(viewer: Viewer, poll: Poll, topic: Topic) -> Ballot | None:
    if viewer.user is None:
        return None
    mine = Ballot.objects.filter(poll=poll, user=viewer.user).first()
    if mine or not poll.per_home or (home := home_of(viewer, topic)) is None:
        return mine
    return Ballot.objects.filter(poll=poll, unit=home).first()


def load_poll(topic: Topic, viewer: Viewer) -> PollPage | None:
    """No query for a topic without one; four at most, and one more where homes vote."""
    if not topic.has_poll:
        return None
    poll = Poll.objects.get(topic=topic)
    ballot = ballot_of(viewer, poll, topic)
    own = set(ballot.options.values_list("pk", flat=True)) if ballot else set()
    may_vote = can_vote(viewer, poll, topic) and (
        ballot is None or viewer.user is None or ballot.user_id == viewer.user.pk
    )
    return PollPage(
        poll=poll,
        choices=[
            Choice(option, round(100 * option.count / poll.ballot_count) if poll.ballot_count else 0, option.pk in own)
            for option in poll.options.all()
        ],
        ballot=ballot,
        may_vote=may_vote,
        needs_home=poll.per_home and not lives_there(viewer, topic),
    )
