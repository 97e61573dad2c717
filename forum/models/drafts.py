from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.safestring import SafeString

from forum.querysets import DraftQuerySet
from portal import richtext
from portal.worktime import now


class Draft(models.Model):
    """What somebody is writing at one place (`key`: see forum.drafting), kept until it is sent.

    `seq` grows with every save. `tab` is the open page that saved last: what it sends again after an answer
    got lost is its own. `send_key` is the form's: once a post bears it, the draft is over.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.SlugField(max_length=60, db_index=False)
    title = models.CharField(max_length=200, blank=True)
    html = models.TextField(blank=True)
    anonymous = models.BooleanField(default=False)
    upload_ids = models.JSONField(default=list)
    seq = models.PositiveIntegerField()
    tab = models.SlugField(max_length=36, blank=True, db_index=False)
    send_key = models.CharField(max_length=32, blank=True)
    saved_at = models.DateTimeField(default=now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="draft_once_per_place"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="draft_numbers_from_one"),
        ]
        indexes = [models.Index(fields=["saved_at"], name="draft_saved_at")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key} #{self.seq}"

    @property
    def safe_html(self) -> SafeString:
        return richtext.clean(self.html)

    @property
    def excerpt(self) -> str:
        return richtext.excerpt(self.html, 120)

    def yields_to(self, *, seq: int, base: int, tab: str) -> bool:
        """Whether a text numbered `seq`, written on top of number `base`, may take this one's place."""
        return seq > self.seq and (base == self.seq or (tab != "" and tab == self.tab))

    def as_json(self, files: list[dict[str, Any]]) -> dict[str, Any]:
        """What a composer needs to go on with it."""
        return {
            "seq": self.seq,
            "title": self.title,
            "html": self.html,
            "anonymous": self.anonymous,
            "files": files,
            "send_key": self.send_key,
            "saved_at": self.saved_at.isoformat(),
        }
