"""The site's own search index. Rooms above put rows in and take them out; anybody looks things up.

search.put(kind="forum.post", ref="12", audience="estate:7:verified", title=…, text=…, url=…, when=…)
search.remove(kind="forum.post", ref="12")
search.find(viewer, "漏水", kinds=["forum.post"], limit=20)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from owners.viewers import Viewer
    from search.models import SearchEntry

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
    from search import actions

    actions.put(
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


def remove(*, kind: str, ref: str) -> None:
    """Takes an entry out; one that isn't there is fine."""
    from search import actions

    actions.remove(kind=kind, ref=ref)


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
    from search.models import SearchEntry

    return SearchEntry.objects.page_of_hits(
        viewer, query, kinds=kinds, estate_id=estate_id, before=before, limit=limit, languages=languages
    )


def declare_tab(prefix: str, label: StrOrPromise, icon: str) -> None:
    """Names a tab of the results page for the kinds that begin with `prefix`. Called in `apps.ready`."""
    from search import tabs

    tabs.declare(prefix, label, icon)
