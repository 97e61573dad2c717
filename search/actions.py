from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.db import transaction

from search import synonyms
from search.folding import fold, grams, tidy
from search.models import SearchEntry, SearchSynonym

LONGEST_TEXT = 20_000
LONGEST_TITLE = 200
_AT_ONCE = 200
_KEY = ("kind", "ref")
_FACTS = [
    "audience",
    "estate",
    "language",
    "title",
    "text",
    "url",
    "at",
    "folded",
    "grams",
    "place",
    "author",
    "official",
    "is_reply",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One findable thing, as its room hands it over; see `search.put`."""

    kind: str
    ref: str
    audience: str
    title: str
    text: str
    url: str
    when: datetime
    estate_id: int | None = None
    language: str = ""
    place: str = ""
    author_id: int | None = None
    official: bool = False
    is_reply: bool = False


@transaction.atomic
def put_all(entries: Iterable[Entry]) -> None:
    """Adds each entry, or replaces the one with the same kind and ref (its audience too)."""
    for some in batched(entries, _AT_ONCE, strict=False):
        SearchEntry.objects.bulk_create(
            [_row(entry) for entry in some], update_conflicts=True, unique_fields=_KEY, update_fields=_FACTS
        )


def _row(entry: Entry) -> SearchEntry:
    title, text = tidy(entry.title)[:LONGEST_TITLE], tidy(entry.text)[:LONGEST_TEXT]
    folded = fold(f"{title}\n{text}")
    return SearchEntry(
        kind=entry.kind,
        ref=entry.ref,
        audience=entry.audience,
        estate_id=entry.estate_id,
        language=entry.language,
        title=title,
        text=text,
        url=entry.url,
        at=entry.when,
        folded=folded,
        grams=grams(folded),
        place=entry.place,
        author_id=entry.author_id,
        official=entry.official,
        is_reply=entry.is_reply,
    )


@transaction.atomic
def remove(*, kind: str, refs: Sequence[str]) -> None:
    for some in batched(refs, _AT_ONCE, strict=False):
        SearchEntry.objects.filter(kind=kind, ref__in=some).delete()


@transaction.atomic
def open_place(*, place: str, audience: str, estate_id: int | None) -> None:
    """Gives everything in a place another audience and estate, by one statement."""
    SearchEntry.objects.filter(place=place).update(audience=audience, estate_id=estate_id)


@transaction.atomic
def set_synonyms(*, words: str) -> SearchSynonym:
    """Declares blank-separated words to mean the same; the same row again changes nothing."""
    row, _ = SearchSynonym.objects.get_or_create(words=" ".join(words.split()))
    transaction.on_commit(synonyms.forget)
    return row
