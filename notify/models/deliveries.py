from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from notify.models.notifications import Notification
from notify.models.preferences import Channel
from portal.worktime import now


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    HELD = "held", _("waiting for its hour")
    DIGEST = "digest", _("goes with the daily mail")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    SKIPPED = "skipped", _("not needed")


class Delivery(models.Model):
    """One notification on one channel beyond the bell: when it may leave, and what became of it.

    The unique pair makes it once. SENT means handed over: a mail to the mail queue, a text to the SMS
    queue, the others to their service. `problem` is the last answer of a service, never a text.
    """

    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="deliveries")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=6, choices=Channel)
    state = models.CharField(max_length=7, choices=DeliveryState, default=DeliveryState.WAITING)
    due_at = models.DateTimeField(default=now)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["notification", "channel"], name="notification_delivery_once")]
        indexes = [
            models.Index(
                fields=["state", "due_at"],
                condition=models.Q(state__in=["held", "digest", "sending"]),
                name="notification_delivery_due",
            ),
            models.Index(fields=["user"], condition=models.Q(state="digest"), name="notification_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.notification_id} by {self.channel}: {self.state}"
