"""The homes behind a case: each has a number and a page of its own, and none a case of its own.

What a home says stands in the forum; it is looked at here as it is then, so that events may come twice and in any
order. One answer answers all: what goes to the homes goes in batches, each recording the next.
"""

from dataclasses import dataclass

from django.db import transaction

from crm import moves
from crm.actions.cases import case_of_topic, lock
from crm.models import Case, JoinedHome, State
from forum import actions as forum_actions
from forum.models import Reaction, Topic
from mailbox import actions as mailbox_actions
from mailbox.models import Message
from owners.models import Unit, User
from owners.viewers import viewer_for_user
from portal import outbox
from portal.domain_events import HomesHear, HomesWait
from portal.worktime import now

AT_A_TIME = 50


@transaction.atomic
def hear_home(*, topic_id: int, unit_id: int) -> None:
    """A home said "me too" to a topic or took it back: where that is a case, its number comes, goes on or rests."""
    topic = Topic.objects.select_related("merged_into").get(pk=topic_id)
    topic = topic.merged_into or topic
    found = case_of_topic(topic)
    if found is None:
        return
    case = lock(found.pk)
    topics = topics_of(case)
    _settle(case, unit_id, topics)
    _count(case)
    forum_actions.tell_of_numbers(topics=[topic.public_id])


@transaction.atomic
def number_homes(*, case_id: int, topic: str, after: int = 0) -> None:
    """The next homes that said "me too" before their topic became a case, or joined one, get their numbers."""
    case = lock(case_id)
    topics = topics_of(case)
    homes = forum_actions.homes_behind([topic], after=after, most=AT_A_TIME)
    for unit_id in homes:
        _settle(case, unit_id, topics)
    _count(case)
    if homes:
        forum_actions.tell_of_numbers(topics=[topic])
    if len(homes) == AT_A_TIME:
        outbox.record(HomesWait(case_id=case_id, topic=topic, after=homes[-1]), key=f"case:{case_id}")


@transaction.atomic
def let_homes_hear(*, case_id: int, message_id: int | None = None, after: int = 0) -> None:
    """The next homes behind a case are shown where it stands, and told its answer. Those for whom it is settled
    are left in peace."""
    # The lock: a batch that read an earlier state must not write it after a later one.
    case = lock(case_id)
    message = Message.objects.get(pk=message_id) if message_id else None
    homes = case.joined_homes.filter(withdrawn_at__isnull=True, pk__gt=after).order_by("pk")
    batch = list(
        homes.select_related("conversation__user", "conversation__mailbox", "conversation__estate")[:AT_A_TIME]
    )
    for home in batch:
        if home.conversation.end_confirmed_at is None:
            _show_progress(case, home)
            if message is not None:
                mailbox_actions.repeat_answer(message=message, conversation=home.conversation)
    if len(batch) == AT_A_TIME:
        more = HomesHear(case_id=case_id, message_id=message_id, after=batch[-1].pk)
        outbox.record(more, key=f"case:{case_id}")


def topics_of(case: Case) -> list[str]:
    """Public ids of the topics about the case: the one it grew out of, and those that joined."""
    joined = case.joined_topics.values_list("topic_public_id", flat=True)
    return [public_id for public_id in (case.topic_public_id, *joined) if public_id]


@dataclass(frozen=True, slots=True)
class _People:
    """Those to whom a home's number belongs."""

    home: JoinedHome
    users: list[User]

    @property
    def ids(self) -> set[int]:
        return {user.pk for user in self.users}


def _settle(case: Case, unit_id: int, topics: list[str]) -> None:
    """Makes the numbers of one home agree with what its people say now. The case is locked."""
    said = list(forum_actions.me_toos(topics).filter(unit=unit_id).select_related("user__person").order_by("pk"))
    here = [one for one in said if _lives_in(one.user, unit_id)]
    known = [_people(home) for home in case.joined_homes.filter(unit=unit_id).select_related("conversation__user")]
    current = next((people for people in known if not people.home.is_former), None)
    if here and current and not any(_lives_in(user, unit_id) for user in current.users):
        # The flat has changed hands: what the former people wrote is not for those who came.
        current.home.is_former = True
        current.home.save(update_fields=["is_former"])
        current = None
    if current is None and case.is_private:
        # What goes on in private is the author's: nobody new is brought in.
        here = []
    if here:
        home = current.home if current else _open(case, unit_id, here[0], topics)
        for one in here:
            mailbox_actions.share_with(conversation=home.conversation, user=one.user)
        known = [people for people in known if people.home.pk != home.pk] + [_people(home)]
    saying = {one.user_id for one in said}
    for people in known:
        _stand(people.home, stands=bool(people.ids & saying))
        forum_actions.show_home_number(
            topics=topics, user_ids=people.ids & saying, number=people.home.conversation.number
        )


def _lives_in(user: User, unit_id: int) -> bool:
    return unit_id in viewer_for_user(user).resident_units


def _people(home: JoinedHome) -> _People:
    brought = [home.conversation.user] if home.conversation.user else []
    shared = home.conversation.companions.select_related("user__person")
    return _People(home, brought + [row.user for row in shared])


def _open(case: Case, unit_id: int, said: Reaction, topics: list[str]) -> JoinedHome:
    unit = Unit.objects.select_related("entrance__building").filter(pk=unit_id).get()
    conversation = mailbox_actions.open_home_number(
        matter=case.conversation,
        unit=unit,
        user=said.user,
        topic_ref=topics[0],
        kind=case.kind,
        since=said.created_at,
    )
    home = JoinedHome.objects.create(case=case, unit=unit, conversation=conversation, joined_at=now())
    _show_progress(case, home, tells=False)
    return home


def _stand(home: JoinedHome, *, stands: bool) -> None:
    if stands == (home.withdrawn_at is None):
        return
    home.withdrawn_at = None if stands else now()
    home.save(update_fields=["withdrawn_at"])
    if not stands:
        mailbox_actions.withdraw(conversation=home.conversation)
        return
    mailbox_actions.stand_again(conversation=home.conversation)
    _show_progress(home.case, home, tells=False)


def _show_progress(case: Case, home: JoinedHome, *, tells: bool = True) -> None:
    mailbox_actions.set_progress(
        conversation_id=home.conversation_id,
        state=moves.PUBLIC[State(case.state)],
        who=case.first_asked.get_full_name() if case.first_asked else "",
        promise_at=case.next_due_at if case.is_open else None,
        tells=tells,
    )


def _count(case: Case) -> None:
    case.home_count = case.joined_homes.filter(withdrawn_at__isnull=True, is_former=False).count()
    case.save(update_fields=["home_count"])
