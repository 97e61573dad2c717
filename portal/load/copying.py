"""Writing many rows by PostgreSQL's COPY."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models
from django.db.models import Max

_NULL = r"\N"


class Table:
    """Collects rows of one model and sends them in one COPY. Columns that are not given have their default.

    Ids are given out here, from the highest that is there; `finish` tells the sequence.
    """

    def __init__(self, model: type[models.Model], *given: str) -> None:
        self.model = model
        self._given = given
        fields = [field for field in model._meta.concrete_fields if field.column not in (*given, "id")]
        self._rest = "\t".join(_text(field.get_db_prep_save(field.get_default(), connection)) for field in fields)
        own_id = ["id"] if model._meta.pk.column == "id" else []
        columns = [*own_id, *given, *(field.column or "" for field in fields)]
        quote = connection.ops.quote_name
        self._sql = f"COPY {quote(model._meta.db_table)} ({', '.join(quote(one) for one in columns)}) FROM STDIN"
        self._has_id = bool(own_id)
        self._last = (model._default_manager.aggregate(last=Max("pk"))["last"] or 0) if own_id else 0
        self._lines: list[str] = []
        self.count = 0

    @property
    def next_id(self) -> int:
        return self._last + 1

    def add(self, *values: Any) -> int:
        """One row; returns its id (0 where the key is somebody else's)."""
        self._last += 1
        self.count += 1
        cells = [str(self._last)] if self._has_id else []
        cells += [value if type(value) is str else _text(value) for value in values]
        if self._rest:
            cells.append(self._rest)
        self._lines.append("\t".join(cells))
        return self._last if self._has_id else 0

    def flush(self) -> None:
        if not self._lines:
            return
        with connection.cursor() as cursor, cursor.copy(self._sql) as copy:
            copy.write("\n".join(self._lines) + "\n")
        self._lines.clear()

    def finish(self) -> None:
        self.flush()
        if not self._has_id:
            return
        with connection.cursor() as cursor:
            table = self.model._meta.db_table
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, max(self._last, 1)])


def _text(value: Any) -> str:
    """A value as COPY reads it. What is written here holds no tabs, line ends or backslashes."""
    match value:
        case None:
            return _NULL
        case bool():
            return "t" if value else "f"
        case datetime() | date():
            return value.isoformat()
        case int() | Decimal() | str():
            return str(value)
    raise TypeError(f"COPY of {type(value).__name__} is not foreseen")
