from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.sealed_fields import FingerprintField, SealedTextField
from portal.worktime import now


class SmsState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
    DELIVERED = "delivered", _("Delivered")
    UNDELIVERED = "lost", _("Not delivered")


class SmsMessage(models.Model):
    """A text message on its way, or sent. With a real gateway the text is erased once it is sent.

    `phone` is E.164. `template` and `params` (JSON) are for gateways that send templates only; what says
    who was told what is sealed. `problem` is the
    gateway's answer to the last try, or its report why the message did not arrive; never the text.
    """

    phone = SealedTextField(fingerprint="phone_fp", purpose="contact")
    phone_fp = FingerprintField()
    text = SealedTextField()
    sign = models.CharField(max_length=20, blank=True)
    template = models.CharField(max_length=40, blank=True)
    params = SealedTextField()
    state = models.CharField(max_length=10, choices=SmsState, default=SmsState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=now, db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("text message")
        verbose_name_plural = _("text messages")

    def __str__(self) -> str:
        return f"{self.get_state_display()} · {self.pk}"


class SmsDay(models.Model):
    """How many text messages one day has seen, and whether the administrators were told that it gets tight."""

    day = models.DateField(primary_key=True)
    sent = models.PositiveIntegerField(default=0)
    told = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.day}: {self.sent}"
