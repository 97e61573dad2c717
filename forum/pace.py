"""Slow mode: how long one person waits between two posts in a topic."""

from datetime import datetime, timedelta

from forum.models import Post, Topic
from owners.viewers import Viewer
from portal.worktime import now

# Minutes that can be chosen.
PACES = (1, 2, 5, 10, 30, 60)


def next_turn(topic: Topic, viewer: Viewer) -> datetime | None:
    """When the viewer may write here again; None if now. Staff don't wait. One query, only in a slow topic.

    Whatever was written counts, also what was taken back or is held since.
    """
    if not topic.pace or viewer.user is None or viewer.works_here:
        return None
    own = Post.objects.filter(topic=topic, author=viewer.user).order_by("-written_at")
    last = own.values_list("written_at", flat=True).first()
    if last is None:
        return None
    turn = last + timedelta(minutes=topic.pace)
    if topic.slow_until is not None:
        turn = min(turn, topic.slow_until)
    return turn if turn > now() else None
