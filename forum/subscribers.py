"""The forum listening to itself: who is told of a reply, an answer, a decision, a new question."""

from django.db.models import Q
from django.utils.timezone import localtime

import notify
from forum import notices
from forum.addresses import stored_address
from forum.duty import to_be_told
from forum.models import (
    FormerPlace,
    ModerationAct,
    ModerationRecord,
    Removal,
    Sanction,
    Visibility,
    Watch,
)
from forum.permissions import MODERATORS
from owners.audiences import who_may_see
from owners.models import User
from portal import outbox
from portal.domain_events import (
    AppealMade,
    CompanyCalled,
    OfficiallyAnswered,
    PersonMentioned,
    PostWritten,
    TopicModerated,
    TopicProgressed,
    TopicStarted,
)
from portal.worktime import now


@outbox.subscriber("forum.tell_of_post", PostWritten)
def tell_of_post(event: PostWritten) -> None:
    notices.tell_of_post(event.post_id)


@outbox.subscriber("forum.tell_of_mention", PersonMentioned)
def tell_of_mention(event: PersonMentioned) -> None:
    """Also where the name was put in later: who was told of the post before is not told again."""
    notices.tell_of_post(event.post_id, only=event.user_id)


@outbox.subscriber("forum.tell_of_answer", OfficiallyAnswered)
def tell_of_answer(event: OfficiallyAnswered) -> None:
    notices.tell_of_post(event.post_id)


@outbox.subscriber("forum.tell_of_progress", TopicProgressed)
def tell_of_progress(event: TopicProgressed) -> None:
    notices.tell_of_progress(event)


@outbox.subscriber("forum.tell_author_of_decision", TopicModerated)
def tell_author_of_decision(event: TopicModerated) -> None:
    records = ModerationRecord.objects.select_related("topic__author", "post__author", "removal")
    record = records.get(pk=event.record_id)
    removal = getattr(record, "removal", None)
    if record.act in {ModerationAct.PIN, ModerationAct.UNPIN}:
        return
    sanction = _sanction_of(record)
    authors = [author for author in _authors_of(record) if author.pk != record.by_id]
    notify.send(
        who_may_see(authors, record.topic.audience),
        kind="forum.moderated",
        params={"topic": record.topic.title, "reason": record.reason},
        # Where something was taken away, to the page on which its author can object.
        url=stored_address(sanction or removal or record.post or record.topic),
        dedupe=f"forum.moderation:{record.pk}",
    )


@outbox.subscriber("forum.ask_second_person", TopicModerated)
def ask_second_person(event: TopicModerated) -> None:
    """Everybody else who keeps order there hears of a removal that waits."""
    removal = Removal.objects.waiting().select_related("record", "topic").filter(record_id=event.record_id).first()
    if removal is None:
        return
    at_estate = Q(staff_roles__estate__isnull=True) | Q(staff_roles__estate_id=removal.topic.estate_id)
    if removal.topic.estate_id is None:
        at_estate = Q()
    others = User.objects.filter(at_estate, staff_roles__role__in=MODERATORS, is_active=True).distinct()
    others = others.exclude(pk__in=[pk for pk in (removal.by_id, removal.author_id) if pk])
    notify.send(
        who_may_see(others, removal.topic.audience),
        kind="forum.removal",
        params={
            "topic": removal.topic.title,
            "reason": removal.record.reason,
            "due": f"{localtime(removal.due_at):%m-%d %H:%M}",
        },
        url=stored_address(removal),
        dedupe=f"forum.removal:{removal.pk}",
    )


@outbox.subscriber("forum.tell_spokespeople", TopicStarted)
def tell_spokespeople(event: TopicStarted) -> None:
    """A topic that was held is told of once it is released."""
    _tell_on_duty(event.topic_id)


@outbox.subscriber("forum.tell_of_call", CompanyCalled)
def tell_of_call(event: CompanyCalled) -> None:
    _tell_on_duty(event.topic_id)


def _tell_on_duty(topic_id: int) -> None:
    """Whoever is on duty hears of an item once, however many reasons it has, and again when it begins anew."""
    waiting = Watch.objects.open().filter(topic_id=topic_id, topic__visibility=Visibility.VISIBLE)
    watch = waiting.select_related("topic__board").first()
    if watch is None:
        return
    notify.send(
        to_be_told(watch.estate_id, now()),
        kind="forum.watch",
        params={
            "topic": watch.topic.title,
            "board": watch.topic.board.name,
            "due": f"{localtime(watch.due_at):%m-%d %H:%M}",
        },
        url=stored_address(watch.topic),
        dedupe=f"forum.watch:{watch.topic_id}:{watch.started_at:%Y%m%d%H%M%S}",
    )


def _sanction_of(record: ModerationRecord) -> Sanction | None:
    """What the record decided about its author, at first or on appeal."""
    if record.act in {ModerationAct.LIFT, ModerationAct.UPHOLD}:
        return Sanction.objects.filter(post=record.post, decided_at__lte=record.at).order_by("decided_at").last()
    return Sanction.objects.filter(record=record).first()


@outbox.subscriber("forum.ask_second_person_of_appeal", AppealMade)
def ask_second_person_of_appeal(event: AppealMade) -> None:
    """Everybody else who keeps order there hears of an appeal."""
    found = Sanction.objects.appealed().select_related("record", "post__topic").filter(pk=event.sanction_id).first()
    if found is None:
        return
    topic = found.post.topic
    at_estate = Q(staff_roles__estate__isnull=True) | Q(staff_roles__estate_id=topic.estate_id)
    others = User.objects.filter(at_estate, staff_roles__role__in=MODERATORS, is_active=True).distinct()
    others = others.exclude(pk__in=[pk for pk in (found.by_id, found.user_id) if pk])
    notify.send(
        who_may_see(others, topic.audience),
        kind="forum.appeal",
        params={"topic": topic.title, "reason": found.record.reason},
        url=stored_address(found),
        dedupe=f"forum.appeal:{found.pk}",
    )


def _authors_of(record: ModerationRecord) -> list[User]:
    """Whose words it is about: of a merge or a split, everybody's whose posts were moved."""
    if record.act in {ModerationAct.MERGE, ModerationAct.SPLIT}:
        left = record.topic if record.act == ModerationAct.MERGE else record.other
        stood = FormerPlace.objects.filter(topic=left)
        if record.act == ModerationAct.SPLIT:
            stood = stood.filter(post__topic=record.topic)
        return list(User.objects.filter(pk__in=stood.values("post__author"), is_active=True))
    author = record.post.author if record.post else record.topic.author
    return [author] if author else []
