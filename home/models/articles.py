"""What all our page types share: phone-sized previews and how a page describes itself to others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page

from home.blocks import ArticleBlocks
from home.forms.pages import SitePageForm

PHONE, TABLET, DESK = 360, 768, 1440


def article_field(**options: Any) -> StreamField:
    return StreamField(ArticleBlocks(), verbose_name=_("content"), blank=True, **options)


class PreviewSizes:
    """The three windows in which every screen of ours is looked at; the phone's comes first."""

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        return [
            {"name": "mobile", "icon": "mobile-alt", "device_width": PHONE, "label": _("Preview on a phone")},
            {"name": "tablet", "icon": "tablet-alt", "device_width": TABLET, "label": _("Preview on a tablet")},
            {"name": "desktop", "icon": "desktop", "device_width": DESK, "label": _("Preview on a desk screen")},
        ]

    @property
    def default_preview_size(self) -> str:
        return "mobile"


class SitePage(PreviewSizes, Page):
    """Base of our pages; no table of its own."""

    base_form_class = SitePageForm

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.meta import meta_of

        return {**super().get_context(request, *args, **kwargs), "meta": meta_of(self, request)}

    @cached_property
    def share_image(self) -> Any:
        """The picture that link previews show, if the page type has one."""
        return getattr(self, "lead_image", None)

    @cached_property
    def share_text(self) -> str:
        """One or two sentences for search engines and link previews."""
        return self.search_description or getattr(self, "summary", "")
