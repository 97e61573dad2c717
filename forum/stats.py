"""How the company answers, in figures: for the home page, the boards and the dashboard."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet

from forum.models import OfficialAnswer, Watch
from owners.viewers import Viewer
from portal.worktime import now


@dataclass(frozen=True, slots=True)
class AnswerStats:
    """First official answers since a moment. Times are working time; shares are 0–100, None without any."""

    answered: int
    in_time: int
    waiting: int
    late: int
    median: timedelta | None

    @property
    def in_time_percent(self) -> int | None:
        return round(100 * self.in_time / self.answered) if self.answered else None


RECENT = timedelta(days=30)
# Figures of a month need not be of this second.
_KEPT_SECONDS = 60


def recent_stats(viewer: Viewer, estate_id: int | None = None) -> AnswerStats:
    """The last 30 days as this viewer may know them, up to a minute old; the same for all with the same keys."""
    told = repr((sorted(viewer.keys), estate_id)).encode()
    key = f"forum.stats:{blake2b(told, digest_size=16).hexdigest()}"
    kept: AnswerStats | None = cache.get(key)
    if kept is None:
        estate_ids = [estate_id] if estate_id is not None else None
        kept = answer_stats(since=now() - RECENT, viewer=viewer, estate_ids=estate_ids)
        cache.set(key, kept, _KEPT_SECONDS)
    return kept


def answer_stats(
    *, since: datetime, viewer: Viewer | None = None, estate_ids: Collection[int] | None = None
) -> AnswerStats:
    """Figures of the topics that `viewer` may read, or of `estate_ids`; of all if neither is given.

    Three queries, the numbers counted by the database.
    """
    answers = OfficialAnswer.objects.first_answers().filter(answered_at__gte=since, answered_at__lte=now())
    open_items = Watch.objects.open()
    if viewer is not None:
        answers = answers.filter(topic__audience__in=viewer.keys)
        open_items = open_items.filter(topic__audience__in=viewer.keys)
    if estate_ids is not None:
        answers, open_items = answers.filter(estate__in=estate_ids), open_items.filter(estate__in=estate_ids)
    counts = answers.aggregate(answered=Count("id"), in_time=Count("id", filter=Q(in_time=True)))
    queue = open_items.aggregate(waiting=Count("id"), late=Count("id", filter=Q(due_at__lt=now())))
    return AnswerStats(**counts, **queue, median=_median(answers, counts["answered"]))


def _median(answers: QuerySet[OfficialAnswer], count: int) -> timedelta | None:
    """Read from the row in the middle; the others stay in the database."""
    if not count:
        return None
    middle = count // 2
    return answers.order_by("took").values_list("took", flat=True)[middle : middle + 1].get()
