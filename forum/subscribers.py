"""The forum listening to itself: who is told of a reply, an answer, a decision, a new question."""

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext

import notify
from forum import actions, notices
from forum.addresses import stored_address
from forum.duty import to_be_told
from forum.models import (
    AppealState,
    Burst,
    BurstMember,
    FormerPlace,
    MemberState,
    ModerationAct,
    ModerationRecord,
    OfferState,
    Post,
    PrivateOffer,
    Removal,
    Sanction,
    Topic,
    Visibility,
    Watch,
)
from forum.permissions import MODERATORS
from owners.audiences import who_may_see
from owners.models import User
from portal import outbox
from portal.domain_events import (
    AccountAppealDecided,
    AccountJudged,
    AccountSignedUp,
    AppealMade,
    BurstSeen,
    BurstSuspected,
    CompanyCalled,
    OfficiallyAnswered,
    PersonMentioned,
    PostWritten,
    PrivacyAnswered,
    PrivacyAsked,
    ResidentVerified,
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


@outbox.subscriber("forum.ask_author_for_privacy", PrivacyAsked)
def ask_author_for_privacy(event: PrivacyAsked) -> None:
    offer = PrivateOffer.objects.select_related("topic__author").get(pk=event.offer_id)
    if offer.state == OfferState.OPEN and offer.topic.author is not None:
        notify.send(
            [offer.topic.author],
            kind="forum.private_asked",
            params={"topic": offer.topic.title, "note": offer.note},
            url=f"{stored_address(offer.topic)}#private",
            dedupe=f"forum.private:{offer.pk}",
        )


@outbox.subscriber("forum.tell_of_privacy", PrivacyAnswered)
def tell_of_privacy(event: PrivacyAnswered) -> None:
    """Whoever asked learns what the author said."""
    offer = PrivateOffer.objects.select_related("topic", "by").get(pk=event.offer_id)
    if offer.by is None:
        return
    with translation.override(offer.by.language or settings.LANGUAGE_CODE):
        answer = str(offer.get_state_display())
    notify.send(
        [offer.by],
        kind="forum.private_answered",
        params={"topic": offer.topic.title, "answer": answer},
        url=stored_address(offer.topic),
        dedupe=f"forum.private_answer:{offer.pk}",
    )


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
    others = _moderators_of(removal.topic)
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


def _moderators_of(topic: Topic | None) -> QuerySet[User]:
    """Whoever keeps order at a topic's estate; for the company's own boards and for new accounts, at any."""
    there = Q()
    if topic is not None and topic.estate_id is not None:
        there = Q(staff_roles__estate__isnull=True) | Q(staff_roles__estate_id=topic.estate_id)
    return User.objects.filter(there, staff_roles__role__in=MODERATORS, is_active=True).distinct()


@outbox.subscriber("forum.gather_sign_ups", AccountSignedUp)
def gather_sign_ups(event: AccountSignedUp) -> None:
    actions.gather(user_id=event.user_id)


@outbox.subscriber("forum.gather_who_say_alike", BurstSuspected)
def gather_who_say_alike(event: BurstSuspected) -> None:
    actions.gather(user_id=event.user_id)


@outbox.subscriber("forum.clear_who_lives_here", ResidentVerified)
def clear_who_lives_here(event: ResidentVerified) -> None:
    actions.clear_verified(user_id=event.user_id)


@outbox.subscriber("forum.tell_of_burst", BurstSeen)
def tell_of_burst(event: BurstSeen) -> None:
    """Everybody who keeps order hears of a new group, once, however it grows."""
    burst = Burst.objects.waiting().filter(pk=event.burst_id).first()
    if burst is None:
        return
    notify.send(
        _moderators_of(None),
        kind="forum.burst",
        params={
            "n": burst.members.count(),
            "due": f"{localtime(burst.due_at):%m-%d %H:%M}",
        },
        # At the desk, which stands above.
        url="/desk/watch/accounts/",
        dedupe=f"forum.burst:{burst.pk}",
    )


@outbox.subscriber("forum.tell_account", AccountJudged)
def tell_account(event: AccountJudged) -> None:
    """The bar with its reason; that one was cleared only where something was held for it."""
    member = BurstMember.objects.select_related("user", "burst").filter(pk=event.member_id).first()
    if member is None:
        return
    sanction = member.sanctions.order_by("-pk").first()
    if member.state == MemberState.BARRED and sanction is not None:
        _tell_barred(sanction, sanction.cause, "barred")
    elif member.state == MemberState.CLEARED and Post.objects.filter(author=member.user).exists():
        _tell_free(member.user, member.reason, f"cleared:{member.pk}:{member.decided_at:%Y%m%d%H%M%S}")
    elif member.is_waiting and sanction is not None:
        with translation.override(settings.LANGUAGE_CODE):
            said = gettext("The decision was taken back. What you write is held until somebody has looked again.")
        _tell_free(member.user, said, f"withdrawn:{sanction.pk}")


@outbox.subscriber("forum.tell_account_of_appeal", AccountAppealDecided)
def tell_account_of_appeal(event: AccountAppealDecided) -> None:
    sanction = Sanction.objects.select_related("user").filter(pk=event.sanction_id, user__isnull=False).first()
    if sanction is None or sanction.user is None:
        return
    if sanction.appeal_state == AppealState.LIFTED:
        _tell_free(sanction.user, sanction.decision, f"lifted:{sanction.pk}")
    elif sanction.is_running:
        _tell_barred(sanction, sanction.decision, "upheld")


def _tell_barred(sanction: Sanction, why: str, when: str) -> None:
    if sanction.user is None or sanction.until is None:
        return
    notify.send(
        [sanction.user],
        kind="forum.barred",
        params={"reason": why, "until": f"{localtime(sanction.until):%Y-%m-%d %H:%M}"},
        url=stored_address(sanction),
        dedupe=f"forum.{when}:{sanction.pk}",
    )


def _tell_free(user: User, why: str, what: str) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        url = reverse("forum:index")
    notify.send([user], kind="forum.unbarred", params={"reason": why}, url=url, dedupe=f"forum.{what}")


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
    topic = found.post.topic if found.post else None
    others = _moderators_of(topic).exclude(pk__in=[pk for pk in (found.by_id, found.user_id) if pk])
    notify.send(
        who_may_see(others, topic.audience) if topic else others,
        kind="forum.appeal" if topic else "forum.account_appeal",
        params={"topic": topic.title, "reason": found.reason} if topic else {"reason": found.reason},
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
