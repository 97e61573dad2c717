from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.querysets import SightingQuerySet
from portal.worktime import now


class SeenIn(models.TextChoices):
    CHAT = "chat", _("Chat group")
    FORUM = "forum", _("Another forum")
    VIDEO = "video", _("Short videos")
    MEDIA = "media", _("Press or broadcast")
    AUTHORITY = "authority", _("An authority or a court")
    OTHER = "other", _("Somewhere else")


class Sighting(models.Model):
    """What staff saw said about an estate outside this house: in chat groups, forums, videos, the press."""

    estate = models.ForeignKey("owners.Estate", on_delete=models.PROTECT, related_name="+")
    seen_in = models.CharField(_("seen in"), max_length=10, choices=SeenIn)
    place = models.CharField(_("which one"), max_length=80, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    note = models.TextField(_("what is said"), max_length=1000)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField(default=now)

    objects = SightingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["estate", "-id"], name="sightings_of_estate")]

    def __str__(self) -> str:
        return f"{self.seen_in} {self.noted_at:%Y-%m-%d}"

    @property
    def upload_scope(self) -> str:
        return f"forum.sighting:{self.pk}"
