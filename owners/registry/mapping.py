"""Which column means what at an estate: what somebody confirmed, else what the titles say."""

from collections import Counter
from collections.abc import Iterable, Sequence

from owners.models import ColumnMapping, MappedColumn
from owners.registry.columns import Field, Meanings, plain
from owners.registry.values import Cell


def remembered(estate_id: int, kind: str) -> Meanings:
    """The meanings that were confirmed for this kind of list at the estate, by plain title."""
    columns = MappedColumn.objects.filter(mapping__estate=estate_id, mapping__kind=kind)
    return meanings_of((column.title, column.meaning) for column in columns)


def meanings_of(columns: Iterable[tuple[str, str]]) -> Meanings:
    """By plain title; where two columns bear one title, what the first one with a meaning says."""
    found: dict[str, Field | None] = {}
    for title, meaning in columns:
        if key := plain(title):
            found[key] = found.get(key) or (Field(meaning) if meaning in set(Field) else None)
    return found


def titles_of(mapping: ColumnMapping) -> list[str]:
    """The header row of the office's own layout."""
    return [column.title for column in mapping.columns.all()]


def repeated(titles: Sequence[Cell]) -> set[str]:
    """Plain titles that stand over more than one column: they can only mean the same."""
    count = Counter(plain(title) for title in titles if isinstance(title, str))
    return {title for title, times in count.items() if title and times > 1}
