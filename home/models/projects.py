from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from home.blocks import PictureBlock
from home.models.articles import SitePage, article_field
from home.querysets import ArticleManager


class ProjectIndexPage(SitePage):
    """`/projects/`: what the company builds and has built."""

    summary = models.CharField(_("summary"), max_length=200, blank=True)

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ProjectPage"]
    content_panels = [*SitePage.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("project index")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        projects = ProjectPage.objects.readable().in_language(self.locale).with_pictures().order_by("path")
        return {**super().get_context(request, *args, **kwargs), "projects": list(projects)}


class ProjectPage(SitePage):
    """A 楼盘 as it is offered: pictures, facts, permit. What owners do stands on the estate's own page."""

    summary = models.CharField(_("summary"), max_length=200)
    lead_image = models.ForeignKey(
        "home.SiteImage",
        verbose_name=_("lead picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    estate = models.ForeignKey(
        "owners.Estate", verbose_name=_("estate"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    address = models.CharField(_("address"), max_length=120, blank=True)
    homes = models.CharField(_("homes"), max_length=60, blank=True, help_text=_("How many, of which size."))
    handover = models.CharField(_("handover"), max_length=60, blank=True)
    permit_number = models.CharField(_("presale permit"), max_length=80, blank=True)
    sales_phone = models.CharField(_("sales telephone"), max_length=30, blank=True)
    gallery = StreamField([("picture", PictureBlock())], verbose_name=_("gallery"), blank=True)
    body = article_field()

    objects = ArticleManager()
    parent_page_types = ["home.ProjectIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("lead_image"),
        FieldPanel("estate"),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("homes"), FieldPanel("handover")]),
                FieldRowPanel([FieldPanel("permit_number"), FieldPanel("sales_phone")]),
            ],
            heading=_("Facts"),
        ),
        FieldPanel("gallery"),
        FieldPanel("body"),
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
