from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale
from wagtail.search import index
from wagtail.url_routing import RouteResult

from home.models.articles import SitePage, article_field
from home.models.images import SiteImage
from portal.http import Request


class HomePage(SitePage):
    """The front door: one per language. What it shows is alive and comes from `home.pulse`."""

    headline = models.CharField(_("headline"), max_length=60, blank=True)
    summary = models.CharField(_("welcome"), max_length=200, blank=True)
    lead_image = models.ForeignKey(
        "home.SiteImage", verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    max_count_per_parent = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.NewsIndexPage", "home.ProjectIndexPage", "home.StandardPage"]
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("headline"),
        FieldPanel("summary"),
        FieldPanel("lead_image"),
    ]

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Pages that nobody translated yet are read in the original, inside the reader's own frame."""
        try:
            return super().route(request, path_components)
        except Http404:
            if self.locale.language_code == settings.LANGUAGE_CODE or not path_components:
                raise
            original = self.get_translation_or_none(Locale.get_default())
            if original is None or not original.live:
                raise
            return original.specific.route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.pulse import pulse_for

        context = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "hero_image": self.lead_image or self._original_image(),
            **pulse_for(cast(Request, request), self),
        }

    def _original_image(self) -> SiteImage | None:
        """A home page in another language shows the original's picture until it has its own."""
        if self.locale.language_code == settings.LANGUAGE_CODE:
            return None
        original = HomePage.objects.filter(
            translation_key=self.translation_key, locale__language_code=settings.LANGUAGE_CODE
        ).select_related("lead_image")
        found = original.first()
        return found.lead_image if found else None


class StandardPage(SitePage):
    """About us, the owners' guide, privacy: text that stays."""

    summary = models.CharField(_("summary"), max_length=200, blank=True)
    lead_image = models.ForeignKey(
        "home.SiteImage", verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    body = article_field()

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("lead_image"),
        FieldPanel("body"),
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
