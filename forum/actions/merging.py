"""Two topics about one thing become one: the newer goes into the older. Its address leads there for ever."""

from copy import copy

from django.db import transaction
from django.utils.translation import gettext as _

from forum.actions.carrying import carry_followers, carry_posts, in_time, join_marks, recount
from forum.actions.drafts import rename_drafts
from forum.actions.keeping import lock_to_keep, required, write_record
from forum.actions.locking import lock_topic
from forum.actions.telling import tell_change
from forum.actions.watching import call_by_numbers, tell_queue
from forum.drafting import topic_key
from forum.errors import MergeRefused, NotAllowed
from forum.indexing import index_topic
from forum.models import (
    ModerationAct,
    Poll,
    Post,
    Privacy,
    ProgressStep,
    Reaction,
    ReactionKind,
    Topic,
    Verdict,
    Visibility,
    Watch,
    WatchCause,
    WatchState,
)
from owners.viewers import Viewer
from portal import outbox, realtime
from portal.domain_events import TopicMerged
from portal.worktime import now

_PROGRESS = ("case_number", "progress_state", "progress_who", "progress_promise_at", "end_confirmed_at")


@transaction.atomic
def merge_topics(*, viewer: Viewer, topic: Topic, other: Topic, reason: str) -> Topic:
    """Puts two topics together and answers the one that stays: the older. Posts stand in the order of time.

    A matter, a poll, a place in the company's queue go along. Raises NotAllowed, ReasonMissing, and MergeRefused:
    hidden or held, not open to the same people, two matters or two polls.
    """
    stays, goes = _lock_both(viewer, topic, other)
    reason = required(reason)
    _refuse_unlike(stays, goes)
    before = copy(stays)
    count = goes.posts.count()
    _carry(goes, stays)
    homes = _carry_me_toos(goes, stays)
    _carry_matter(goes, stays)
    if goes.has_poll:
        Poll.objects.filter(topic=goes).update(topic=stays)
        stays.has_poll = True
    _join_watches(goes, stays)
    recount(stays)
    goes.visibility, goes.merged_into, goes.has_moves = Visibility.MERGED, stays, True
    goes.has_poll = goes.awaits_answer = goes.is_pinned = False
    goes.reply_count = goes.helpful_count = goes.me_too_count = 0
    goes.save()
    # What had gone into that one before goes on with it.
    Topic.objects.filter(merged_into=goes).update(merged_into=stays)
    index_topic(stays)
    write_record(goes, ModerationAct.MERGE, by=viewer, reason=reason, other=stays, posts=count)
    outbox.record(TopicMerged(topic_id=goes.pk, into_id=stays.pk), key=f"topic:{goes.pk}")
    before.awaits_answer = stays.awaits_answer
    call_by_numbers(before, replies=stays.reply_count - before.reply_count, homes=homes)
    realtime.recheck_group(f"topic:{goes.public_id}")
    return stays


def _lock_both(viewer: Viewer, topic: Topic, other: Topic) -> tuple[Topic, Topic]:
    """The older one first. Rows are locked in one order, whoever begins where."""
    if topic.pk == other.pk:
        raise MergeRefused(_("This is the same topic."))
    for one in sorted((topic, other), key=lambda found: found.pk):
        lock_to_keep(viewer, one)
    stays, goes = sorted((lock_topic(topic), lock_topic(other)), key=lambda found: (found.started_at, found.pk))
    if stays.is_merged or goes.is_merged:
        raise NotAllowed
    return stays, goes


def _refuse_unlike(stays: Topic, goes: Topic) -> None:
    if stays.visibility != Visibility.VISIBLE or goes.visibility != Visibility.VISIBLE:
        raise MergeRefused(_("Only topics that everybody can see are merged."))
    if stays.audience != goes.audience or stays.estate_id != goes.estate_id:
        raise MergeRefused(
            _("The two topics aren't open to the same people. Please move one of them to the other's board first.")
        )
    if {stays.privacy, goes.privacy} & {Privacy.ASKED, Privacy.PRIVATE}:
        raise MergeRefused(_("The matter of one of the two topics is its author’s own; they stay apart."))
    if stays.case_number and goes.case_number:
        raise MergeRefused(
            _("Each of the two topics has a matter of its own (%(one)s, %(two)s); they stay apart.")
            % {"one": stays.case_number, "two": goes.case_number}
        )
    if stays.has_poll and goes.has_poll:
        raise MergeRefused(_("Each of the two topics has a poll; they stay apart."))


