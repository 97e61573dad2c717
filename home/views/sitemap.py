from collections.abc import Iterable

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.http import HttpResponse
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as PageSitemap
from wagtail.contrib.sitemaps.views import prepare_sitemaps

from owners.models import Estate
from portal.http import Request


class EstateSitemap(Sitemap):
    def items(self) -> Iterable[Estate]:
        return Estate.objects.all()

    def location(self, item: Estate) -> str:
        return reverse("home:estate", args=[item.slug])


def sitemap(request: Request) -> HttpResponse:
    """Every public page in every language, and every estate."""
    kinds = prepare_sitemaps(request, {"pages": PageSitemap, "estates": EstateSitemap})
    return sitemap_view(request, kinds)
