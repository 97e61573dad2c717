"""The site's own search index. Rooms above put rows in and take them out; anybody looks things up.

search.put(kind="forum.post", ref="12", audience="estate:7:verified", title=…, text=…, url=…, when=…)
search.remove(kind="forum.post", ref="12")
search.find(viewer, "漏水", kinds=["forum.post"], limit=20)

A query may hold phrases in quotation marks and words not wanted: see `search.asking`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from owners.viewers import Viewer
    from search.actions import Entry
    from search.models import SearchEntry
    from search.querysets import SearchEntryQuerySet
    from search.scope import Scope

# The functions import what they need when called: models can't be loaded while Django imports its apps.


def put(
    *,
    kind: str,
    ref: str,
    audience: str,
    title: str,
    text: str,
    url: str,
    when: datetime,
    estate_id: int | None = None,
    language: str = "",
) -> None:
    """Adds or replaces one entry; call it in the transaction that writes the row itself.

    `text` is plain text. `language` is only named where the text exists in one language alone
    (translated pages): the results page then offers it to readers of that language.
    """
    from search.actions import Entry

    put_all(
        [
            Entry(
                kind=kind,
                ref=ref,
                audience=audience,
                title=title,
                text=text,
                url=url,
                when=when,
                estate_id=estate_id,
                language=language,
            )
        ]
    )


def put_all(entries: Iterable[Entry]) -> None:
    """The same for any number of `search.actions.Entry`, which also know place, author and seal."""
    from search import actions

    actions.put_all(entries)


def remove(*, kind: str, ref: str) -> None:
    """Takes an entry out; one that isn't there is fine."""
    remove_all(kind=kind, refs=[ref])


def remove_all(*, kind: str, refs: Sequence[str]) -> None:
    from search import actions

    actions.remove(kind=kind, refs=refs)


def open_place(*, place: str, audience: str, estate_id: int | None) -> None:
    """Everything in a place belongs to another audience from now on."""
    from search import actions

    actions.open_place(place=place, audience=audience, estate_id=estate_id)


def find(
    viewer: Viewer,
    query: str,
    kinds: Sequence[str] | None = None,
    estate_id: int | None = None,
    before: str | None = None,
    limit: int = 20,
    languages: Sequence[str] | None = None,
) -> list[SearchEntry]:
    """Entries that hold every phrase of the query and are open to the viewer, newest first.

    A kind ending in a dot (`forum.`) stands for all kinds of that room. `before` is the `cursor` of the
    last entry of the page above. `languages` leaves out what exists in other languages alone. An empty
    query finds nothing.
    """
    from search.scope import Scope

    found = hits(viewer, query, Scope(kinds=kinds, estate_id=estate_id, languages=languages))
    if before:
        found = found.before(before)
    return found.defer("grams", "folded").newest(limit)


def hits(viewer: Viewer, query: str, scope: Scope | None = None) -> SearchEntryQuerySet:
    """All of them, in no order."""
    from search.models import SearchEntry
    from search.scope import EVERYTHING

    return SearchEntry.objects.holding(query, viewer.keys).visible_to(viewer).within(scope or EVERYTHING)


def declare_tab(prefix: str, label: StrOrPromise, icon: str) -> None:
    """Names a tab of the results page for the kinds that begin with `prefix`. Called in `apps.ready`."""
    from search import tabs

    tabs.declare(prefix, label, icon)
