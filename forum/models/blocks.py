"""Whom somebody does not want to hear from."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.worktime import now


class Block(models.Model):
    """`user` has the posts of `blocked` folded and hears nothing of them. Nobody else learns of it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~Q(user=F("blocked")), name="block_others_only"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} blocked {self.blocked_id}"
