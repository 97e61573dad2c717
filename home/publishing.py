"""What follows when something is published: the site's search finds it, and its picture is drawn.

Wagtail writes pages and articles through its own forms, so its signals are where we hear of it.
"""

from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils.translation import override
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

import search
from answers.models import KnowledgeArticle
from home.models import HomePage, NewsIndexPage, NewsPage, ProjectIndexPage, ProjectPage, StandardPage
from home.tasks import draw_cards
from portal import richtext
from search.sources import Source

ARTICLE = "answers.article"
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
    post_save.connect(_article_saved, sender=KnowledgeArticle)
    post_delete.connect(_article_gone, sender=KnowledgeArticle)


def _article_saved(*, instance: KnowledgeArticle, **kwargs: Any) -> None:
    _put_article(instance)


def _put_article(article: KnowledgeArticle) -> None:
    words = (article.title_zh_hant, article.title_en, article.keywords, article.html, article.html_en)
    with override(settings.LANGUAGE_CODE):
        url = article.get_absolute_url()
    search.put(
        kind=ARTICLE,
        ref=str(article.pk),
        audience=article.audience,
        title=article.title,
        text="\n".join(richtext.to_text(part) for part in words if part),
        url=url,
        when=article.changed_at,
        estate_id=article.estate_id,
    )


def _article_gone(*, instance: KnowledgeArticle, **kwargs: Any) -> None:
    search.remove(kind=ARTICLE, ref=str(instance.pk))


def _published(*, instance: NewsPage | ProjectPage | StandardPage, **kwargs: Any) -> None:
    put_page(instance)
    if instance.lead_image_id is not None:
        transaction.on_commit(partial(draw_cards.enqueue, instance.lead_image_id))
    for other in instance.get_translations().live().specific():
        put_page(other)


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
        language=_language(page),
    )


def _language(page: Page) -> str:
    """Empty for a page of the default language that nobody translated: all read it, in their own frame."""
    code: str = page.locale.language_code
    alone = code == settings.LANGUAGE_CODE and not page.get_translations().live().exists()
    return "" if alone else code


def _put_page_of_any_type(page: Page) -> None:
    put_page(page.specific)


def _live() -> PageQuerySet:
    return Page.objects.live().exact_type(*_TYPES)


ARTICLES = Source(
    kind=ARTICLE, walked=KnowledgeArticle.objects.all, put=_put_article, shown=KnowledgeArticle.objects.all
)
PAGES = Source(kind=KIND, walked=_live, put=_put_page_of_any_type, shown=_live)
