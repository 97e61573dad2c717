"""What a page tells search engines, link previews and feed readers about itself."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language

if TYPE_CHECKING:
    from home.models import NewsPage, ProjectPage
    from home.models.articles import SitePage

# Inside <script> nothing is unescaped but the end of it; as django.utils.html.json_script does.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
_SHARE_SPEC = "format-jpeg|fill-1200x630"


@dataclass(frozen=True, slots=True)
class Meta:
    """`languages` are (code, address) of every language the page can be read in, for hreflang."""

    canonical: str
    languages: list[tuple[str, str]]
    title: str
    description: str
    kind: str
    image_url: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def json_ld(self) -> SafeString:
        """The structured data, harmless inside a script element."""
        return SafeString(json.dumps(self.data, ensure_ascii=False).translate(_ESCAPES))


def in_language(path: str, code: str) -> str:
    """The address of a page of the default language under another one's prefix."""
    return path if code == settings.LANGUAGE_CODE else f"/{code}{path}"


def address_of(page: SitePage, request: HttpRequest | None = None) -> str:
    """Where the reader reads the page: under their own language, also while nobody translated it."""
    path: str = page.get_url(request) or "/"
    reader = get_language() or settings.LANGUAGE_CODE
    if page.locale.language_code == settings.LANGUAGE_CODE:
        return in_language(path, reader)
    return path


def absolute(path: str) -> str:
    return path if path.startswith("http") else f"{settings.CANONICAL_URL}{path}"


def meta_of(page: SitePage, request: HttpRequest) -> Meta:
    """Two queries: the translations and the share picture's rendition."""
    own = page.get_url(request) or "/"
    languages = [(page.locale.language_code, absolute(own))]
    languages += [
        (other.locale.language_code, absolute(other.get_url(request) or "/"))
        for other in page.get_translations().live().select_related("locale")
    ]
    codes = {code for code, _ in languages}
    if "zh-hans" in codes and "zh-hant" not in codes and settings.LANGUAGE_CODE == "zh-hans":
        # Read in the other script without anybody translating.
        languages.append(
            (
                "zh-hant",
                absolute(in_language(dict(languages)["zh-hans"].removeprefix(settings.CANONICAL_URL), "zh-hant")),
            )
        )
    image = page.share_image
    image_url = absolute(image.get_rendition(_SHARE_SPEC).url) if image else ""
    canonical = dict(languages).get(get_language() or "", absolute(own))
    kind = "article" if page.specific_class.__name__ == "NewsPage" else "website"
    return Meta(
        canonical=canonical,
        languages=sorted(languages) if len(languages) > 1 else [],
        title=page.seo_title or page.title,
        description=page.share_text,
        kind=kind,
        image_url=image_url,
        data=_structured(page, canonical, image_url),
    )


def _structured(page: Any, canonical: str, image_url: str) -> dict[str, Any]:
    base: dict[str, Any] = {"@context": "https://schema.org", "url": canonical, "inLanguage": page.locale.language_code}
    if image_url:
        base["image"] = image_url
    describe = {"NewsPage": _news, "ProjectPage": _project}.get(page.specific_class.__name__)
    return base | (describe(page) if describe else {"@type": "WebPage", "name": page.title})


def _news(page: NewsPage) -> dict[str, Any]:
    changed = page.corrected_at or page.last_published_at or page.shown_at
    return {
        "@type": "NewsArticle",
        "headline": page.title,
        "description": page.summary,
        "datePublished": page.shown_at.isoformat(),
        "dateModified": max(changed, page.shown_at).isoformat(),
        **({"correction": page.correction} if page.correction else {}),
    }


def _project(page: ProjectPage) -> dict[str, Any]:
    return {
        "@type": "ApartmentComplex",
        "name": page.title,
        "description": page.summary,
        "address": page.address,
        "telephone": page.sales_phone,
    }
