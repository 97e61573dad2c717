"""What a reader does: read, follow, mute, find helpful."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from forum import limits
from forum.actions.locking import lock_topic
from forum.actions.telling import tell_change
from forum.actions.watching import call_by_numbers
from forum.errors import NotAllowed
from forum.homes import home_of
from forum.models import (
    AllRead,
    Board,
    Bookmark,
    Post,
    Reaction,
    ReactionKind,
    ReadMark,
    Subscription,
    SubscriptionLevel,
    Topic,
)
from forum.permissions import can_react, can_save
from owners.models import User
from owners.viewers import Viewer
from portal import outbox
from portal.domain_events import HomeSpoke, PostFoundHelpful
from portal.worktime import now


@transaction.atomic
def mark_read(*, viewer: Viewer, topic: Topic, number: int) -> None:
    """Remembers that the viewer has read up to `number`. An older page opened later takes nothing back."""
    if viewer.user is None:
        return
    marks = ReadMark.objects.filter(user=viewer.user, topic=topic)
    moved = marks.filter(number__lt=number).update(number=number, read_at=now())
    if not moved:
        ReadMark.objects.bulk_create(
            [ReadMark(user=viewer.user, topic=topic, number=number, read_at=now())], ignore_conflicts=True
        )


@transaction.atomic
def mark_all_read(*, viewer: Viewer, boards: Iterable[Board]) -> None:
    """Declares boards read up to now. One row a board, whatever was written there."""
    if viewer.user is None:
        raise NotAllowed
    moment = now()
    AllRead.objects.bulk_create(
        [AllRead(user=viewer.user, board=board, at=moment) for board in boards if viewer.can_see(board.audience)],
        update_conflicts=True,
        unique_fields=["user", "board"],
        update_fields=["at"],
    )


@transaction.atomic
def follow_topic(*, viewer: Viewer, topic: Topic, level: str) -> None:
    """`follow`, `mute`, or an empty string for neither."""
    if viewer.user is None or not viewer.can_see(topic.audience):
        raise NotAllowed
    if not level:
        Subscription.objects.filter(user=viewer.user, topic=topic).delete()
        return
    Subscription.objects.update_or_create(user=viewer.user, topic=topic, defaults={"level": SubscriptionLevel(level)})


def follow_by_writing(*, user: User, topic: Topic) -> None:
    """Whoever writes follows, unless they chose otherwise before. Inside the caller's transaction."""
    Subscription.objects.bulk_create([Subscription(user=user, topic=topic)], ignore_conflicts=True)


@transaction.atomic
def save_post(*, viewer: Viewer, post: Post) -> bool:
    """Puts a post aside for the viewer, or lets it go again. True if it is put aside afterwards.

    What can no longer be read can still be let go.
    """
    if viewer.user is None:
        raise NotAllowed
    let_go, _rows = Bookmark.objects.filter(user=viewer.user, post=post).delete()
    if let_go:
        return False
    if not can_save(viewer, post):
        raise NotAllowed
    Bookmark.objects.bulk_create([Bookmark(user=viewer.user, post=post, saved_at=now())], ignore_conflicts=True)
    return True


@transaction.atomic
def react(*, viewer: Viewer, post: Post) -> bool:
    """Gives the viewer's one reaction to the post, or takes it back. True if it stands afterwards.

    "Me too" on the question, said for a verified home; "helpful" on anything else; never on one's own.
    """
    if viewer.user is None or not can_react(viewer, post):
        raise NotAllowed(_refusal(viewer, post))
    # Two of one home at once would each find the other missing.
    topic = lock_topic(post.topic) if post.is_question else post.topic
    said = Reaction.objects.filter(post=post, user=viewer.user).first()
    if said is not None:
        said.delete()
        _count(post, -1)
        _tell_of_home(post, said.unit_id)
        return False
    limits.take_turn(viewer, "reaction")
    kind = ReactionKind.ME_TOO if post.is_question else ReactionKind.HELPFUL
    unit = home_of(viewer, post.topic) if post.is_question else None
    # Two taps at once meet the unique constraint; only the one that wrote counts.
    with transaction.atomic():
        _row, is_new = Reaction.objects.get_or_create(
            post=post, user=viewer.user, defaults={"kind": kind, "unit": unit}
        )
    if not is_new:
        return True
    count = _count(post, 1)
    if post.is_question:
        call_by_numbers(topic, homes=count - topic.me_too_count)
        _tell_of_home(post, unit.pk if unit else None)
    # Points for an anonymous post would tell whose it is.
    elif post.author_id is not None and not post.is_anonymous:
        outbox.record(
            PostFoundHelpful(post_id=post.pk, author_id=post.author_id, by_user_id=viewer.user.pk),
            key=f"topic:{post.topic_id}",
        )
    return True


def _tell_of_home(post: Post, unit_id: int | None) -> None:
    """Whoever keeps the matters looks at what the home says now."""
    if post.is_question and unit_id is not None:
        outbox.record(HomeSpoke(topic_id=post.topic_id, unit_id=unit_id), key=f"topic:{post.topic_id}")


def _refusal(viewer: Viewer, post: Post) -> str:
    if post.is_question and viewer.user is not None and post.author_id != viewer.user.pk:
        return _("“Me too” counts verified homes of this estate. Please verify your home first.")
    return _("You can't do this with your own post.")


def _count(post: Post, change: int) -> int:
    if post.is_question:
        homes = Reaction.objects.filter(post=post, kind=ReactionKind.ME_TOO, unit__isnull=False)
        count = homes.values("unit").distinct().count()
        Topic.objects.filter(pk=post.topic_id).update(me_too_count=count)
        Post.objects.filter(pk=post.pk).update(reaction_count=count)
    else:
        Post.objects.filter(pk=post.pk).update(reaction_count=F("reaction_count") + change)
        Topic.objects.filter(pk=post.topic_id).update(helpful_count=F("helpful_count") + change)
        count = Post.objects.values_list("reaction_count", flat=True).get(pk=post.pk)
    tell_change(post.topic, post=post, count=count)
    return count
