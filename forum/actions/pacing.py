"""Slow mode begins and ends: a heated topic goes on, each person at a pace that leaves time to think."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from forum.actions.keeping import lock_to_keep, required, write_record
from forum.errors import TextRefused, TooSoon
from forum.models import ModerationAct, Topic
from forum.pace import PACES, next_turn
from owners.viewers import Viewer
from portal.worktime import now


@transaction.atomic
def slow_topic(*, viewer: Viewer, topic: Topic, minutes: int, until: datetime | None, reason: str) -> None:
    """From now on each person waits so long between two posts, until that moment or until somebody ends it.

    Raises NotAllowed, ReasonMissing, TextRefused (the pace, the end).
    """
    topic = lock_to_keep(viewer, topic)
    reason = required(reason)
    if minutes not in PACES:
        raise TextRefused(_("Please choose the pace."), field="minutes")
    if until is not None and until <= now():
        raise TextRefused(_("Please choose for how long."), field="hours")
    topic.slow_minutes, topic.slow_until = minutes, until
    topic.save(update_fields=["slow_minutes", "slow_until"])
    write_record(topic, ModerationAct.SLOW, reason=reason, by=viewer, minutes=minutes, until=until)


@transaction.atomic
def unslow_topic(*, viewer: Viewer, topic: Topic, reason: str = "") -> None:
    """Everybody writes as they like again."""
    topic = lock_to_keep(viewer, topic)
    topic.slow_minutes, topic.slow_until = 0, None
    topic.save(update_fields=["slow_minutes", "slow_until"])
    write_record(topic, ModerationAct.UNSLOW, reason=reason, by=viewer)


def refuse_hurried(viewer: Viewer, topic: Topic) -> None:
    """Raises TooSoon in a slow topic. The caller has locked it, so that two posts at once are one after the other."""
    if turn := next_turn(topic, viewer):
        raise TooSoon(minutes=topic.pace, turn=turn)
