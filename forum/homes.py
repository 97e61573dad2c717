"""For which home somebody speaks: in "me too", and in a poll where homes vote."""

from forum.models import Topic
from owners.models import Unit
from owners.viewers import Viewer


def home_of(viewer: Viewer, topic: Topic) -> Unit | None:
    """The one home for which somebody speaks, however many they have there: the same for all who share it."""
    homes = Unit.objects.filter(pk__in=viewer.resident_units)
    if topic.estate_id is not None:
        homes = homes.filter(estate_id=topic.estate_id)
    return homes.order_by("pk").first()
