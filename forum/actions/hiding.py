"""Taking words out of sight and bringing them back. Whose words they were, and why they went, is never hidden."""

from django.db import transaction
from django.db.models import F

from forum.actions.keeping import decide_flags, lock_post, lock_to_keep, required, write_record
from forum.actions.removing import open_removal, settle_waiting
from forum.actions.showing import show_post_again, show_topic_again
from forum.indexing import index_post, index_topic
from forum.models import FlagState, ModerationAct, Post, RemovalKind, RemovalState, Topic, Visibility
from owners.viewers import Viewer
from portal import realtime


@transaction.atomic
def hide_post(*, viewer: Viewer, post: Post, reason: str, kind: str = RemovalKind.OTHER) -> None:
    """Takes a post out of sight; a placeholder with the reason stays in its place.

    Words of others wait for a second person (`confirm_removal`, `undo_removal`).
    """
    topic = lock_to_keep(viewer, post.topic)
    post = lock_post(topic, post)
    reason = required(reason)
    if post.is_away:
        return
    was_counted = post.visibility == Visibility.VISIBLE and not post.is_question
    post.visibility, post.hidden_reason = Visibility.HIDDEN, reason
    post.save(update_fields=["visibility", "hidden_reason"])
    if was_counted:
        Topic.objects.filter(pk=topic.pk).update(reply_count=F("reply_count") - 1)
    if post.is_question:
        Topic.objects.filter(pk=topic.pk).update(excerpt="")
    index_post(post, topic)
    record = write_record(topic, ModerationAct.HIDE_POST, by=viewer, reason=reason, post=post)
    # After the record: what was upheld by it is known by its moment, if the removal is undone.
    decide_flags(viewer.user, post, FlagState.UPHELD)
    open_removal(record, kind=kind, author_id=post.author_id, is_company=post.is_official)


@transaction.atomic
def show_post(*, viewer: Viewer, post: Post, reason: str = "") -> None:
    """Brings a hidden post back. A removal that still waits is undone by that."""
    topic = lock_to_keep(viewer, post.topic)
    post = lock_post(topic, post)
    if not post.is_hidden:
        return
    settle_waiting(topic, post, state=RemovalState.UNDONE, by=viewer)
    show_post_again(topic, post, by=viewer, reason=reason)


@transaction.atomic
def hide_topic(*, viewer: Viewer, topic: Topic, reason: str, kind: str = RemovalKind.OTHER) -> None:
    """Takes a whole topic out of sight; its address says why. Waits for a second person as a post does."""
    topic = lock_to_keep(viewer, topic)
    reason = required(reason)
    if topic.is_hidden or topic.is_taken_back:
        return
    topic.visibility, topic.hidden_reason = Visibility.HIDDEN, reason
    topic.save(update_fields=["visibility", "hidden_reason"])
    index_topic(topic)
    record = write_record(topic, ModerationAct.HIDE_TOPIC, by=viewer, reason=reason)
    open_removal(record, kind=kind, author_id=topic.author_id)
    realtime.recheck_group(f"topic:{topic.public_id}")


@transaction.atomic
def show_topic(*, viewer: Viewer, topic: Topic, reason: str = "") -> None:
    """Brings a hidden topic back. A removal that still waits is undone by that."""
    topic = lock_to_keep(viewer, topic)
    if not topic.is_hidden:
        return
    settle_waiting(topic, None, state=RemovalState.UNDONE, by=viewer)
    show_topic_again(topic, by=viewer, reason=reason)
