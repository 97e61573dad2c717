"""Boards under their headings, as the forum's fronts show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from forum.models import Board, Section


@dataclass(frozen=True, slots=True)
class Shelf:
    """The boards of one section, in their order. Without a section: those that stand under no heading."""

    section: Section | None
    boards: list[Board]


def shelves_of(boards: Iterable[Board]) -> list[Shelf]:
    """In the order of the sections, what has none at the end. No query where `section` is loaded."""
    found: dict[int | None, Shelf] = {}
    for board in boards:
        found.setdefault(board.section_id, Shelf(board.section, [])).boards.append(board)
    return sorted(found.values(), key=_place)


def _place(shelf: Shelf) -> tuple[bool, int, int]:
    section = shelf.section
    return (True, 0, 0) if section is None else (False, section.position, section.pk)
