"""Whose words a reader doesn't want to read: a room above declares it, search knows no block by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from owners.viewers import Viewer

_SHUT_OUT: list[Callable[[Viewer], Collection[int]]] = []


def declare(blocked_by: Callable[[Viewer], Collection[int]]) -> None:
    """`blocked_by(viewer)` gives the ids of accounts; asked once for each page of results."""
    if blocked_by not in _SHUT_OUT:
        _SHUT_OUT.append(blocked_by)


def shut_out_by(viewer: Viewer) -> frozenset[int]:
    """Ids of the accounts whose words are folded for the viewer. The hit stays, and its title: nothing is found
    less, and pages stay as long as they are."""
    return frozenset(pk for blocked_by in _SHUT_OUT for pk in blocked_by(viewer))
