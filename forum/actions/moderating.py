"""Keeping order in the open: whatever is done to a topic or post leaves a reason that all may read."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from forum import limits
from forum.actions.locking import lock_topic
from forum.actions.writing import announce_post, announce_topic
from forum.errors import NotAllowed, ReasonMissing
from forum.indexing import index_post, index_topic
from forum.models import (
    Board,
    Flag,
    FlagReason,
    FlagState,
    ModerationAct,
    ModerationRecord,
    Post,
    Topic,
    Visibility,
    Watch,
)
from forum.permissions import can_flag, can_moderate
from owners.viewers import Viewer
from portal import audit, outbox, realtime, richtext
from portal.domain_events import TopicModerated
from portal.worktime import now


@transaction.atomic
def flag_post(*, viewer: Viewer, post: Post, reason: str, note: str = "") -> Flag:
    """Reports a post to those who keep order. A second report of the same reader changes the first."""
    if viewer.user is None or not can_flag(viewer, post):
        raise NotAllowed(_("You can't report this post."))
    limits.take_turn(viewer.user, "flag")
    flag, _is_new = Flag.objects.update_or_create(
        post=post,
        user=viewer.user,
        defaults={
            "reason": FlagReason(reason),
            "note": note.strip()[:200],
            "state": FlagState.OPEN,
            "created_at": now(),
        },
    )
    realtime.tell(f"watch:{post.topic.estate_id or 'company'}", "flag", {"id": flag.pk})
    return flag


@transaction.atomic
def keep_post(*, viewer: Viewer, post: Post) -> None:
    """Finds the reports on a post unfounded; a held post is released by that."""
    topic, post = _locked(viewer, post)
    _decide_flags(viewer, post, FlagState.REJECTED)
    if post.is_held:
        _release(topic, post)
    audit.record(actor=viewer.pseudonym, action="forum.post.kept", subject=f"post:{post.pk}", estate_id=topic.estate_id)


@transaction.atomic
def hide_post(*, viewer: Viewer, post: Post, reason: str) -> None:
    """Takes a post out of sight; a placeholder with the reason stays in its place."""
    topic, post = _locked(viewer, post)
    reason = _required(reason)
    if post.is_hidden:
        return
    was_counted = post.visibility == Visibility.VISIBLE and not post.is_question
    post.visibility, post.hidden_reason = Visibility.HIDDEN, reason
    post.save(update_fields=["visibility", "hidden_reason"])
    if was_counted:
        Topic.objects.filter(pk=topic.pk).update(reply_count=F("reply_count") - 1)
    if post.is_question:
        _set_excerpt(topic, "")
    _decide_flags(viewer, post, FlagState.UPHELD)
    index_post(post, topic)
    _record(viewer, topic, ModerationAct.HIDE_POST, reason=reason, post=post)


@transaction.atomic
def show_post(*, viewer: Viewer, post: Post, reason: str = "") -> None:
    """Brings a hidden post back."""
    topic, post = _locked(viewer, post)
    if not post.is_hidden:
        return
    post.visibility, post.hidden_reason = Visibility.VISIBLE, ""
    post.save(update_fields=["visibility", "hidden_reason"])
    if post.is_question:
        _set_excerpt(topic, richtext.excerpt(post.html, 120))
    else:
        Topic.objects.filter(pk=topic.pk).update(reply_count=F("reply_count") + 1)
    index_post(post, topic)
    _record(viewer, topic, ModerationAct.SHOW_POST, reason=reason, post=post)


@transaction.atomic
def hide_topic(*, viewer: Viewer, topic: Topic, reason: str) -> None:
    """Takes a whole topic out of sight; its address says why."""
    topic = _locked_topic(viewer, topic)
    topic.visibility, topic.hidden_reason = Visibility.HIDDEN, _required(reason)
    topic.save(update_fields=["visibility", "hidden_reason"])
    index_topic(topic)
    _record(viewer, topic, ModerationAct.HIDE_TOPIC, reason=topic.hidden_reason)


@transaction.atomic
def show_topic(*, viewer: Viewer, topic: Topic, reason: str = "") -> None:
    """Brings a hidden topic back."""
    topic = _locked_topic(viewer, topic)
    if not topic.is_hidden:
        return
    topic.visibility, topic.hidden_reason = Visibility.VISIBLE, ""
    topic.save(update_fields=["visibility", "hidden_reason"])
    index_topic(topic)
    _record(viewer, topic, ModerationAct.SHOW_TOPIC, reason=reason)


@transaction.atomic
def lock_topic_for(*, viewer: Viewer, topic: Topic, reason: str) -> None:
    """Nobody but staff writes here any more."""
    topic = _locked_topic(viewer, topic)
    topic.is_locked, topic.locked_reason = True, _required(reason)
    topic.save(update_fields=["is_locked", "locked_reason"])
    _record(viewer, topic, ModerationAct.LOCK, reason=topic.locked_reason)


@transaction.atomic
def unlock_topic(*, viewer: Viewer, topic: Topic, reason: str = "") -> None:
    topic = _locked_topic(viewer, topic)
    topic.is_locked, topic.locked_reason = False, ""
    topic.save(update_fields=["is_locked", "locked_reason"])
    _record(viewer, topic, ModerationAct.UNLOCK, reason=reason)


@transaction.atomic
def pin_topic(*, viewer: Viewer, topic: Topic, pinned: bool) -> None:
    """Keeps a topic on top of its board, or lets it go."""
    topic = _locked_topic(viewer, topic)
    topic.is_pinned = pinned
    topic.save(update_fields=["is_pinned"])
    _record(viewer, topic, ModerationAct.PIN if pinned else ModerationAct.UNPIN)


@transaction.atomic
def move_topic(*, viewer: Viewer, topic: Topic, board: Board, reason: str) -> None:
    """To another board, and so to that board's audience: in the list, the search and for its files."""
    topic = _locked_topic(viewer, topic)
    if not viewer.can_see(board.audience) or board.pk == topic.board_id:
        raise NotAllowed(_("The topic can't be moved to this board."))
    reason = _required(reason)
    # Said to the old audience too, who will not find it where it was.
    _record(viewer, topic, ModerationAct.MOVE, reason=reason)
    topic.board, topic.estate_id, topic.audience = board, board.estate_id, board.audience
    topic.save(update_fields=["board", "estate", "audience"])
    topic.official_answers.update(estate_id=board.estate_id)
    Watch.objects.filter(topic=topic).update(estate_id=board.estate_id)
    index_topic(topic)


