from typing import Any

from django.core.files.base import ContentFile, File
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    WagtailImageField,
    WagtailImageFieldFile,
    get_upload_to,
)
from wagtail.search import index

from portal.languages import localized
from portal.uploads.pictures import redraw

# What the templates ask for, word for word, so that a list can fetch all of it in one query.
CARD_SPECS = tuple(f"format-{kind}|fill-{size}" for kind in ("avif", "webp") for size in ("480x300", "960x600"))


class BareImageFile(WagtailImageFieldFile):
    """A picture that is drawn anew on its way into storage: where it was taken stays with the photographer."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        content.seek(0)
        full, _thumb = redraw(content.read())
        kind = "webp" if full.data[8:12] == b"WEBP" else "jpg"
        name = f"{name.rpartition('.')[0] or name}.{kind}"
        super().save(name, ContentFile(full.data, name=name), save=save)


class BareImageField(WagtailImageField):
    attr_class = BareImageFile


class SiteImage(AbstractImage):
    """A picture of the site. `description` says what it shows to those who can't see it."""

    file = BareImageField(verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height")
    description_zh_hant = models.CharField(_("description (Traditional Chinese)"), max_length=255, blank=True)
    description_en = models.CharField(_("description (English)"), max_length=255, blank=True)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "description_zh_hant",
        "description_en",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [*AbstractImage.search_fields, index.SearchField("description_en")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def default_alt_text(self) -> str:
        return localized(self, "description") or self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed:
            # Stored first, so that size and hash are of what is stored and not of what was sent.
            self.file.save(self.file.name, self.file.file, save=False)
            self._set_image_file_metadata()
        super().save(*args, **kwargs)


class SiteImageRendition(AbstractRendition):
    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
