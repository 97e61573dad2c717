"""The company's word: official answers under the seal, and the public progress of a matter."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from answers.models import PreparedVersion
from answers.variables import left_open
from forum import wording
from forum.actions.locking import lock_topic
from forum.actions.telling import tell_change
from forum.actions.watching import close_watch, lock_open_watch, watch_promise
from forum.actions.writing import NewPost, announce_post, append
from forum.approval import refuse_without_approval
from forum.errors import JointlyRefused, NotAllowed, PromiseRefused, TextRefused, WatchClosed
from forum.models import (
    ENDED,
    OfficialAnswer,
    Post,
    Privacy,
    ProgressState,
    ProgressStep,
    Seal,
    Topic,
    Watch,
    WatchState,
)
from forum.permissions import APPROVERS, can_answer_officially, can_approve
from forum.wording import Wording
from owners.models import User
from owners.viewers import Viewer
from portal import audit, outbox, uploads
from portal.domain_events import OfficiallyAnswered, TopicProgressed
from portal.errors import Refused
from portal.worktime import calendar, now, today

# A promise further away is none.
LONGEST_PROMISE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be sealed: whose words they are, and since when the company was asked."""

    speaker: User
    wording: Wording
    asked_at: datetime
    promised: timedelta
    send_key: str | None = None
    heard_again: datetime | None = None
    prepared_id: int | None = None


@transaction.atomic
def answer_officially(
    *,
    viewer: Viewer,
    topic: Topic,
    html: str,
    upload_ids: Iterable[str] = (),
    send_key: str = "",
    promised_for: date | None = None,
    prepared_id: int | None = None,
    files_of: str = "",
) -> Post:
    """Answers under the company's name, with the seal. Takes the topic out of the queue — until
    `promised_for`, if the answer says when the company will be heard of again. `prepared_id` is the
    version of a prepared answer that it was begun with. `files_of` is a scope whose files stand here as well.

    Raises NotAllowed (no spokesperson of this estate), NeedsApproval (the board or its words want a case
    manager's release), PromiseRefused, WatchTaken (somebody else is at it), TextRefused.
    """
    topic = lock_topic(topic)
    if viewer.user is None or not can_answer_officially(viewer, topic):
        raise NotAllowed(_("Only the spokesperson of this estate answers officially."))
    if send_key and (sent := Post.objects.filter(author=viewer.user, send_key=send_key).first()):
        return sent
    watch = Watch.objects.filter(topic=topic).first()
    if not viewer.has_role(*APPROVERS, estate_id=topic.estate_id):
        refuse_without_approval(topic, html)
    upload_ids = list(upload_ids)
    answer = Answer(
        speaker=viewer.user,
        wording=_own_wording(html, has_files=bool(upload_ids or files_of)),
        asked_at=watch.started_at if watch else topic.started_at,
        promised=topic.board.answer_within,
        send_key=send_key or None,
        heard_again=_end_of(promised_for),
        prepared_id=_usable(prepared_id),
    )
    if watch and watch.is_open:
        watch = lock_open_watch(viewer, watch)
        watch.state = WatchState.ANSWERED
        close_watch(viewer, watch)
    post = _seal(topic, answer)
    uploads.attach(upload_ids, owner=viewer.pseudonym, scope=post.upload_scope)
    if files_of:
        uploads.share(files_of, to=post.upload_scope)
    _audit(viewer, topic, post, "answered")
    return post


@transaction.atomic
def answer_jointly(*, viewer: Viewer, topics: Collection[Topic], send_key: str = "", **answer: Any) -> list[Post]:
    """One text for several topics: each gets a sealed post of its own, or none does.

    `answer` is as in answer_officially; its files stand in each topic. Raises as that does; what
    is wrong with a further topic comes as JointlyRefused, naming it.
    """
    first, *others = topics
    for topic in sorted(topics, key=lambda topic: topic.pk):
        # In one order, whoever begins where: two joint answers at once must not wait for each other.
        lock_topic(topic)
    posts = [answer_officially(viewer=viewer, topic=first, send_key=send_key, **answer)]
    # Bound to the first answer by now; the others share them.
    files_of = posts[0].upload_scope if list(answer.pop("upload_ids", ())) else ""
    for at, topic in enumerate(others, start=1):
        key = f"{send_key[:28]}-{at}" if send_key else ""
        try:
            posts.append(answer_officially(viewer=viewer, topic=topic, send_key=key, files_of=files_of, **answer))
        except Refused as refusal:
            raise JointlyRefused(title=topic.title, why=str(refusal)) from refusal
    return posts


@transaction.atomic
def approve_draft(*, viewer: Viewer, watch: Watch) -> Post:
    """A case manager releases a draft: it is published in the name of whoever wrote it."""
    if not can_approve(viewer, watch):
        raise NotAllowed(_("A case manager of this estate releases answers."))
    topic = lock_topic(watch.topic)
    watch = lock_open_watch(viewer, watch)
    if watch.state != WatchState.APPROVAL or watch.draft_by is None:
        raise WatchClosed
    answer = Answer(
        speaker=watch.draft_by,
        wording=_own_wording(watch.draft_html),
        asked_at=watch.started_at,
        promised=topic.board.answer_within,
        heard_again=_end_of(watch.draft_promised_for),
    )
    watch.state = WatchState.ANSWERED
    close_watch(viewer, watch)
    post = _seal(topic, answer)
    _audit(viewer, topic, post, "approved")
    return post


