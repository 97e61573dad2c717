from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forum.models.topics import Topic
from portal.worktime import now


class OfferState(models.TextChoices):
    OPEN = "open", _("waits for the author")
    AGREED = "agreed", pgettext_lazy("private offer", "the author agrees")
    DECLINED = "declined", pgettext_lazy("private offer", "the author says no")


class PrivateOffer(models.Model):
    """Staff ask the author whether the matter of their topic may go on in private. Nothing moves without their yes."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="private_offers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.OPEN)
    asked_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic"], condition=Q(state="open"), name="private_offer_once"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True) | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="private_offer_answered_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.state}"
