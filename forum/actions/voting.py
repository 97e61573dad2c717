"""Polls: put up with a topic, voted in until they end, counted exactly."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from forum.errors import HomeHasVoted, NotAllowed, PollEnded, TextRefused
from forum.homes import home_of
from forum.models import Ballot, Poll, PollOption, Topic
from forum.polls import ballot_of, can_vote
from owners.viewers import Viewer
from portal import realtime
from portal.worktime import now

FEWEST, MOST = 2, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPoll:
    question: str
    options: tuple[str, ...]
    several: bool = False
    per_home: bool = False
    days: int = 7

    @property
    def words(self) -> str:
        """Everything that will be read, to be looked through like a title."""
        return "\n".join([self.question, *self.options])


def checked_poll(poll: NewPoll) -> NewPoll:
    """Raises TextRefused at `poll_options` where there is nothing to choose from."""
    options = tuple(dict.fromkeys(" ".join(option.split())[:60] for option in poll.options if option.strip()))
    if not FEWEST <= len(options) <= MOST:
        raise TextRefused(_("A poll needs 2 to 10 different answers, one on each line."), field="poll_options")
    question = " ".join(poll.question.split())[:80]
    return NewPoll(
        question=question,
        options=options,
        several=poll.several,
        per_home=poll.per_home,
        days=max(1, min(poll.days, 90)),
    )


def put_up_poll(topic: Topic, new: NewPoll) -> Poll:
    """Inside the transaction that starts the topic."""
    poll = Poll.objects.create(
        topic=topic,
        question=new.question or topic.title,
        several=new.several,
        per_home=new.per_home,
        ends_at=now() + timedelta(days=new.days),
    )
    PollOption.objects.bulk_create(
        PollOption(poll=poll, position=place, text=text) for place, text in enumerate(new.options, start=1)
    )
    topic.has_poll = True
    topic.save(update_fields=["has_poll"])
    return poll


def lock_poll(topic: Topic) -> Poll:
    """The poll's row until commit. Ballots are written and counted under it, and never under anything else."""
    return Poll.objects.select_for_update().get(topic=topic)


@transaction.atomic
def vote(*, viewer: Viewer, topic: Topic, option_ids: Iterable[int]) -> Ballot:
    """Casts the viewer's ballot, or their home's, or changes it. Raises PollEnded, HomeHasVoted, NotAllowed."""
    poll = lock_poll(topic)
    if poll.has_ended:
        raise PollEnded
    if viewer.user is None or not can_vote(viewer, poll, topic):
        raise NotAllowed(_("You can't vote here."))
    options = list(poll.options.filter(pk__in=set(option_ids)))
    if not options or (len(options) > 1 and not poll.several):
        raise NotAllowed(_("Please choose an answer first."))
    ballot = ballot_of(viewer, poll, topic)
    if ballot and ballot.user_id != viewer.user.pk:
        raise HomeHasVoted
    if ballot is None:
        home = home_of(viewer, topic) if poll.per_home else None
        ballot = Ballot.objects.create(poll=poll, user=viewer.user, unit=home)
    ballot.options.set(options)
    ballot.voted_at = now()
    ballot.save(update_fields=["voted_at"])
    _count(poll)
    realtime.tell(f"topic:{topic.public_id}", "poll", {"ballots": poll.ballot_count})
    return ballot


def _count(poll: Poll) -> None:
    counts = poll.options.annotate(votes=Count("ballots"))
    changed = []
    for option in counts:
        if option.count != option.votes:
            option.count = option.votes
            changed.append(option)
    PollOption.objects.bulk_update(changed, ["count"])
    poll.ballot_count = poll.ballots.count()
    poll.save(update_fields=["ballot_count"])
