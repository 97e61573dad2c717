"""Keeping order in the open: whatever is done to a topic or post leaves a reason that all may read."""

from django.db import transaction
from django.utils.translation import gettext as _

from forum import limits
from forum.actions.keeping import decide_flags, lock_post, lock_to_keep, required, write_record
from forum.actions.showing import release
from forum.actions.watching import by_company, call_company
from forum.errors import MoveRefused, NotAllowed
from forum.indexing import index_topic
from forum.models import (
    Board,
    Flag,
    FlagReason,
    FlagState,
    ModerationAct,
    Post,
    Topic,
    Visibility,
    Watch,
    WatchReason,
)
from forum.permissions import can_flag
from owners.viewers import PUBLIC, SIGNED_IN, Viewer
from portal import audit, realtime
from portal.worktime import now


@transaction.atomic
def flag_post(*, viewer: Viewer, post: Post, reason: str, note: str = "") -> Flag:
    """Reports a post to those who keep order. A second report of the same reader changes the first."""
    if viewer.user is None or not can_flag(viewer, post):
        raise NotAllowed(_("You can't report this post."))
    limits.take_turn(viewer, "flag")
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
    topic = lock_to_keep(viewer, post.topic)
    post = lock_post(topic, post)
    decide_flags(viewer.user, post, FlagState.REJECTED)
    if post.is_held:
        release(topic, post)
    audit.record(actor=viewer.pseudonym, action="forum.post.kept", subject=f"post:{post.pk}", estate_id=topic.estate_id)


@transaction.atomic
def lock_topic_for(*, viewer: Viewer, topic: Topic, reason: str) -> None:
    """Nobody but staff writes here any more."""
    topic = lock_to_keep(viewer, topic)
    topic.is_locked, topic.locked_reason = True, required(reason)
    topic.save(update_fields=["is_locked", "locked_reason"])
    write_record(topic, ModerationAct.LOCK, reason=topic.locked_reason, by=viewer)


@transaction.atomic
def unlock_topic(*, viewer: Viewer, topic: Topic, reason: str = "") -> None:
    topic = lock_to_keep(viewer, topic)
    topic.is_locked, topic.locked_reason = False, ""
    topic.save(update_fields=["is_locked", "locked_reason"])
    write_record(topic, ModerationAct.UNLOCK, reason=reason, by=viewer)


@transaction.atomic
def pin_topic(*, viewer: Viewer, topic: Topic, pinned: bool) -> None:
    """Keeps a topic on top of its board, or lets it go."""
    topic = lock_to_keep(viewer, topic)
    topic.is_pinned = pinned
    topic.save(update_fields=["is_pinned"])
    write_record(topic, ModerationAct.PIN if pinned else ModerationAct.UNPIN, by=viewer)


@transaction.atomic
def move_topic(*, viewer: Viewer, topic: Topic, board: Board, reason: str, wider: bool = False) -> None:
    """To another board, and so to that board's audience: in the list, the search and for its files.

    Where the company answers, it is called. Raises NotAllowed, ReasonMissing, and MoveRefused where people would
    read what was not written for them, unless that is meant (`wider`).
    """
    topic = lock_to_keep(viewer, topic)
    if not viewer.can_see(board.audience) or board.pk == topic.board_id:
        raise NotAllowed(_("The topic can't be moved to this board."))
    reason = required(reason)
    if opens_to_more(topic.audience, board.audience) and not wider:
        raise MoveRefused
    # Said to the old audience too, who will not find it where it was.
    write_record(topic, ModerationAct.MOVE, reason=reason, by=viewer)
    topic.board, topic.estate_id, topic.audience = board, board.estate_id, board.audience
    topic.save(update_fields=["board", "estate", "audience"])
    topic.official_answers.update(estate_id=board.estate_id)
    Watch.objects.filter(topic=topic).update(estate_id=board.estate_id)
    if board.answer_expected and _waits_for_nobody(topic) and not by_company(topic.author_id):
        call_company(topic, WatchReason.EXPECTED)
    index_topic(topic)
    realtime.recheck_group(f"topic:{topic.public_id}")


def opens_to_more(before: str, after: str) -> bool:
    """Whether an audience has people in it who are not in the other. Of two narrow ones nobody can say, so yes."""
    if before in {after, PUBLIC}:
        return False
    return after == PUBLIC if before == SIGNED_IN else True


def _waits_for_nobody(topic: Topic) -> bool:
    return topic.visibility == Visibility.VISIBLE and topic.first_answer_at is None and not topic.awaits_answer
