"""What each row of a list changed, written down so that the whole import can be taken back.

A row's entry is sealed text: `[model, id, former values or null, mark of what was written]`. The
mark tells later whether somebody has changed it since.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from owners.models import ImportChange, ImportRun
from owners.registry.lines import ListedRow
from portal.sealed_fields import FingerprintField, Sealed

# Written with every reading of a list, which is no change to what it says.
_BOOKKEEPING = {"listed_in_id"}
_LEFT_OUT = {"id", "created_at"}
# A row that made one of these brought something new; any other only changed what was there.
_NEW = {"unit", "person", "feecharge", "purchase"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One object of a row: made (`before` is None), or changed from `before`."""

    model: str
    pk: int
    before: dict[str, Any] | None
    mark: str


def values_of(thing: Model) -> dict[str, Any]:
    """The stored values, as JSON has them: without key and time of making, sealed ones opened.

    Fingerprints follow from what they are made of, and change with the key.
    """
    return {
        field.attname: _plain(getattr(thing, field.attname))
        for field in thing._meta.concrete_fields
        if field.attname not in _LEFT_OUT and not isinstance(field, FingerprintField)
    }


def mark_of(values: Mapping[str, Any]) -> str:
    text = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Sealed):
        return value.open()
    return value if value is None or isinstance(value, str | int | bool) else str(value)


class Journal:
    """Collects the changes of a chunk. `remember` what is known, `touch` what a row is about, then `write`."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self._before: dict[int, dict[str, Any] | None] = {}
        self._row: dict[int, ListedRow] = {}
        self._things: dict[int, Model] = {}

    def remember(self, thing: Model) -> None:
        """Keeps the stored values of something loaded. Once is enough."""
        if id(thing) not in self._things:
            self._things[id(thing)] = thing
            self._before[id(thing)] = None if thing._state.adding else values_of(thing)

    def touch(self, thing: Model, row: ListedRow) -> None:
        """Says that a row is about it; the first row counts."""
        self.remember(thing)
        self._row.setdefault(id(thing), row)

    def made(self, thing: Model, row: ListedRow) -> None:
        """Something that was made for the row and is stored already."""
        self._things[id(thing)], self._before[id(thing)] = thing, None
        self._row.setdefault(id(thing), row)

    def write(self, rows: Iterable[ListedRow]) -> Counter[str]:
        """Stores one change per row that did anything; counts rows that were new, changed, same, rejected."""
        entries: defaultdict[int, list[Entry]] = defaultdict(list)
        for key, row in self._row.items():
            if entry := self._entry(self._things[key], self._before[key]):
                entries[id(row)].append(entry)
        ImportChange.objects.bulk_create(
            ImportChange(run=self.run, sheet=row.sheet, row=row.row, sealed=written(entries[id(row)]))
            for row in rows
            if entries[id(row)]
        )
        return Counter("rejected" if row.rejected else _outcome(entries[id(row)]) for row in rows)

    def _entry(self, thing: Model, before: dict[str, Any] | None) -> Entry | None:
        name = thing._meta.model_name or ""
        after = values_of(thing)
        if before is None:
            return Entry(name, thing.pk, None, mark_of(after)) if thing.pk else None
        former = {field: value for field, value in before.items() if after[field] != value}
        return Entry(name, thing.pk, former, mark_of({field: after[field] for field in former})) if former else None


def _outcome(entries: list[Entry]) -> str:
    if any(entry.before is None and entry.model in _NEW for entry in entries):
        return "new"
    return "changed" if any(entry.before is None or entry.before.keys() - _BOOKKEEPING for entry in entries) else "same"


def written(entries: Iterable[Entry]) -> str:
    """The text of some entries; ImportChange seals it."""
    rows = [[entry.model, entry.pk, entry.before, entry.mark] for entry in entries]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def entries_of(change: ImportChange) -> list[Entry]:
    return [Entry(*row) for row in json.loads(change.sealed.open())]
