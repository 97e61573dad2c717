"""Which pages a list shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q
from wagtail.models import Locale, PageManager
from wagtail.query import PageQuerySet

if TYPE_CHECKING:
    from home.models import NewsPage


class ArticleQuerySet(PageQuerySet):
    def readable(self) -> Self:
        """Live and open to everybody."""
        return self.live().public()

    def in_language(self, locale: Locale) -> Self:
        """Pages written in the language, and those of the default language that nobody translated yet."""
        if locale.language_code == settings.LANGUAGE_CODE:
            return self.filter(locale=locale)
        translated = self.model._default_manager.filter(
            locale=locale, live=True, translation_key=OuterRef("translation_key")
        )
        original = Q(locale__language_code=settings.LANGUAGE_CODE)
        return self.filter(Q(locale=locale) | (original & ~Exists(translated)))

    def with_pictures(self) -> Self:
        """With lead pictures and the renditions that cards show: two more queries, however many rows."""
        from home.models import SiteImage
        from home.models.images import CARD_SPECS

        pictures = SiteImage.objects.prefetch_renditions(*CARD_SPECS)
        return self.select_related("locale").prefetch_related(Prefetch("lead_image", pictures))


class NewsQuerySet(ArticleQuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-shown_at", "-pk")

    def of_estate(self, estate_id: int) -> Self:
        return self.filter(Q(estate_id=estate_id) | Q(estate_id=None))

    def older_than(self, page: NewsPage) -> Self:
        return self.filter(Q(shown_at__lt=page.shown_at) | Q(shown_at=page.shown_at, pk__lt=page.pk))


ArticleManager = PageManager.from_queryset(ArticleQuerySet)
NewsManager = PageManager.from_queryset(NewsQuerySet)
