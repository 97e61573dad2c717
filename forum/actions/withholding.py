"""What accounts that came in a burst wrote: held while they wait, hidden with the bar, out when they are cleared.

Nobody but the author and staff ever saw it, so the second look at it is the appeal against the bar.
"""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from forum.actions.keeping import decide_flags, lock_post, write_record
from forum.actions.locking import lock_topic
from forum.actions.showing import release
from forum.actions.telling import tell_change
from forum.models import FlagReason, FlagState, ModerationAct, ModerationRecord, Post, Sanction, Topic, Visibility
from owners.models import User
from owners.viewers import Viewer
from portal import richtext


def release_held(user_ids: Collection[int], *, by: User | None) -> int:
    """Publishes what was held for the burst alone; what was held for its words or links goes on waiting."""
    held = Post.objects.filter(
        author__in=user_ids,
        visibility=Visibility.HELD,
        flags__user=None,
        flags__reason=FlagReason.BURST,
        flags__state=FlagState.OPEN,
    )
    count = 0
    for topic, post in _locked(held, Visibility.HELD):
        decide_flags(by, post, FlagState.REJECTED)
        release(topic, post)
        count += 1
    seen = Post.objects.filter(author__in=user_ids, visibility=Visibility.VISIBLE)
    for post in seen.filter(flags__user=None, flags__reason=FlagReason.BURST, flags__state=FlagState.OPEN):
        decide_flags(by, post, FlagState.REJECTED)
    return count


def hide_held(user_ids: Collection[int], *, by: Viewer, reason: str) -> None:
    """Hides everything of theirs that is held, each with its reason in the open record."""
    for topic, post in _locked(Post.objects.filter(author__in=user_ids), Visibility.HELD):
        post.visibility, post.hidden_reason = Visibility.HIDDEN, reason
        post.save(update_fields=["visibility", "hidden_reason"])
        if post.is_question:
            Topic.objects.filter(pk=topic.pk).update(excerpt="")
        decide_flags(by.user, post, FlagState.UPHELD)
        write_record(topic, ModerationAct.HIDE_POST, by=by, reason=reason, post=post)


def hold_again(sanction: Sanction) -> None:
    """The bar is taken back: what was hidden with it waits again."""
    for topic, post in _locked(_hidden_with(sanction), Visibility.HIDDEN):
        _hold(topic, post)
        post.flags.filter(user=None).update(state=FlagState.OPEN, decided_by=None, decided_at=None)
        tell_change(topic, post=post)


def bring_posts_back(sanction: Sanction, *, by: Viewer, reason: str) -> None:
    """A second person lifted the bar: what was hidden with it comes out, as new."""
    for topic, post in _locked(_hidden_with(sanction), Visibility.HIDDEN):
        _hold(topic, post)
        post.flags.filter(user=None).update(state=FlagState.REJECTED)
        release(topic, post)
        write_record(topic, ModerationAct.SHOW_POST, by=by, reason=reason, post=post)


def _hold(topic: Topic, post: Post) -> None:
    post.visibility, post.hidden_reason = Visibility.HELD, ""
    post.save(update_fields=["visibility", "hidden_reason"])
    if post.is_question:
        topic.excerpt = richtext.excerpt(post.html, 120)
        topic.save(update_fields=["excerpt"])


def _hidden_with(sanction: Sanction) -> QuerySet[Post]:
    """By the hand that barred, without a removal of their own: nobody had seen them."""
    records = ModerationRecord.objects.filter(
        act=ModerationAct.HIDE_POST, by=sanction.by_id, at__gte=sanction.since, removal=None
    )
    return Post.objects.filter(author=sanction.user_id, moderation_records__in=records)


def _locked(posts: QuerySet[Post], visibility: str) -> Iterator[tuple[Topic, Post]]:
    """Those of the posts that are in this state once they are locked: topic by topic, in one order for everybody."""
    found = posts.filter(visibility=visibility).select_related("topic").order_by("topic_id", "number").distinct()
    for post in list(found):
        topic = lock_topic(post.topic)
        locked = lock_post(topic, post)
        if locked.visibility == visibility:
            yield topic, locked
