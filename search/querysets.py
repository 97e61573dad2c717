from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Self

from django.db import connections, models
from django.db.models import Q
from django.utils.timezone import get_current_timezone

from search import asking, index, synonyms
from search.folding import pieces_of
from search.moments import moment

if TYPE_CHECKING:
    from owners.viewers import Viewer
    from search.models import SearchEntry  # noqa: F401  (named in a string, which the linter does not read)
    from search.scope import Scope


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(audience__in=viewer.keys)

    def of_kinds(self, kinds: Sequence[str]) -> Self:
        """Entries of the kinds; one that ends in a dot stands for every kind of that room."""
        wanted = Q(pk__in=[])
        for kind in kinds:
            wanted |= Q(kind__startswith=kind) if kind.endswith(".") else Q(kind=kind)
        return self.filter(wanted)

    def within(self, scope: Scope) -> Self:
        found = self
        if scope.kinds is not None:
            found = found.of_kinds(scope.kinds)
        if scope.estate_id is not None:
            found = found.filter(estate_id=scope.estate_id)
        if scope.languages is not None:
            found = found.filter(language__in=("", *scope.languages))
        if scope.place:
            found = found.filter(place=scope.place)
        if scope.author:
            found = found.filter(author__nickname=scope.author, author__is_active=True)
        if scope.official:
            found = found.filter(official=True)
        return found.between(scope.since, scope.until)

    def between(self, since: date | None, until: date | None) -> Self:
        """Both days included, as local time has them."""
        found = self
        if since is not None:
            found = found.filter(at__gte=_midnight(since))
        if until is not None and until < date.max:
            found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
        return found

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
        # The first condition is implied; only by it does the index know where to begin.
        return self.filter(Q(at__lt=at) | Q(at=at, pk__lt=number), at__lte=at)

    def not_older_than(self, stamp: int, number: int) -> Self:
        at = moment(stamp)
        return self.filter(Q(at__gt=at) | Q(at=at, pk__gte=number), at__gte=at)

    def not_newer_than(self, stamp: int, number: int) -> Self:
        at = moment(stamp)
        return self.filter(Q(at__lt=at) | Q(at=at, pk__lte=number), at__lte=at)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=get_current_timezone())


def _is_one_piece(phrase: str) -> bool:
    pieces = pieces_of(phrase)
    return len(pieces) == 1 and pieces[0].token == phrase
