"""How one reader stands to a topic: whether they follow it, may write there now, and agreed to its board's rules."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, DateTimeField, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from forum.models import Sanction, Subscription, Topic
from forum.rules import acceptances
from owners.viewers import Viewer

# Where the rows of a sanction have its id, which is longer.
_RULES = "rules"


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


def standing_of(viewer: Viewer, topic: Topic) -> Standing:
    """One query; none for visitors. Of several bars, the one that lasts longest."""
    if viewer.user is None:
        return Standing()
    nothing, never = Value("", CharField()), Value(None, DateTimeField())
    levels = Subscription.objects.filter(user=viewer.user, topic=topic).values_list("level", nothing, never)
    bars = Sanction.objects.running().filter(Q(estate=topic.estate_id) | Q(estate=None), user=viewer.user)
    accepted = acceptances(viewer.user, topic.board).values_list(nothing, Value(_RULES, CharField()), never)
    found = list(
        levels.union(bars.values_list(Coalesce("record__reason", "cause"), "public_id", "until"), accepted, all=True)
    )
    agreed = any(public_id == _RULES for _text, public_id, _until in found)
    level = next((level for level, public_id, _until in found if not public_id), "")
    running = [(until, reason, public_id) for reason, public_id, until in found if public_id not in {"", _RULES}]
    if not running:
        return Standing(level, accepted_rules=agreed)
    until, reason, public_id = max(running)
    return Standing(level, Bar(until, reason, reverse("forum:sanction", args=[public_id])), agreed)
