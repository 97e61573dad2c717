"""Where to look: what narrows a search beside its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Everything, unless said otherwise.

    A kind ending in a dot (`forum.`) stands for all kinds of that room. `languages` leaves out what exists
    in other languages alone. `place` is a key of `search.put`, `author` a nickname, written in full.
    Both days count, in local time.
    """

    kinds: Sequence[str] | None = None
    estate_id: int | None = None
    languages: Sequence[str] | None = None
    place: str = ""
    author: str = ""
    since: date | None = None
    until: date | None = None
    official: bool = False


EVERYTHING = Scope()
