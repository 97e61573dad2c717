from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notify.kinds import find_kind
from notify.querysets import NotificationQuerySet
from portal.worktime import now


class Bell(models.Model):
    """The counter of one user's notifications, and how far all of them are read.

    `last_number` is given out under this row's lock, so numbers appear in the order in which
    transactions commit, and "everything up to number n is read" can never swallow a later one.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    last_number = models.PositiveIntegerField(default=0)
    read_through = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"bell of {self.user_id}"


class Notification(models.Model):
    """Something that one user is told. `params` are data for the kind's texts: strings and integers.

    Read if `read_at` is set, or if the bell is read through its `number`.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=300)
    dedupe = models.CharField(max_length=120)
    on_bell = models.BooleanField(default=True)
    wants_email = models.BooleanField(default=False)
    wants_sms = models.BooleanField(default=False)
    emailed_at = models.DateTimeField(null=True, blank=True)
    texted_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(fields=["user", "dedupe"], name="notification_once"),
            models.UniqueConstraint(fields=["user", "number"], name="notification_number_once"),
        ]
        indexes = [
            models.Index(
                fields=["user", "number"],
                condition=models.Q(read_at__isnull=True, on_bell=True),
                name="notification_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.user_id}"

    @property
    def title(self) -> str:
        """In the language that is active now; the bare address of a kind that is gone."""
        kind = find_kind(self.kind)
        return kind.title_with(self.params) if kind else self.url

    @property
    def text(self) -> str:
        kind = find_kind(self.kind)
        return kind.text_with(self.params) if kind else ""


class Channel(models.TextChoices):
    BELL = "bell", pgettext_lazy("notification", "Bell")
    EMAIL = "email", pgettext_lazy("notification", "E-mail")
    SMS = "sms", pgettext_lazy("notification", "Text")


class Preference(models.Model):
    """A user's choice for one kind on one channel; without a row the kind's default holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=5, choices=Channel)
    on = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "channel"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}: {'on' if self.on else 'off'}"
