"""Where one may look within a room: its boards. Search knows no room by name; each declares its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from owners.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Place:
    """`key` as in `search.put_all`; the label is in the reader's language."""

    key: str
    label: str


_LISTS: dict[str, Callable[[Viewer], Sequence[Place]]] = {}


def declare(prefix: str, places_of: Callable[[Viewer], Sequence[Place]]) -> None:
    """`prefix` as for tabs; `places_of(viewer)` gives those that are open to the viewer."""
    _LISTS[prefix] = places_of


def open_to(viewer: Viewer, prefix: str = "") -> list[Place]:
    """The places of one tab, or of all."""
    return [place for room, places_of in _LISTS.items() if prefix in {"", room} for place in places_of(viewer)]
