"""How much one account may write within an hour: little at first, more with good behaviour, less after bad.

| what is known of the account                                                         | level   |
|--------------------------------------------------------------------------------------|---------|
| within 30 days a time-out or ban that wasn't lifted, or two posts hidden on a report | careful |
| signed up in a burst that nobody has looked at yet                                   | new     |
| staff; a verified home and a day; a week and ten posts or five helpful marks         | settled |
| a verified home; a day and a post; a week                                            | known   |
| everything else                                                                      | new     |

The first row that fits counts. Shares by level are in ALLOWED; links of those who are new or careful are held.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum

from django.core.cache import cache
from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from forum.errors import TooFast
from forum.models import (
    BurstMember,
    Flag,
    FlagState,
    MemberState,
    Post,
    Reaction,
    ReactionKind,
    Sanction,
    SanctionKind,
    Visibility,
)
from owners.viewers import Viewer
from portal.worktime import now

HOUR = 3600
DAY, WEEK = timedelta(days=1), timedelta(days=7)
REMEMBERED = timedelta(days=30)
MANY_POSTS, MANY_MARKS, MANY_UPHELD = 10, 5, 2


class Level(IntEnum):
    CAREFUL = 0
    NEW = 1
    KNOWN = 2
    SETTLED = 3


# kind → within one hour for the careful, the new, the known and the settled
ALLOWED = {"topic": (1, 3, 6, 10), "post": (5, 10, 30, 60), "reaction": (30, 60, 150, 300), "flag": (3, 5, 15, 30)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of an account. Posts and marks are counted up to MANY of them."""

    age: timedelta
    posts: int = 0
    marks: int = 0
    has_home: bool = False
    is_staff: bool = False
    upheld: int = 0
    sanctioned: bool = False
    gathered: bool = False


def level_of(known: Known) -> Level:
    """The table above. Pure."""
    if known.sanctioned or known.upheld >= MANY_UPHELD:
        return Level.CAREFUL
    if known.gathered:
        return Level.NEW
    helps = known.age >= WEEK and (known.posts >= MANY_POSTS or known.marks >= MANY_MARKS)
    if known.is_staff or (known.has_home and known.age >= DAY) or helps:
        return Level.SETTLED
    if known.has_home or (known.age >= DAY and known.posts > 0) or known.age >= WEEK:
        return Level.KNOWN
    return Level.NEW


def known_of(viewer: Viewer) -> Known:
    """Five small queries. For somebody who is signed in."""
    user = viewer.user
    assert user is not None
    since = now() - REMEMBERED
    own = Post.objects.filter(author=user, visibility=Visibility.VISIBLE)
    marks = Reaction.objects.filter(post__author=user, kind=ReactionKind.HELPFUL)
    upheld = Flag.objects.filter(post__author=user, state=FlagState.UPHELD, decided_at__gte=since)
    sanctions = Sanction.objects.filter(user=user, withdrawn_at=None).filter(Q(since__gte=since) | Q(until__gt=now()))
    return Known(
        age=now() - user.date_joined,
        posts=own[:MANY_POSTS].count(),
        marks=marks[:MANY_MARKS].count(),
        has_home=bool(viewer.resident_units),
        is_staff=viewer.works_here,
        upheld=upheld.values("post").distinct().count(),
        sanctioned=sanctions.exclude(appeal_state="lifted").exclude(kind=SanctionKind.WARNING).exists(),
        gathered=BurstMember.objects.filter(user=user, state=MemberState.WAITING).exists(),
    )


def holds_links(viewer: Viewer, *, lives_here: bool) -> bool:
    """Whether somebody reads a link of this person before others follow it: of the careful, and of new strangers."""
    level = level_of(known_of(viewer))
    return level == Level.CAREFUL or (level == Level.NEW and not lives_here)


def take_turn(viewer: Viewer, kind: str) -> None:
    """Counts one more of `kind` for this hour. Raises TooFast when the hour's share is used up.

    Nothing is asked about an account that writes as little as anybody may.
    """
    assert viewer.user is not None
    shares = ALLOWED[kind]
    hour = int(now().timestamp()) // HOUR
    key = f"forum:turns:{kind}:{viewer.user.pk}:{hour}"
    cache.add(key, 0, HOUR)
    try:
        used = cache.incr(key)
    except ValueError:
        # The entry went out between the two calls: the hour begins anew.
        used = 1
    if used > min(shares) and used > shares[level_of(known_of(viewer))]:
        raise TooFast(
            _("You have written a lot in a short time. Your text is kept; please send it after %(time)s.")
            % {"time": f"{localtime(now()).replace(minute=0) + timedelta(hours=1):%H:%M}"}
        )
