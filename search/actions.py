from datetime import datetime

from django.db import transaction

from search import synonyms
from search.folding import fold, grams
from search.models import SearchEntry, SearchSynonym

LONGEST_TEXT = 20_000
LONGEST_TITLE = 200


@transaction.atomic
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
) -> SearchEntry:
    """Adds the entry, or replaces the one with the same kind and ref (its audience too)."""
    title = title.replace("\x00", "")[:LONGEST_TITLE]
    text = text.replace("\x00", "")[:LONGEST_TEXT]
    folded = fold(f"{title}\n{text}")
    entry, _ = SearchEntry.objects.update_or_create(
        kind=kind,
        ref=ref,
        defaults={
            "audience": audience,
            "estate_id": estate_id,
            "language": language,
            "title": title,
            "text": text,
            "url": url,
            "at": when,
            "folded": folded,
            "grams": grams(folded),
        },
    )
    return entry


@transaction.atomic
def remove(*, kind: str, ref: str) -> None:
    SearchEntry.objects.filter(kind=kind, ref=ref).delete()


@transaction.atomic
def set_synonyms(*, words: str) -> SearchSynonym:
    """Declares blank-separated words to mean the same; the same row again changes nothing."""
    row, _ = SearchSynonym.objects.get_or_create(words=" ".join(words.split()))
    transaction.on_commit(synonyms.forget)
    return row
