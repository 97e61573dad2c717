"""Groups of accounts that signed up in a burst, with what their judge needs to know of each account, and no more.

Neither number nor address is shown: a sign says what accounts have in common, the nickname is what neighbours see.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Prefetch, Subquery, Value
from django.db.models.functions import Coalesce

from forum import paging
from forum.models import Burst, BurstMember, MemberState, Post, Visibility
from owners.viewers import Viewer

PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class Group:
    """`waiting` and `decided` are members, each with `words` (its first post), `posts` and `held` (how many)."""

    burst: Burst
    waiting: list[BurstMember]
    decided: list[BurstMember]

    @property
    def first(self) -> datetime:
        return min(member.user.date_joined for member in [*self.waiting, *self.decided])

    @property
    def last(self) -> datetime:
        return max(member.user.date_joined for member in [*self.waiting, *self.decided])

    @property
    def size(self) -> int:
        return len(self.waiting) + len(self.decided)

    @property
    def reopenable(self) -> bool:
        return any(member.may_be_reopened for member in self.decided)


@dataclass(frozen=True, slots=True)
class Groups:
    """A page of groups, and the key for the page after it."""

    rows: list[Group]
    older: str


def load_groups(viewer: Viewer, *, show: str, key: str) -> Groups:
    """Three queries for any number of groups."""
    members = BurstMember.objects.select_related("user", "decided_by").annotate(**_written()).order_by("pk")
    found = Burst.objects.visible_to(viewer).prefetch_related("signs", Prefetch("members", queryset=members))
    if show == "decided":
        page = paging.newest_first(found.closed(), field="closed_at", before=key, size=PER_PAGE)
    else:
        page = paging.oldest_first(found.waiting(), field="due_at", after=key, size=PER_PAGE)
    return Groups([group for burst in page.rows if (group := _group(burst)).size], page.older)


def _group(burst: Burst) -> Group:
    members = list(burst.members.all())
    waiting = [member for member in members if member.state == MemberState.WAITING]
    return Group(burst, waiting, [member for member in members if member not in waiting])


def _written() -> dict[str, Any]:
    # What somebody asked without a name is not shown beside it.
    theirs = Post.objects.filter(author=OuterRef("user"), is_anonymous=False).order_by()
    held = theirs.filter(visibility=Visibility.HELD)
    return {
        "words": Subquery(theirs.order_by("written_at", "pk").values("text")[:1]),
        "posts": _count(theirs),
        "held": _count(held),
    }


def _count(posts: Any) -> Coalesce:
    counted = posts.values("author").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
