"""What somebody who is still typing may be looking for: titles that hold the words so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import search
from search import asking, synonyms
from search.folding import fold
from search.languages import address, readable
from search.scope import Scope

if TYPE_CHECKING:
    from owners.viewers import Viewer

MOST = 8
FEWEST_CHARACTERS = 2
# Among so many of the newest hits titles are looked for: a keystroke must stay cheap.
CANDIDATES = 300


@dataclass(frozen=True, slots=True)
class Suggestion:
    title: str
    url: str
    kind: str


def suggest(viewer: Viewer, query: str) -> list[Suggestion]:
    """Titles open to the viewer; those that begin with what was typed first, then the newest."""
    wanted = asking.read(query).wanted
    if len("".join(wanted)) < FEWEST_CHARACTERS:
        return []
    hits = search.hits(viewer, query, Scope(languages=readable())).questions()
    rows = hits.newest(CANDIDATES, ("title", "url", "kind", "language"))
    variants = [synonyms.variants_of(phrase) for phrase in wanted]
    by_title: dict[str, tuple[bool, Suggestion]] = {}
    for title, url, kind, language in rows:
        folded = fold(title)
        if all(any(variant in folded for variant in same) for same in variants):
            begins = any(folded.startswith(variant) for variant in variants[0])
            by_title.setdefault(folded, (not begins, Suggestion(title, address(url, language), kind)))
    ordered = sorted(by_title.values(), key=lambda found: found[0])
    return [suggestion for _later, suggestion in ordered[:MOST]]
