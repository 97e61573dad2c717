"""Open pages of a topic: every change of what they show gets a number, so that none can be missed."""

from django.db.models import F

from forum.models import Post, Topic
from portal import realtime


def tell_change(topic: Topic, *, post: Post | None = None, **data: str | int) -> int:
    """Counts a change of `topic` (with `post`: of that post) and tells the open pages its number, after commit.

    Inside the caller's transaction: the topic's row is locked from here on, so that numbers appear in the
    order of the commits. A page that is told a number it did not expect asks for what it missed; one that
    was told nothing at all for a while does so, too (`topic_changes`). `data` is the same for every reader.
    Answers the number.
    """
    number = _next_change(topic.pk)
    if post is not None:
        Post.objects.filter(pk=post.pk).update(changed=number)
        data["number"] = post.number
    realtime.tell(f"topic:{topic.public_id}", "change", {"change": number, **data})
    return number


def _next_change(topic_id: int) -> int:
    found = Topic.objects.filter(pk=topic_id)
    found.update(changes=F("changes") + 1)
    return found.values_list("changes", flat=True).get()
