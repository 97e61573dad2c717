from __future__ import annotations

from typing import Any

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable
from wagtail.search import index

from home.forms.news import NewsPageForm
from home.models.articles import SitePage, article_field
from home.querysets import NewsManager, NewsQuerySet
from portal.languages import localized
from portal.worktime import now

PER_PAGE = 12


class NewsCategory(models.Model):
    """Construction progress, community life, company … as marketing sorts its news."""

    slug = models.SlugField(_("address"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=30)
    name_zh_hant = models.CharField(_("name (Traditional Chinese)"), max_length=30, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=40, blank=True)
    sort = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["sort", "id"]
        verbose_name = _("news category")
        verbose_name_plural = _("news categories")

    def __str__(self) -> str:
        return localized(self, "name")


class NewsIndexPage(SitePage):
    """`/news/`: everything that was published, newest first; by category and by estate."""

    summary = models.CharField(_("summary"), max_length=200, blank=True)

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    content_panels = [*SitePage.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("news index")

    def news(self) -> NewsQuerySet:
        return NewsPage.objects.readable().in_language(self.locale).newest_first()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`?category=` a slug, `?estate=` a slug, `?before=` the id of the last item of the page above."""
        news = self.news().with_pictures()
        categories = list(NewsCategory.objects.all())
        category = next((one for one in categories if one.slug == request.GET.get("category")), None)
        if category is not None:
            news = news.filter(categories=category)
        if estate := request.GET.get("estate"):
            news = news.filter(estate__slug=estate)
        before = request.GET.get("before", "")
        if before.isdecimal() and (last := NewsPage.objects.filter(pk=int(before[:15])).first()):
            news = news.older_than(last)
        items = list(news.prefetch_related("categories")[: PER_PAGE + 1])
        older = items[PER_PAGE - 1].pk if len(items) > PER_PAGE else None
        return {
            **super().get_context(request, *args, **kwargs),
            "news": items[:PER_PAGE],
            "categories": categories,
            "category": category,
            "older": older,
            "is_first": not before,
        }


class NewsPage(SitePage):
    """One news item. What changes after publication in a way that matters is told in `correction`."""

    shown_at = models.DateTimeField(_("date"), default=now, help_text=_("Shown to readers; the list is sorted by it."))
    summary = models.CharField(_("summary"), max_length=200, help_text=_("One or two sentences; shown in lists."))
    lead_image = models.ForeignKey(
        "home.SiteImage",
        verbose_name=_("lead picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    estate = models.ForeignKey(
        "owners.Estate",
        verbose_name=_("estate"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Empty for news of the whole company."),
    )
    categories = ParentalManyToManyField(NewsCategory, verbose_name=_("categories"), blank=True, related_name="+")
    body = article_field()
    correction = models.TextField(
        _("correction"),
        blank=True,
        max_length=500,
        help_text=_("What was wrong and how it is right. Readers see it with its date."),
    )
    corrected_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = NewsManager()
    base_form_class = NewsPageForm
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("lead_image"),
        FieldRowPanel([FieldPanel("shown_at"), FieldPanel("estate")]),
        FieldPanel("categories", widget=CheckboxSelectMultiple),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("correction")], heading=_("After publication")),
        InlinePanel("related_news", label=_("Related news"), max_num=4),
    ]
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("shown_at"),
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        indexes = [models.Index(fields=["-shown_at", "-page_ptr"], name="news_newest")]

    def related(self, many: int = 3) -> list[NewsPage]:
        """What the editor chose; else the newest of the same categories."""
        readable = NewsPage.objects.readable().with_pictures().exclude(pk=self.pk)
        chosen = [row.news_id for row in self.related_news.all()]
        if chosen:
            found = {page.pk: page for page in readable.filter(pk__in=chosen)}
            return [found[pk] for pk in chosen if pk in found]
        categories = list(self.categories.all())
        alike = readable.filter(categories__in=categories).distinct() if categories else readable
        return list(alike.filter(locale=self.locale).newest_first()[:many])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "related": self.related()}


class RelatedNews(Orderable):
    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="related_news")
    news = models.ForeignKey(NewsPage, verbose_name=_("news item"), on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("news")]
