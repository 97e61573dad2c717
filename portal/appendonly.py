"""Tables whose rows can't be changed or removed: guarded by triggers, not by good intentions.

`guard(table, name, when)` gives the SQL for PostgreSQL and SQLite; `install` runs it. An app calls
`install` in its migration and again after every `migrate`, since SQLite loses triggers when a
later migration rebuilds the table.

The test runner empties tables between transactional tests. PostgreSQL does so by TRUNCATE, which
row triggers don't see; for SQLite, which DELETEs, `flush_allowed` opens a gate: a row in a table
of its own, which no code outside the tests writes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

GATE = "linli_flush_gate"


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuses UPDATE and DELETE on `table`, for rows where `update_when`/`delete_when` hold.

    The conditions are SQL over OLD and NEW (UPDATE) and OLD (DELETE); `TRUE` guards every row.
    """

    table: str
    update_when: str = "TRUE"
    delete_when: str = "TRUE"


def install(guard: Guard, using: str = "default") -> None:
    """Puts the guard's triggers on its table, anew where they stood already."""
    connection = connections[using]
    statements = _postgresql(guard) if connection.vendor == "postgresql" else _sqlite(guard)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def flush_allowed(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """For the test runner only: within the block SQLite lets guarded rows be removed."""
    if connection.vendor != "sqlite" or GATE not in connection.introspection.table_names():
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {GATE} VALUES (1)")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {GATE}")


def _postgresql(guard: Guard) -> list[str]:
    statements = [
        """
        CREATE OR REPLACE FUNCTION linli_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END $$
        """
    ]
    for verb, when in (("UPDATE", guard.update_when), ("DELETE", guard.delete_when)):
        name = f"{guard.table}_no_{verb.lower()}"
        statements.append(
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {guard.table} FOR EACH ROW "
            f"WHEN ({when}) EXECUTE FUNCTION linli_refuse_change()"
        )
    return statements


def _sqlite(guard: Guard) -> list[str]:
    statements = [f"CREATE TABLE IF NOT EXISTS {GATE} (open integer)"]
    for verb, when in (("UPDATE", guard.update_when), ("DELETE", guard.delete_when)):
        name = f"{guard.table}_no_{verb.lower()}"
        statements += [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {verb} ON {guard.table} "
            f"WHEN ({when}) AND NOT EXISTS (SELECT 1 FROM {GATE}) "
            f"BEGIN SELECT RAISE(ABORT, '{guard.table} is append-only'); END",
        ]
    return statements