def _carry(goes: Topic, stays: Topic) -> None:
    """Everything from the newer topic's question on is numbered anew, so that numbers keep to the order of time."""
    posts = in_time((stays, goes))
    begins = next(at for at, post in enumerate(posts) if post.topic_id == goes.pk)
    moved = [post for post in posts[begins:] if post.topic_id == goes.pk or not post.is_question]
    had = {post.pk: (post.topic_id, post.number) for post in posts}
    changes = {goes.pk: tell_change(goes), stays.pk: tell_change(stays)}
    carry_posts(moved, into=stays, first=stays.last_post_number + 1, changes=changes)
    stays.last_post_number += len(moved)
    places = [(*had[post.pk], post.number) for post in posts]
    own = sorted((before, after) for topic_id, before, after in places if topic_id == stays.pk)
    came = sorted((before, after) for topic_id, before, after in places if topic_id == goes.pk)
    join_marks(own, came, source=goes, into=stays)
    carry_followers(goes, stays)
    rename_drafts({topic_key(goes): topic_key(stays)})
    # Counted by `tell_change`, which the rows in hand don't know of.
    goes.changes, stays.changes = changes[goes.pk], changes[stays.pk]


def _carry_me_toos(goes: Topic, stays: Topic) -> int:
    """Homes that said "me too" there say it here, each once. Answers how many more there are."""
    question = Post.objects.get(topic=stays, number=1)
    asked = Post.objects.filter(former_places__topic=goes, former_places__number=1).first()
    if asked is None:
        return 0
    said = Reaction.objects.filter(post=asked, kind=ReactionKind.ME_TOO)
    # Nobody says it twice, nor of their own question.
    here = [question.author_id, *Reaction.objects.filter(post=question).values_list("user_id", flat=True)]
    said.exclude(user__in=[user_id for user_id in here if user_id]).update(post=question)
    said.delete()
    homes = Reaction.objects.filter(post=question, kind=ReactionKind.ME_TOO, unit__isnull=False)
    count, before = homes.values("unit").distinct().count(), stays.me_too_count
    Post.objects.filter(pk=question.pk).update(reaction_count=count)
    Post.objects.filter(pk=asked.pk).update(reaction_count=0)
    stays.me_too_count = count
    return count - before


def _carry_matter(goes: Topic, stays: Topic) -> None:
    if not goes.case_number:
        return
    for name in _PROGRESS:
        setattr(stays, name, getattr(goes, name))
        setattr(goes, name, None if name.endswith("_at") else "")
    ProgressStep.objects.filter(topic=goes).update(topic=stays)
    Verdict.objects.filter(topic=goes).update(topic=stays)


def _join_watches(goes: Topic, stays: Topic) -> None:
    """One item of two in the company's queue. Merging buys the company no time: the earlier clock runs on."""
    came = Watch.objects.select_for_update(of=("self",)).filter(topic=goes).first()
    own = Watch.objects.select_for_update(of=("self",)).filter(topic=stays).first()
    if came is None:
        return
    stays.awaits_answer = stays.awaits_answer or goes.awaits_answer
    if own is None:
        Watch.objects.filter(pk=came.pk).update(topic=stays)
        came.topic = stays
        tell_queue(came)
        return
    for cause in came.causes.all():
        WatchCause.objects.get_or_create(watch=own, reason=cause.reason, defaults={"said": cause.said, "at": cause.at})
    if came.is_open:
        _take_over(own, came)
    came.delete()
    own.topic = stays
    tell_queue(own)


def _take_over(own: Watch, came: Watch) -> None:
    """`own` goes on as `came` was, where it had ended; where both are open, with the earlier clock and both drafts."""
    if own.is_open:
        own.started_at, own.due_at = min(own.started_at, came.started_at), min(own.due_at, came.due_at)
        own.draft_html += came.draft_html
        own.draft_by_id, own.draft_saved_at = own.draft_by_id or came.draft_by_id, own.draft_saved_at or now()
        if own.draft_html and own.state == WatchState.WAITING:
            own.state = WatchState.DRAFTED
    else:
        for name in ("state", "started_at", "due_at", "claimed_by_id", "claimed_until", "draft_html", "draft_by_id"):
            setattr(own, name, getattr(came, name))
        own.draft_saved_at, own.draft_promised_for = came.draft_saved_at, came.draft_promised_for
        own.closed_by, own.closed_at = None, None
    own.save()