@transaction.atomic
def set_topic_progress(
    *,
    topic_id: int,
    case_number: str,
    state: str,
    who: str = "",
    promise_at: datetime | None = None,
    customer_id: int | None = None,
) -> None:
    """Shows the public state of a matter on its topic. Called by crm; the same call twice is once.

    `state` is one of ProgressState; `who` the name of the person answerable; `promise_at` when they
    will be heard of next; `customer_id` the account whose matter it is.
    """
    state = ProgressState(state)
    # A merge that the case desk has not heard of yet.
    topic_id = Topic.objects.values_list("merged_into", flat=True).get(pk=topic_id) or topic_id
    before = Topic.objects.select_for_update(of=("self",)).get(pk=topic_id)
    if before.privacy == Privacy.PRIVATE:
        # The author agreed to go on in private: the number, and nothing more.
        if Topic.objects.filter(pk=topic_id).exclude(case_number=case_number).update(case_number=case_number):
            tell_change(before)
        return
    shown = {
        "case_number": case_number,
        "progress_state": state,
        "progress_who": who,
        "progress_promise_at": promise_at,
    }
    changed = Topic.objects.filter(pk=topic_id).exclude(**shown).update(**shown)
    if state not in ENDED:
        # Taken up again: what its author said of the last end holds no longer.
        Topic.objects.filter(pk=topic_id, end_confirmed_at__isnull=False).update(end_confirmed_at=None)
    ProgressStep.objects.bulk_create([ProgressStep(topic_id=topic_id, state=state, at=now())], ignore_conflicts=True)
    if changed:
        change = tell_change(before)
        if (before.case_number, before.progress_state) != (case_number, state):
            moved = TopicProgressed(topic_id=topic_id, state=state, change=change, customer_id=customer_id)
            outbox.record(moved, key=f"topic:{topic_id}")


def _end_of(day: date | None) -> datetime | None:
    """When the working day ends on which the company will be heard of. Raises PromiseRefused."""
    if day is None:
        return None
    moment = calendar().end_of(day)
    if moment <= now() or day - today() > LONGEST_PROMISE:
        raise PromiseRefused
    return moment


def _usable(prepared_id: int | None) -> int | None:
    """The version, if it is one that may be used."""
    if prepared_id is None:
        return None
    return PreparedVersion.objects.approved().filter(pk=prepared_id).values_list("pk", flat=True).first()


def _own_wording(html: str, *, has_files: bool = False) -> Wording:
    """The company's own words are checked as everybody's, but not held for, or put to, the company's review."""
    words = wording.read(html, has_files=has_files)
    if names := left_open(words.text):
        raise TextRefused(_("Please fill in what is still open: %(names)s") % {"names": "、".join(names)})
    return Wording(html=words.html, text=words.text, held=False)


def _seal(topic: Topic, answer: Answer) -> Post:
    moment = now()
    post = append(
        topic, NewPost(author=answer.speaker, wording=answer.wording, send_key=answer.send_key, is_official=True)
    )
    is_first = topic.first_answer_at is None
    took = calendar().working_between(answer.asked_at, moment)
    company, title = _names_on_seal(topic)
    if not is_first:
        _keep_promises(topic, moment)
    OfficialAnswer.objects.create(
        post=post,
        topic=topic,
        estate_id=topic.estate_id,
        company=company,
        who=answer.speaker.get_full_name(),
        post_title=title,
        spokesperson=answer.speaker,
        answered_at=moment,
        took=took,
        in_time=took <= answer.promised,
        is_first=is_first,
        promised_for=answer.heard_again,
        prepared_id=answer.prepared_id,
    )
    topic.first_answer_at, topic.last_answer_at = topic.first_answer_at or moment, moment
    topic.awaits_answer = False
    topic.save(update_fields=["first_answer_at", "last_answer_at", "awaits_answer"])
    if answer.heard_again:
        watch_promise(topic, answer.heard_again)
    announce_post(topic, post)
    outbox.record(OfficiallyAnswered(topic_id=topic.pk, post_id=post.pk), key=f"topic:{topic.pk}")
    return post


def _keep_promises(topic: Topic, moment: datetime) -> None:
    """Whatever was promised in this topic is kept by what is said now; it says so where it was promised."""
    promises = OfficialAnswer.objects.filter(topic=topic, promised_for__isnull=False, promise_kept_at__isnull=True)
    for answer in promises.select_related("post"):
        OfficialAnswer.objects.filter(pk=answer.pk).update(promise_kept_at=moment)
        tell_change(topic, post=answer.post)


def _names_on_seal(topic: Topic) -> tuple[str, str]:
    """The company's name and the speaker's post: the estate's seal, else the general one."""
    seals = Seal.objects.filter(Q(estate_id=topic.estate_id) | Q(estate__isnull=True))
    seal = max(seals, key=lambda found: found.estate_id or 0, default=None)
    if seal is not None:
        return seal.company, seal.post_title
    return (topic.estate.name if topic.estate else _("The company")), _("Spokesperson")


def _audit(viewer: Viewer, topic: Topic, post: Post, what: str) -> None:
    audit.record(
        actor=viewer.pseudonym,
        action=f"forum.official.{what}",
        subject=f"post:{post.pk}",
        estate_id=topic.estate_id,
        topic=topic.pk,
    )
