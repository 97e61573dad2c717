"""Accounts that signed up in a burst, gathered until somebody who keeps order has looked at them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forum.querysets import BurstQuerySet
from owners.models.accounts import new_public_id
from portal.worktime import now


class Sign(models.TextChoices):
    """What accounts have in common. Which of them, how many and within how long: forum/bursts.py."""

    BROWSER = "browser", _("Signed up in one browser")
    NUMBERS = "numbers", _("Telephone numbers from one hundred")
    WORDS = "words", _("First posts almost the same")
    ADDRESS_NAMES = "address_names", _("One address, nicknames almost the same")
    NETWORK_NAMES = "network_names", _("One network, nicknames almost the same")
    ADDRESS = "address", _("Very many from one address within minutes")


class MemberState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("account", "Waits to be looked at")
    CLEARED = "cleared", pgettext_lazy("account", "Cleared")
    BARRED = "barred", pgettext_lazy("account", "Barred")
    LAPSED = "lapsed", pgettext_lazy("account", "Nobody looked in time; free again")


class Burst(models.Model):
    """One group, open while an account of it waits. What nobody looked at until `due_at` is free again by itself."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    opened_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = BurstQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(closed_at=None), name="burst_waiting"),
            models.Index(fields=["-closed_at", "-id"], condition=~Q(closed_at=None), name="burst_closed"),
        ]

    def __str__(self) -> str:
        return self.public_id


class BurstSign(models.Model):
    """One reason for which accounts were gathered."""

    burst = models.ForeignKey(Burst, on_delete=models.CASCADE, related_name="signs")
    sign = models.CharField(max_length=20, choices=Sign)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["burst", "sign"], name="burst_sign_once")]

    def __str__(self) -> str:
        return f"{self.burst_id} {self.sign}"


class BurstMember(models.Model):
    """One account of a group: what it writes is held while it waits. `reason` is for the account to read."""

    burst = models.ForeignKey(Burst, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=now)
    state = models.CharField(max_length=10, choices=MemberState, default=MemberState.WAITING)
    reason = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["burst", "user"], name="burst_member_once"),
            models.UniqueConstraint(fields=["user"], condition=Q(state="waiting"), name="burst_member_waits_once"),
        ]

    def __str__(self) -> str:
        return f"{self.burst_id} {self.user_id} {self.state}"

    @property
    def is_waiting(self) -> bool:
        return self.state == MemberState.WAITING

    @property
    def may_be_reopened(self) -> bool:
        return self.state in {MemberState.CLEARED, MemberState.BARRED}
