import hashlib

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.worktime import now


def endpoint_digest(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()


class PushDevice(models.Model):
    """A browser that lets us wake it. `session_key` is the session that asked: when it ends, so does this.

    `endpoint` is the push service's address of this browser, `p256dh` and `auth` the browser's own keys,
    all as the browser gave them.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=700)
    endpoint_digest = models.CharField(max_length=64, unique=True, editable=False)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    name = models.CharField(max_length=60, blank=True)
    session_key = models.CharField(max_length=40, blank=True, db_index=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("push device")
        verbose_name_plural = _("push devices")

    def __str__(self) -> str:
        return self.name or f"device {self.pk}"
