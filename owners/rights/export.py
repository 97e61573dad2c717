"""A person's data as plain values: what the page sums up, and what the copy holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import models

from owners.rights.holdings import Holding, holdings
from owners.rights.whose import Whose
from portal.sealed_fields import Sealed
from portal.words import cn_date, cn_datetime

# The page says "1000+" rather than count on.
COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of "what we hold"."""

    holding: Holding
    count: int

    @property
    def many(self) -> bool:
        return self.count >= COUNTED


def summaries(whose: Whose) -> list[Summary]:
    """What there is, what people know best first (it is erased last); what there is nothing of is left out.
    One query each, never a count without end."""
    found = ((holding, _counted(holding.rows(whose))) for holding in reversed(holdings()))
    return [Summary(holding, count) for holding, count in found if count]


def _counted(rows: models.QuerySet[Any]) -> int:
    return rows.order_by()[:COUNTED].count()


def rows_of(holding: Holding, whose: Whose) -> Iterator[dict[str, Any]]:
    """Each row as column → plain value, oldest first."""
    for row in holding.rows(whose).order_by("pk").iterator(chunk_size=500):
        yield {path: plain(row, path) for path in holding.shows}


def plain(row: Any, path: str) -> Any:
    """The value at a path of attributes: text, number, true, false or null; dates in ISO form; seals opened."""
    value = row
    *way, last = path.split("__")
    for name in way:
        value = getattr(value, name, None)
    if value is None:
        return None
    display = getattr(value, f"get_{last}_display", None)
    value = display() if display else getattr(value, last)
    if callable(value) and not isinstance(value, models.Manager):
        value = value()
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Sealed):
        return value.open()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | models.QuerySet | models.Manager):
        rows = value.all() if isinstance(value, models.Manager) else value
        return [_plain(one) for one in rows]
    return str(value)


def readable(value: Any) -> str:
    """A plain value as it is read on the page of the copy."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, list):
        return "、".join(readable(one) for one in value)
    if isinstance(value, str) and len(value) >= 10 and value[4:5] == "-" and value[7:8] == "-":
        try:
            return cn_datetime(datetime.fromisoformat(value)) if "T" in value else cn_date(date.fromisoformat(value))
        except ValueError:
            return value
    return str(value)
