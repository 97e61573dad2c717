"""What the frame of every page shows: `frame` in each template."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from home.models import SiteSettings
from owners.models import Estate
from portal.languages import localized
from portal.remembered import Remembered

# So many fit on a phone without scrolling; whoever has more estates gets a search below them.
OFFERED = 8


@dataclass(frozen=True, slots=True)
class EstateLink:
    """A line of the estate switcher."""

    name: str
    url: str
    current: bool
    slug: str
    image_url: str = ""
    place: str = ""


def _load_site() -> SiteSettings:
    """The settings of the default site; unsaved ones before `set_up_site` ran."""
    return SiteSettings.objects.filter(site__is_default_site=True).first() or SiteSettings()


def _load_estates() -> tuple[Estate, ...]:
    return tuple(Estate.objects.all())


def _words(estate: Estate) -> str:
    """What an estate is looked for by."""
    words = (estate.name, estate.name_zh_hant, estate.name_en, estate.city, estate.address, estate.code)
    return "\n".join(words).casefold()


SITE = Remembered(_load_site, models=["home.SiteSettings", "wagtailcore.Site"])
ESTATES = Remembered(_load_estates, models=["owners.Estate"])


class Frame:
    """Made when a template first asks, of what this process remembers; seldom a query."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def site(self) -> SiteSettings:
        return SITE.get()

    @cached_property
    def _estates(self) -> tuple[Estate, ...]:
        return ESTATES.get()

    @cached_property
    def stamp(self) -> tuple[object, ...]:
        """Another one once anything that the frame shows has changed, in whatever process it was changed."""
        current = self.current_estate
        own = self._own if self.has_more_estates else None
        return SITE.stamp, ESTATES.stamp, current.pk if current else None, own

    @cached_property
    def _own(self) -> frozenset[int]:
        """Ids of the estates where the viewer lives or works."""
        viewer = getattr(self._request, "viewer", None)
        if viewer is None:
            return frozenset()
        return viewer.resident_estates | {estate_id for _role, estate_id in viewer.roles if estate_id is not None}

    @property
    def estate_count(self) -> int:
        return len(self._estates)

    @property
    def has_more_estates(self) -> bool:
        """True if the switcher shows only some of them."""
        return self.estate_count > OFFERED

    @cached_property
    def current_estate(self) -> Estate | None:
        """The estate that the address names; else the one where the viewer lives; else the only one."""
        match = self._request.resolver_match
        slug = match.kwargs.get("estate") if match else None
        found = next((estate for estate in self._estates if estate.slug == slug), None)
        viewer = getattr(self._request, "viewer", None)
        if found is None and viewer and viewer.resident_estates:
            found = next((estate for estate in self._estates if estate.pk in viewer.resident_estates), None)
        return found or (self._estates[0] if len(self._estates) == 1 else None)

    @cached_property
    def estates(self) -> list[EstateLink]:
        """What the switcher offers: all estates if they are few, else the chosen one, one's own, and the first."""
        if not self.has_more_estates:
            return [self._link(estate) for estate in self._estates]
        return [self._link(estate) for estate in self._nearest_first[:OFFERED]]

    def find_estates(self, text: str) -> list[EstateLink]:
        """The estates whose name (in any language), place or number prefix holds the text; all if it is empty."""
        wanted = text.strip().casefold()
        return [self._link(estate) for estate in self._nearest_first if wanted in _words(estate)]

    @property
    def _nearest_first(self) -> list[Estate]:
        current = self.current_estate
        return sorted(self._estates, key=lambda estate: (estate != current, estate.pk not in self._own))

    def _link(self, estate: Estate) -> EstateLink:
        return EstateLink(
            name=localized(estate, "name"),
            url=reverse("home:estate", args=[estate.slug]),
            current=estate == self.current_estate,
            slug=estate.slug,
            place=estate.city,
        )

    @cached_property
    def estate(self) -> EstateLink | None:
        return self._link(self.current_estate) if self.current_estate else None

    @property
    def company(self) -> str:
        return localized(self.site, "company_name")

    @property
    def phone(self) -> str:
        """The 24-hour telephone of the estate, or the company's."""
        return (self.current_estate.phone_24h if self.current_estate else "") or self.site.phone_24h

    @property
    def icp(self) -> str:
        return self.site.icp_number

    @property
    def psb(self) -> str:
        return self.site.police_number

    @property
    def report_url(self) -> str:
        return self.site.report_url

    @property
    def links(self) -> list[dict[str, str]]:
        prefix = reverse("wagtail_serve", args=[""])
        return [
            {"label": gettext("News"), "url": f"{prefix}news/"},
            {"label": gettext("Our projects"), "url": f"{prefix}projects/"},
            {"label": gettext("About us"), "url": f"{prefix}about/"},
        ]


def frame(request: HttpRequest) -> dict[str, Any]:
    return {"frame": Frame(request)}
