from collections.abc import Iterable
from datetime import datetime

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forum.models import Topic
from owners.viewers import VISITOR


class TopicFeed(Feed[Topic, None]):
    """The newest topics of the public boards. A reader program has no account: it is a visitor."""

    feed_type = Atom1Feed
    title: str | Promise = _("Forum: new topics")
    subtitle: str | Promise = _("What neighbours talk about on the public boards.")
    link = "/forum/"

    def items(self, obj: None) -> Iterable[Topic]:
        return Topic.objects.listed_for(VISITOR).select_related("author", "board").order_by("-last_post_at", "-id")[:30]

    def item_title(self, item: Topic) -> str:
        return item.title

    def item_description(self, item: Topic) -> str:
        return item.excerpt

    def item_author_name(self, item: Topic | None) -> str | None:
        return item.by_name if item else None

    def item_pubdate(self, item: Topic) -> datetime:
        return item.started_at

    def item_updateddate(self, item: Topic) -> datetime:
        return item.last_post_at
