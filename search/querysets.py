from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import connections, models
from django.db.models import Q

from search import index, synonyms
from search.folding import phrases, pieces_of

if TYPE_CHECKING:
    from owners.viewers import Viewer
    from search.models import SearchEntry

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(audience__in=viewer.keys)

    def of_kinds(self, kinds: Sequence[str]) -> Self:
        """Entries of the kinds; one that ends in a dot stands for every kind of that room."""
        wanted = Q(pk__in=[])
        for kind in kinds:
            wanted |= Q(kind__startswith=kind) if kind.endswith(".") else Q(kind=kind)
        return self.filter(wanted)

    def holding(self, query: str) -> Self:
        """Entries that hold every phrase of the query, or a synonym of it; none for an empty query."""
        variants = [synonyms.variants_of(phrase) for phrase in phrases(query)]
        if not variants:
            return self.none()
        hits = self.filter(index.hits(connections[self.db].vendor, variants))
        for same in variants:
            # One pair of characters is exact in the index; anything longer could be scattered pairs.
            if any(len(pieces_of(variant)) > 1 for variant in same):
                held = Q(pk__in=[])
                for variant in same:
                    held |= Q(folded__contains=variant)
                hits = hits.filter(held)
        return hits

    def before(self, cursor: str) -> Self:
        """Entries after the cursor in newest-first order; everything for a cursor that can't be read."""
        stamp, _, number = cursor.partition("-")
        if not (stamp.isdecimal() and number.isdecimal() and len(stamp) < 18 and len(number) < 18):
            return self
        at = _EPOCH + timedelta(microseconds=int(stamp))
        return self.filter(Q(at__lt=at) | Q(at=at, pk__lt=int(number)))

    def page_of_hits(
        self,
        viewer: Viewer,
        query: str,
        *,
        kinds: Sequence[str] | None,
        estate_id: int | None,
        before: str | None,
        limit: int,
        languages: Sequence[str] | None,
    ) -> list[SearchEntry]:
        """What `search.find` promises."""
        found = self.holding(query).visible_to(viewer)
        if kinds is not None:
            found = found.of_kinds(kinds)
        if estate_id is not None:
            found = found.filter(estate_id=estate_id)
        if languages is not None:
            found = found.filter(language__in=("", *languages))
        if before:
            found = found.before(before)
        return list(found.order_by("-at", "-pk").defer("grams", "folded")[:limit])
