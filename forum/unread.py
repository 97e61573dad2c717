"""What of a topic somebody has not read: the one definition, for lists, the topic's page and the jump to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.db.models import Case, Count, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from forum.models import AllRead, FormerPlace, Post, ReadMark, Topic
from portal.prepared import Prepared
from portal.worktime import now

# A topic that was never opened counts as new for so long; older ones are not held against anybody.
NEW_FOR = timedelta(days=14)


class Written(Protocol):
    """How far a topic goes: a Topic, or its row in a list."""

    @property
    def started_at(self) -> datetime: ...
    @property
    def last_post_at(self) -> datetime: ...
    @property
    def last_post_number(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """How far somebody has read a topic (`number`; None: never opened), when, and when they declared its whole
    board read. `gaps` are the numbers behind that under which nothing stands any more."""

    number: int | None = None
    at: datetime | None = None
    all_read_at: datetime | None = None
    gaps: int = 0

    def unread_in(self, topic: Written) -> int:
        """Posts that came since they were here; 0 where nobody counted (see `finds_new`)."""
        if self.number is None or not self._since_all or self._all_of(topic):
            return 0
        return max(topic.last_post_number - self.number - self.gaps, 0)

    def finds_new(self, topic: Written) -> bool:
        """Never opened and not old; or written in after its whole board was declared read."""
        if self._all_of(topic) or (self.number is not None and self._since_all):
            return False
        return self.all_read_at is not None or topic.started_at > now() - NEW_FOR

    def first_unread(self, topic: Topic) -> int | None:
        """The number to go on at; None where nothing is unread. A query only where a board was declared read."""
        if self.unread_in(topic):
            return (self.number or 0) + 1
        if not self.finds_new(topic):
            return None
        if self.all_read_at is None:
            return 1
        later = Post.objects.filter(topic=topic.pk, written_at__gt=self.all_read_at, number__gt=self.number or 0)
        return later.order_by("number").values_list("number", flat=True).first()

    def _all_of(self, topic: Written) -> bool:
        return self.all_read_at is not None and topic.last_post_at <= self.all_read_at

    @property
    def _since_all(self) -> bool:
        return self.all_read_at is None or (self.at is not None and self.at >= self.all_read_at)


def reading_of(user_id: int | None) -> tuple[Subquery | Coalesce, ...]:
    """The fields of a Reading, to be asked for beside each topic of a query."""
    if user_id is None:
        return ()
    mark = ReadMark.objects.filter(user_id=user_id, topic=OuterRef("pk"))
    everything = AllRead.objects.filter(user_id=user_id, board=OuterRef("board"))
    here = ReadMark.objects.filter(user_id=user_id, topic=OuterRef(OuterRef("pk"))).values("number")[:1]
    # Whatever is merged, split off or numbered anew leaves its number for good: one number, one place.
    left = FormerPlace.objects.filter(topic=OuterRef("pk"), number__gt=Subquery(here)).order_by()
    gaps = left.values("topic").annotate(n=Count("pk")).values("n")
    return (
        Subquery(mark.values("number")[:1]),
        Subquery(mark.values("read_at")[:1]),
        Subquery(everything.values("at")[:1]),
        Coalesce(Case(When(has_moves=True, then=Subquery(gaps)), output_field=IntegerField()), Value(0)),
    )


def load_reading(topic: Topic, user_id: int | None) -> Reading:
    """One query; none for a visitor."""
    if user_id is None:
        return Reading()
    return Reading(*_READING.rows(topic_id=topic.pk, user_id=user_id)[0])


_READING = Prepared(
    lambda topic_id, user_id: Topic.objects.filter(pk=topic_id).order_by().values_list(*reading_of(user_id))
)
