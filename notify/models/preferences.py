from datetime import time

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    BELL = "bell", pgettext_lazy("notification", "Bell")
    SMS = "sms", pgettext_lazy("notification", "Text")
    WECHAT = "wechat", pgettext_lazy("notification", "WeChat")
    EMAIL = "email", pgettext_lazy("notification", "E-mail")
    PUSH = "push", pgettext_lazy("notification", "Push")


class Preference(models.Model):
    """A user's choice for one kind on one channel; without a row the kind's default holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=6, choices=Channel)
    on = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "channel"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}: {'on' if self.on else 'off'}"


class MailPace(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, what I haven't read")
    OFF = "off", _("No mails")


class Rhythm(models.Model):
    """When somebody wants to be told; without a row the defaults hold.

    Quiet hours are China's and hold for text messages, WeChat and push; equal ends mean none. With
    `quiet_from` after `quiet_until` they go over midnight.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    quiet = models.BooleanField(default=True)
    quiet_from = models.TimeField(default=time(22))
    quiet_until = models.TimeField(default=time(8))
    mail = models.CharField(max_length=7, choices=MailPace, default=MailPace.AT_ONCE)
    digest_hour = models.PositiveSmallIntegerField(default=18)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(digest_hour__lte=23), name="rhythm_hour_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"rhythm of {self.user_id}"
