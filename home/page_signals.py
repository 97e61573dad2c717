"""Published pages are found by the site's search as long as they are published."""

from typing import Any

from django.db.models.signals import pre_delete
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

import search
from home.models import HomePage, NewsIndexPage, NewsPage, ProjectIndexPage, ProjectPage, StandardPage

KIND = "home.page"
_TYPES = (NewsPage, ProjectPage, StandardPage)


def connect() -> None:
    for page_type in _TYPES:
        page_published.connect(_published, sender=page_type)
        page_unpublished.connect(_gone, sender=page_type)
        pre_delete.connect(_gone, sender=page_type)
    for page_type in (*_TYPES, HomePage, NewsIndexPage, ProjectIndexPage):
        page_slug_changed.connect(_moved, sender=page_type)
        post_page_move.connect(_moved, sender=page_type)


def _published(*, instance: NewsPage | ProjectPage | StandardPage, **kwargs: Any) -> None:
    put_page(instance)


def _gone(*, instance: Page, **kwargs: Any) -> None:
    search.remove(kind=KIND, ref=str(instance.pk))


def _moved(*, instance: Page, **kwargs: Any) -> None:
    for page in instance.get_descendants(inclusive=True).live().specific():
        if isinstance(page, _TYPES):
            put_page(page)


def put_page(page: NewsPage | ProjectPage | StandardPage) -> None:
    """Only pages open to everybody: a page behind a password or for a group is not in the index."""
    if page.get_view_restrictions():
        search.remove(kind=KIND, ref=str(page.pk))
        return
    body = " ".join(text for block in page.body for text in block.block.get_searchable_content(block.value))
    estate_id = getattr(page, "estate_id", None)
    when = page.shown_at if isinstance(page, NewsPage) else page.last_published_at
    search.put(
        kind=KIND,
        ref=str(page.pk),
        audience="public",
        title=page.title,
        text=f"{page.summary}\n{body}",
        url=page.get_url() or "/",
        when=when,
        estate_id=estate_id,
        language=page.locale.language_code,
    )
