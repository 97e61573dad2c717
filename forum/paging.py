"""Pages by key: the moment and id of the last row seen, never by counting rows."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Model, Q, QuerySet

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page[Row: Model]:
    """Rows, and the key for the page after them; empty on the last one."""

    rows: list[Row]
    older: str


def newest_first[Row: Model](found: QuerySet[Row], *, field: str, before: str, size: int) -> Page[Row]:
    """A page of rows by a moment and id, both falling. A key that can't be read begins at the newest."""
    if position := read_key(before):
        moment, last_id = position
        found = found.filter(Q(**{f"{field}__lt": moment}) | Q(**{field: moment, "id__lt": last_id}))
    return _page(found.order_by(f"-{field}", "-id"), field, size)


def oldest_first[Row: Model](found: QuerySet[Row], *, field: str, after: str, size: int) -> Page[Row]:
    """A page of rows by a moment and id, both rising."""
    if position := read_key(after):
        moment, last_id = position
        found = found.filter(Q(**{f"{field}__gt": moment}) | Q(**{field: moment, "id__gt": last_id}))
    return _page(found.order_by(field, "id"), field, size)


def key_of(moment: datetime, row_id: int) -> str:
    return f"{(moment - _EPOCH) // timedelta(microseconds=1)}-{row_id}"


def read_key(text: str) -> tuple[datetime, int] | None:
    micro, _, row_id = text.partition("-")
    if not (micro.isdecimal() and row_id.isdecimal() and len(micro) < 18 and len(row_id) < 19):
        return None
    return _EPOCH + timedelta(microseconds=int(micro)), int(row_id)


def _page[Row: Model](found: QuerySet[Row], field: str, size: int) -> Page[Row]:
    rows = list(found[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows=rows[:size], older=key_of(getattr(last, field), last.pk) if last else "")
