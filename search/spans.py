"""Spans of time as the index knows them: cells of five sizes, each eight of the size below.

Every entry bears the five cells that its moment falls into as tokens among its others (`search.index`
computes them in the database, by the same shifts). A span whose ends lie on borders of cells is then the
union of a few dozen cells at most, and the index can be asked for a word within it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from search.moments import microseconds, moment

# A cell of size n lasts 2**n seconds: 68 minutes, 9 hours, 3 days, 24 days, half a year.
SIZES = (12, 15, 18, 21, 24)
# A span of more seconds has no beginning: what is so rare is cheaper looked up through all years.
LONGEST = 1 << 27
_A_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Span:
    """From second `start` to before second `end`, on borders of cells; without one, open to that side."""

    start: int | None = None
    end: int | None = None

    @classmethod
    def around(cls, first: datetime, last: datetime) -> Self:
        """The shortest with both moments in it."""
        smallest = SIZES[0]
        start, end = (microseconds(at) // _A_SECOND >> smallest for at in (first, last))
        return cls(start << smallest, (end + 1) << smallest)

    def length_from(self, earlier: Span) -> int:
        """From where the earlier one begins to where this ends."""
        assert self.end is not None
        assert earlier.start is not None
        return self.end - earlier.start

    def before(self, length: int) -> Self:
        """The one that ends where this begins. Long ones begin on borders of large cells: fewer fill them."""
        assert self.start is not None
        if length > LONGEST:
            return type(self)(None, self.start)
        size = max((size for size in SIZES if length >> size >= 8), default=SIZES[0])
        return type(self)((self.start - length) >> size << size, self.start)

    @property
    def first(self) -> datetime | None:
        return None if self.start is None else moment(self.start * _A_SECOND)

    @property
    def behind(self) -> datetime | None:
        return None if self.end is None else moment(self.end * _A_SECOND)

    @property
    def cells(self) -> list[str]:
        """The tokens of the fewest cells that fill it, the latest first; none if it is open."""
        if self.start is None or self.end is None:
            return []
        tokens, end = [], self.end
        while end > self.start:
            size = next(size for size in reversed(SIZES) if end % (1 << size) == 0 and end - (1 << size) >= self.start)
            end -= 1 << size
            tokens.append(f"~{size}:{end >> size}")
        return tokens


ALL_TIME = Span()
