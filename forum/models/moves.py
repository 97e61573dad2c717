from django.db import models

from forum.models.posts import Post
from forum.models.topics import Topic


class FormerPlace(models.Model):
    """Where a post stood before it was merged, split off or numbered anew: that address leads to it for ever.

    `changed` is the number of the change, among that topic's, with which the post left.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="former_places")
    number = models.PositiveIntegerField()
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="former_places")
    changed = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="former_place_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} #{self.number}"
