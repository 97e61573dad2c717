"""From where accounts were signed up, for a week, so that a burst of them can be seen. Keyed hashes only."""

from django.conf import settings
from django.db import models

from portal.worktime import now


class SignUp(models.Model):
    """One sign-up on the site. Every mark but the moment is a keyed hash; an empty one is not known.

    `address` is one household's line, `network` all those beside it, `browser` the name in the cookie that every
    browser has here, `numbers` the hundred telephone numbers among which this one stands.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)
    browser = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=64, blank=True)
    network = models.CharField(max_length=64, blank=True)
    numbers = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="sign_up_by_moment")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d %H:%M}"


class CounterPlace(models.Model):
    """Where a clerk had the counter's form open: who signs up from there is somebody they help."""

    address = models.CharField(max_length=64)
    browser = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["address", "browser"], name="counter_place_once")]
        indexes = [models.Index(fields=["at"], name="counter_place_by_moment")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
