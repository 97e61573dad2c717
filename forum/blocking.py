"""Whom a reader has blocked, for lists of what people wrote: a topic's page asks in its own query (forum.thread)."""

from collections.abc import Iterable

from forum.models import Block, Post
from owners.viewers import Viewer


def blocked_by(viewer: Viewer) -> frozenset[int]:
    """Ids of the accounts. One query; none for visitors."""
    if viewer.user is None:
        return frozenset()
    return frozenset(Block.objects.filter(user=viewer.user).values_list("blocked_id", flat=True))


def folded_for(viewer: Viewer, posts: Iterable[Post]) -> set[int]:
    """Ids of the posts that are folded: not the company's word, nor what was written without a name."""
    shut_out = blocked_by(viewer)
    return {post.pk for post in posts if post.author_id in shut_out and not post.is_official and not post.is_anonymous}
