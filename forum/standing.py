"""How one reader stands to a topic: whether they follow it, may write there now, agreed to its board's rules, and
have shut anybody out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from forum.models import Block, Sanction, Subscription, Topic
from forum.rules import acceptances
from owners.models import User
from owners.viewers import Viewer

# Where the rows of a sanction have its id, which is longer.
_RULES, _BLOCKS = "rules", "blocks"
_REASON = Coalesce("record__reason", "cause")


@dataclass(frozen=True, slots=True)
class Bar:
    """What keeps somebody from writing: until when, why, and where to appeal."""

    until: datetime
    reason: str
    url: str


@dataclass(frozen=True, slots=True)
class Standing:
    """`level` is that of the subscription, empty without one."""

    level: str = ""
    bar: Bar | None = None
    accepted_rules: bool = False
    blocks_somebody: bool = False


def bar_at(viewer: Viewer, estate_id: int | None) -> Bar | None:
    """What keeps the viewer from writing at an estate. One query; none for visitors."""
    if viewer.user is None:
        return None
    return _longest(bars_at(viewer.user, estate_id).values_list("until", _REASON, "public_id"))


def bars_at(user: User, estate_id: int | None) -> QuerySet[Sanction]:
    """What runs against somebody there, or everywhere."""
    return Sanction.objects.running().filter(Q(estate=estate_id) | Q(estate=None), user=user)


def _longest(rows: Iterable[tuple[datetime | None, str, str]]) -> Bar | None:
    """Of several bars, the one that lasts longest."""
    ending = [(until, reason, public_id) for until, reason, public_id in rows if until is not None]
    if not ending:
        return None
    until, reason, public_id = max(ending)
    return Bar(until, reason, reverse("forum:sanction", args=[public_id]))


def standing_of(viewer: Viewer, topic: Topic) -> Standing:
    """One query; none for visitors."""
    if viewer.user is None:
        return Standing()
    nothing, never = Value("", CharField()), Value(None, DateTimeField())
    levels = Subscription.objects.filter(user=viewer.user, topic=topic).values_list("level", nothing, never)
    bars = bars_at(viewer.user, topic.estate_id)
    accepted = acceptances(viewer.user, topic.board).values_list(nothing, Value(_RULES, CharField()), never)
    # Once, however many: and in a DISTINCT, PostgreSQL takes a NULL without a type for text.
    ever = Cast(never, DateTimeField())
    blocks = Block.objects.filter(user=viewer.user).values_list(nothing, Value(_BLOCKS, CharField()), ever).distinct()
    found = list(levels.union(bars.values_list(_REASON, "public_id", "until"), accepted, blocks, all=True))
    said = {public_id for _text, public_id, _until in found}
    level = next((level for level, public_id, _until in found if not public_id), "")
    bar = _longest((until, reason, number) for reason, number, until in found if number not in {"", _RULES, _BLOCKS})
    return Standing(level, bar, accepted_rules=_RULES in said, blocks_somebody=_BLOCKS in said)
