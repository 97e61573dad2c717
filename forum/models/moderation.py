from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forum.models.posts import Post
from forum.models.topics import Topic
from forum.querysets import FlagQuerySet, ModerationRecordQuerySet
from portal.worktime import now


class FlagReason(models.TextChoices):
    PRIVACY = "privacy", _("Shows somebody's private data")
    INSULT = "insult", _("Insults or threatens")
    ADVERTISING = "advertising", _("Advertising or spam")
    UNTRUE = "untrue", _("Untrue")
    ILLEGAL = "illegal", _("Against the law")
    OTHER = "other", _("Something else")
    # What the house reports by itself; no reader can choose these.
    WORD = "word", _("Watched word")
    LINK = "link", _("Link by a new member")
    BURST = "burst", _("By an account that signed up in a burst")


BY_READERS = [reason for reason in FlagReason if reason not in {FlagReason.WORD, FlagReason.LINK, FlagReason.BURST}]


class FlagState(models.TextChoices):
    OPEN = "open", pgettext_lazy("report", "open")
    UPHELD = "upheld", pgettext_lazy("report", "upheld")
    REJECTED = "rejected", pgettext_lazy("report", "rejected")


class Flag(models.Model):
    """One reader's report of one post, or (without user) what the house noticed in it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="flags")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=20, choices=FlagReason)
    note = models.CharField(_("note"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=FlagState, default=FlagState.OPEN)
    created_at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "user"], name="flag_once"),
            models.UniqueConstraint(fields=["post"], condition=Q(user=None), name="flag_once_by_the_house"),
        ]
        indexes = [models.Index(fields=["created_at"], condition=Q(state="open"), name="flag_open")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.reason}"


class ModerationAct(models.TextChoices):
    HIDE_POST = "hide_post", _("Post hidden")
    SHOW_POST = "show_post", _("Post shown again")
    HIDE_TOPIC = "hide_topic", _("Topic hidden")
    SHOW_TOPIC = "show_topic", _("Topic shown again")
    LOCK = "lock", _("Topic locked")
    UNLOCK = "unlock", _("Topic unlocked")
    SLOW = "slow", _("Slow mode begun")
    UNSLOW = "unslow", _("Slow mode ended")
    PIN = "pin", _("Topic pinned")
    UNPIN = "unpin", _("Topic unpinned")
    MOVE = "move", _("Topic moved")
    MERGE = "merge", _("Topic merged into another")
    SPLIT = "split", _("Posts split off into a topic")
    WARN = "warn", _("Author warned")
    TIME_OUT = "time_out", _("Author may not write for some days")
    BAN = "ban", _("Author may not write for a long time")
    UPHOLD = "uphold", _("Appeal decided by a second person: it stands")
    LIFT = "lift", _("Appeal decided by a second person: lifted")
    CONFIRM_HIDE = "confirm_hide", _("Removal confirmed by a second person")


class ModerationRecord(models.Model):
    """The open record of what staff did to a topic or post, and why. Never changed, never removed.

    Of a merge, `topic` is the one that went and `other` the one that stays; of a split, `topic` is the new one
    and `other` where its `posts` posts stood; of slow mode, `minutes` is the pace and `until` its end, if it has one.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="moderation_records")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.CASCADE, related_name="moderation_records")
    other = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    posts = models.PositiveIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField(default=0)
    until = models.DateTimeField(null=True, blank=True)
    audience = models.CharField(max_length=60)
    act = models.CharField(max_length=20, choices=ModerationAct)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)

    objects = ModerationRecordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["audience", "-at", "-id"], name="moderation_record_latest")]

    def __str__(self) -> str:
        return f"{self.act} {self.topic_id}"
