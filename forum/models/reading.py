"""What one account thinks of topics and posts: what it has read, follows and found helpful."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forum.models.posts import Post
from forum.models.topics import Topic
from forum.querysets import BookmarkQuerySet
from portal.worktime import now


class ReactionKind(models.TextChoices):
    HELPFUL = "helpful", _("helpful")
    ME_TOO = "me_too", _("me too")


class Reaction(models.Model):
    """One reader's word on one post: "me too" on the question, "helpful" on what follows.

    `unit` is the home for which somebody says "me too": those are counted by homes, not by heads. `number` is the
    home's own behind the matter of the topic, pushed down by crm; empty without one.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=ReactionKind)
    unit = models.ForeignKey(
        "owners.Unit", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    number = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="reaction_once")]
        indexes = [models.Index(fields=["post", "unit"], condition=Q(kind="me_too"), name="me_toos_by_home")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.post_id}"


class SubscriptionLevel(models.TextChoices):
    FOLLOW = "follow", _("following")
    MUTE = "mute", _("muted")


class Subscription(models.Model):
    """Whether somebody wants to hear of a topic. Without a row: no."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="subscriptions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=10, choices=SubscriptionLevel, default=SubscriptionLevel.FOLLOW)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="subscription_once")]
        indexes = [models.Index(fields=["topic", "user"], condition=Q(level="follow"), name="subscription_followers")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.level} {self.topic_id}"


class ReadMark(models.Model):
    """The highest post number that somebody has read in a topic. Never goes back, never expires."""

    # No id of its own: one row per reader and topic is the largest table of the forum.
    pk = models.CompositePrimaryKey("user_id", "topic_id")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    read_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.user_id} read {self.topic_id} to #{self.number}"


class AllRead(models.Model):
    """Until this moment somebody has declared a whole board read: one row, however many topics it has."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    board = models.ForeignKey("forum.Board", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "board"], name="all_read_once_per_board")]

    def __str__(self) -> str:
        return f"{self.user_id} read all of {self.board_id}"


class Bookmark(models.Model):
    """A post that somebody put aside to find again. Nobody else learns of it, not even as a count."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField(default=now)

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "post"], name="bookmark_once")]
        indexes = [models.Index(fields=["user", "-saved_at", "-id"], name="bookmarks_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id} saved {self.post_id}"
