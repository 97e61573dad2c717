"""What waits in the review queue, with what its judge needs to know of it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from forum import paging
from forum.models import Flag, FlagReason, FlagState, Post, RemovalKind, Sanction
from owners.viewers import Viewer

PER_PAGE = 20
# What a reader reports is most often why it must go.
_KINDS = {
    FlagReason.PRIVACY: RemovalKind.PRIVATE,
    FlagReason.WORD: "",
    FlagReason.LINK: "",
    FlagReason.BURST: "",
    FlagReason.UNTRUE: "",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A reported or held post: who reported it, what stands around it, what its author was told or barred for.

    `upheld` counts the author's other posts whose reports were found right. Of an anonymous post neither is told:
    both lead to posts under a name.
    """

    post: Post
    flags: list[Flag]
    before: Post | None
    after: Post | None
    sanctions: list[Sanction]
    upheld: int

    @property
    def likely(self) -> str:
        """The reason that the form offers first."""
        return next((kind for flag in self.flags if (kind := _KINDS.get(FlagReason(flag.reason), flag.reason))), "")


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue, the longest waiting first, and the key for the page after it."""

    rows: list[Waiting]
    later: str


def load_queue(viewer: Viewer, *, after: str) -> Queue:
    """Five queries for any number of posts, one more where something stands around them."""
    found = Post.objects.to_review(viewer).select_related("topic__board", "author")
    found = found.annotate(before_id=_neighbour("lt", "-number"), after_id=_neighbour("gt", "number"))
    page = paging.oldest_first(found, field="waits_since", after=after, size=PER_PAGE)
    # With the two ids that were asked for besides.
    posts: list[Any] = page.rows
    flags = defaultdict(list)
    for flag in Flag.objects.open().filter(post__in=posts).select_related("user"):
        flags[flag.post_id].append(flag)
    around = _around(posts)
    authors = {post.author_id for post in posts if post.author_id and not post.is_anonymous}
    sanctions = defaultdict(list)
    for sanction in Sanction.objects.filter(user__in=authors).select_related("record").order_by("-id"):
        sanctions[sanction.user_id].append(sanction)
    upheld = _upheld(authors)
    rows = [
        Waiting(
            post=post,
            flags=flags[post.pk],
            before=around.get(post.before_id),
            after=around.get(post.after_id),
            sanctions=[] if post.is_anonymous else sanctions[post.author_id],
            upheld=0 if post.is_anonymous else upheld.get(post.author_id, 0),
        )
        for post in posts
    ]
    return Queue(rows, page.older)


def _neighbour(side: str, order: str) -> Subquery:
    """The nearest post of the same topic that everybody can see."""
    there = Post.objects.filter(
        topic=OuterRef("topic"), visibility="visible", **{f"number__{side}": OuterRef("number")}
    )
    return Subquery(there.order_by(order).values("pk")[:1])


def _around(posts: list[Any]) -> dict[int, Post]:
    ids = {pk for post in posts for pk in (post.before_id, post.after_id) if pk}
    return Post.objects.select_related("author", "topic").in_bulk(ids)


def _upheld(authors: set[int]) -> dict[int, int]:
    """How many posts of each author were hidden because of a report."""
    found: QuerySet[Flag] = Flag.objects.filter(post__author__in=authors, state=FlagState.UPHELD)
    return dict(found.values_list("post__author").annotate(n=Count("post", distinct=True)).order_by())
