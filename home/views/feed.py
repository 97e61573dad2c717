from collections.abc import Iterable
from datetime import datetime

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed, SyndicationFeed
from django.utils.translation import get_language, gettext
from wagtail.models import Locale

from home.meta import address_of
from home.models import NewsPage
from home.scripts import to_traditional
from portal.templatetags.ui import address, site_name

NEWEST = 30


def _in_script(text: str) -> str:
    return to_traditional(text) if get_language() == "zh-hant" else text


class NewsAtom(Feed):
    """The news of one language as Atom."""

    feed_type: type[SyndicationFeed] = Atom1Feed

    def title(self) -> str:
        return f"{site_name()} · {gettext('News')}"

    def subtitle(self) -> str:
        return gettext("News of our estates and of the company")

    description = subtitle

    def link(self) -> str:
        return address("/news/")

    def items(self) -> Iterable[NewsPage]:
        locale = Locale.objects.filter(language_code=get_language()).first() or Locale.get_default()
        return NewsPage.objects.readable().in_language(locale).newest_first().select_related("locale")[:NEWEST]

    def item_title(self, item: NewsPage) -> str:
        return _in_script(item.title)

    def item_description(self, item: NewsPage) -> str:
        return _in_script(item.summary)

    def item_link(self, item: NewsPage) -> str:
        return address_of(item)

    def item_pubdate(self, item: NewsPage) -> datetime:
        return item.shown_at

    def item_updateddate(self, item: NewsPage) -> datetime:
        return max(item.shown_at, item.corrected_at or item.shown_at)


class NewsRss(NewsAtom):
    """The same as RSS 2.0."""

    feed_type = Feed.feed_type
