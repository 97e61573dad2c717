"""Where entries come from. Search knows no room by name: each declares how its own are made anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Source:
    """`walked` are the rows to go over, each put into the index by `put` (what it no longer shows, taken out).

    `put` is given a row that is locked, and whatever writes the entry otherwise has to hold that lock too: a
    posts' topic, not the post. `shown` are the rows that a `ref` numbers; an entry without one is left over.
    """

    kind: str
    walked: Callable[[], QuerySet[Any]]
    put: Callable[[Any], None]
    shown: Callable[[], QuerySet[Any]]


_SOURCES: dict[str, Source] = {}


def declare(source: Source) -> None:
    """Called in `apps.ready`."""
    _SOURCES[source.kind] = source


def declared() -> Sequence[Source]:
    return [_SOURCES[kind] for kind in sorted(_SOURCES)]