def _locked(viewer: Viewer, post: Post) -> tuple[Topic, Post]:
    topic = _locked_topic(viewer, post.topic)
    post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    post.topic = topic
    return topic, post


def _locked_topic(viewer: Viewer, topic: Topic) -> Topic:
    topic = lock_topic(topic)
    if not can_moderate(viewer, topic):
        raise NotAllowed
    return topic


def _required(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()[:200]


def _release(topic: Topic, post: Post) -> None:
    post.visibility = Visibility.VISIBLE
    post.save(update_fields=["visibility"])
    if post.is_question:
        topic.visibility = Visibility.VISIBLE
        topic.save(update_fields=["visibility"])
        announce_topic(topic, post)
        return
    Topic.objects.filter(pk=topic.pk).update(
        reply_count=F("reply_count") + 1, last_post_at=now(), last_author=post.author_id
    )
    announce_post(topic, post)


def _set_excerpt(topic: Topic, excerpt: str) -> None:
    Topic.objects.filter(pk=topic.pk).update(excerpt=excerpt)


def _decide_flags(viewer: Viewer, post: Post, state: str) -> None:
    post.flags.filter(state=FlagState.OPEN).update(state=state, decided_by=viewer.user, decided_at=now())


def _record(viewer: Viewer, topic: Topic, act: str, *, reason: str = "", post: Post | None = None) -> None:
    """The open record, the audit, the word to the author, and the open pages."""
    record = ModerationRecord.objects.create(
        topic=topic, post=post, audience=topic.audience, act=act, reason=reason[:200], by=viewer.user, at=now()
    )
    audit.record(
        actor=viewer.pseudonym,
        action=f"forum.moderation.{act}",
        subject=f"post:{post.pk}" if post else f"topic:{topic.pk}",
        estate_id=topic.estate_id,
    )
    outbox.record(TopicModerated(record_id=record.pk), key=f"topic:{topic.pk}")
    kind = f"post-{post.number}" if post else "state"
    realtime.tell(f"topic:{topic.public_id}", kind, {"act": act})
