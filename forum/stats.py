"""How the company answers, in figures: for the home page, the boards and the dashboard."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from django.core.cache import cache
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

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
    # Promises to report by a day whose outcome was known in this time: reported by then, or the day has passed.
    promised: int = 0
    kept: int = 0

    @property
    def kept_percent(self) -> int | None:
        return round(100 * self.kept / self.promised) if self.promised else None

    @property
    def in_time_percent(self) -> int | None:
        return round(100 * self.in_time / self.answered) if self.answered else None


@dataclass(frozen=True, slots=True)
class OpenByAge:
    """What waits, by how long it has: under a day, up to three, longer; and what is past its promise."""

    fresh: int
    days: int
    old: int


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
    answers, counted, open_items = _rows(since, viewer, estate_ids)
    counts = counted.aggregate(**_counts(since))
    queue = open_items.aggregate(**_waiting())
    return AnswerStats(**counts, **queue, median=_median(answers, counts["answered"]))


def answer_stats_by(what: str, *, since: datetime, estate_ids: Collection[int]) -> dict[int | None, AnswerStats]:
    """The same figures for each `estate`, or for each `spokesperson` (what they have claimed counts as waiting).

    Three queries, however many there are.
    """
    answers, counted, open_items = _rows(since, None, estate_ids)
    holder = "claimed_by" if what == "spokesperson" else what
    answered = {row.pop(what): row for row in counted.order_by().values(what).annotate(**_counts(since))}
    waiting = {row.pop(holder): row for row in open_items.order_by().values(holder).annotate(**_waiting())}
    if what == "spokesperson":
        waiting.pop(None, None)
    medians = _medians(answers, what)
    nothing = dict.fromkeys(("answered", "in_time", "promised", "kept"), 0), {"waiting": 0, "late": 0}
    return {
        key: AnswerStats(**answered.get(key, nothing[0]), **waiting.get(key, nothing[1]), median=medians.get(key))
        for key in answered | waiting
    }


def open_by_age(*, estate_ids: Collection[int]) -> OpenByAge:
    """One query."""
    day, three = now() - timedelta(days=1), now() - timedelta(days=3)
    counts = (
        Watch.objects.open()
        .filter(estate__in=estate_ids)
        .aggregate(
            fresh=Count("id", filter=Q(started_at__gt=day)),
            days=Count("id", filter=Q(started_at__lte=day, started_at__gt=three)),
            old=Count("id", filter=Q(started_at__lte=three)),
        )
    )
    return OpenByAge(**counts)


def _first_in(since: datetime) -> Q:
    return Q(is_first=True, answered_at__gte=since, answered_at__lte=now())


def _kept_in(since: datetime) -> Q:
    return Q(promise_kept_at__lte=F("promised_for"), promise_kept_at__gte=since)


def _missed_in(since: datetime) -> Q:
    late = Q(promise_kept_at=None) | Q(promise_kept_at__gt=F("promised_for"))
    return late & Q(promised_for__gte=since, promised_for__lt=now())


def _counts(since: datetime) -> dict[str, Count]:
    first, kept, missed = _first_in(since), _kept_in(since), _missed_in(since)
    return {
        "answered": Count("id", filter=first),
        "in_time": Count("id", filter=first & Q(in_time=True)),
        "promised": Count("id", filter=kept | missed),
        "kept": Count("id", filter=kept),
    }


def _waiting() -> dict[str, Count]:
    return {"waiting": Count("id"), "late": Count("id", filter=Q(due_at__lt=now()))}


def _rows(
    since: datetime, viewer: Viewer | None, estate_ids: Collection[int] | None
) -> tuple[QuerySet[OfficialAnswer], QuerySet[OfficialAnswer], QuerySet[Watch]]:
    """First answers of the time; those with whatever promise was decided in it; what waits."""
    everything = OfficialAnswer.objects.all()
    open_items = Watch.objects.open()
    if viewer is not None:
        everything = everything.filter(topic__audience__in=viewer.keys)
        open_items = open_items.filter(topic__audience__in=viewer.keys)
    if estate_ids is not None:
        everything, open_items = everything.filter(estate__in=estate_ids), open_items.filter(estate__in=estate_ids)
    counted = everything.filter(_first_in(since) | _kept_in(since) | _missed_in(since))
    return everything.filter(_first_in(since)), counted, open_items


def _medians(answers: QuerySet[OfficialAnswer], what: str) -> dict[int | None, timedelta]:
    """The row in the middle of each group, as `_median` takes it."""
    placed = answers.annotate(
        place=Window(RowNumber(), partition_by=[what], order_by=["took", "id"]),
        size=Window(Count("id"), partition_by=[what]),
    )
    return dict(placed.filter(place=F("size") / 2 + 1).values_list(what, "took"))


def _median(answers: QuerySet[OfficialAnswer], count: int) -> timedelta | None:
    """Read from the row in the middle; the others stay in the database."""
    if not count:
        return None
    middle = count // 2
    return answers.order_by("took").values_list("took", flat=True)[middle : middle + 1].get()
