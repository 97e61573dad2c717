from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.worktime import now


class SmsState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")


class SmsMessage(models.Model):
    """A text message on its way, or sent. With a real gateway the text is erased once it is sent.

    `phone` is E.164. `problem` is the gateway's answer to the last try, never the text.
    """

    phone = models.CharField(max_length=20)
    text = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=SmsState, default=SmsState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=now, db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("text message")
        verbose_name_plural = _("text messages")

    def __str__(self) -> str:
        return f"{self.get_state_display()} · {self.phone[-4:]}"
