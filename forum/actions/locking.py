from forum.models import Topic


def lock_topic(topic: Topic) -> Topic:
    """The topic's row as it is now, locked until commit.

    Whoever numbers or counts posts takes this lock first, and before any lock on the topic's watch.
    """
    return Topic.objects.select_for_update(of=("self",)).select_related("board").get(pk=topic.pk)
