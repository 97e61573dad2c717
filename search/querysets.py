from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import connections, models
from django.db.models import Expression, Q
from django.db.models.functions import Coalesce
from django.utils.timezone import get_current_timezone

from search import asking, index, synonyms, walking
from search.folding import pieces_of
from search.moments import moment

if TYPE_CHECKING:
    from owners.viewers import Viewer
    from search.models import SearchEntry  # noqa: F401  (named in a string, which the linter does not read)
    from search.scope import Scope
    from search.spans import Span


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    # Between these moments, included, all entries of the query lie: a walk by age need not look elsewhere.
    since: datetime | None = None
    until: datetime | None = None

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # the stubs don't know it
        clone.since, clone.until = self.since, self.until
        return clone

    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(audience__in=viewer.keys)

    def of_kinds(self, kinds: Sequence[str]) -> Self:
        """Entries of the kinds; one that ends in a dot stands for every kind of that room."""
        wanted = Q(pk__in=[])
        for kind in kinds:
            wanted |= Q(kind__startswith=kind) if kind.endswith(".") else Q(kind=kind)
        return self.bearing(*sorted({index.in_room(kind) for kind in kinds})).filter(wanted)

    def questions(self) -> Self:
        """What begins something, not what replies to it."""
        return self.bearing(index.QUESTION).filter(is_reply=False)

    def bearing(self, *tokens: str) -> Self:
        """Lets the index leave out what has none of the tokens; the columns that they stand for are asked too."""
        return self.filter(index.bearing(connections[self.db].vendor, tokens)) if tokens else self

    def within(self, scope: Scope) -> Self:
        found = self
        if scope.kinds is not None:
            found = found.of_kinds(scope.kinds)
        if scope.estate_id is not None:
            found = found.bearing(index.in_estate(scope.estate_id)).filter(estate_id=scope.estate_id)
        if scope.languages is not None:
            found = found.filter(language__in=("", *scope.languages))
        if scope.place:
            found = found.bearing(index.in_place(scope.place)).filter(place=scope.place)
        if scope.author:
            found = found.filter(author__nickname=scope.author, author__is_active=True)
        if scope.official:
            found = found.bearing(index.OFFICIAL).filter(official=True)
        return found.between(scope.since, scope.until)

    def between(self, since: date | None, until: date | None) -> Self:
        """Both days included, as local time has them."""
        found = self
        if since is not None:
            found = found.not_before(_midnight(since))
        if until is not None and until < date.max:
            behind = _midnight(until + timedelta(days=1))
            found = found.not_after(behind).filter(age__lt=behind)
        return found

    def not_before(self, since: datetime) -> Self:
        found = self._aged().filter(age__gte=since)
        found.since = since if self.since is None else max(since, self.since)
        return found

    def not_after(self, until: datetime) -> Self:
        found = self._aged().filter(age__lte=until)
        found.until = until if self.until is None else min(until, self.until)
        return found

    def _aged(self) -> Self:
        """The moment as an expression: as a column it makes the planner read the index of ages as well, or alone."""
        return self.alias(age=Coalesce("at", "at"))

    def during(self, span: Span) -> Self:
        """Those of a span of time, newest first."""
        found = self._aged().bearing(*span.cells)
        if span.first is not None:
            found = found.filter(age__gte=span.first)
        if span.behind is not None:
            found = found.filter(age__lt=span.behind)
        return found.order_by("-age", "-pk")

    def newest(self, need: int, columns: Sequence[str | Expression] = ()) -> list[Any]:
        """What `newest_first()[:need]` gives, without looking at all hits: entries, or tuples of columns."""
        return walking.newest(self, need, columns)

    def holding(self, query: str, keys: Collection[str] = ()) -> Self:
        """Entries with every wanted phrase, or a synonym of it, and no unwanted one; none for an empty query.

        `keys` are the viewer's, as a hint to the index.
        """
        asked = asking.read(query)
        variants = [synonyms.variants_of(phrase) for phrase in asked.wanted]
        if not variants:
            return self.none()
        hits = self.filter(index.hits(connections[self.db].vendor, variants, keys))
        for same in variants:
            # One pair of characters is exact in the index; anything longer could be scattered pairs.
            if any(not _is_one_piece(variant) for variant in same):
                held = Q(pk__in=[])
                for variant in same:
                    held |= Q(folded__contains=variant)
                hits = hits.filter(held)
        for phrase in asked.unwanted:
            hits = hits.exclude(folded__contains=phrase)
        return hits

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def before(self, cursor: str) -> Self:
        """Entries after the cursor in newest-first order; everything for a cursor that can't be read."""
        stamp, _, number = cursor.partition("-")
        if not (stamp.isdecimal() and number.isdecimal() and len(stamp) < 18 and len(number) < 18):
            return self
        return self.older_than(int(stamp), int(number))

    def older_than(self, stamp: int, number: int) -> Self:
        at = moment(stamp)
        return self.not_after(at).filter(Q(age__lt=at) | Q(age=at, pk__lt=number))

    def not_older_than(self, stamp: int, number: int) -> Self:
        at = moment(stamp)
        return self.not_before(at).filter(Q(age__gt=at) | Q(age=at, pk__gte=number))

    def not_newer_than(self, stamp: int, number: int) -> Self:
        at = moment(stamp)
        return self.not_after(at).filter(Q(age__lt=at) | Q(age=at, pk__lte=number))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=get_current_timezone())


def _is_one_piece(phrase: str) -> bool:
    return pieces_of(phrase) == [phrase]
