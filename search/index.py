"""The index over `SearchEntry.grams`: a GIN index on PostgreSQL, an FTS5 table on SQLite.

Both are kept by the database itself, so that no road of writing (bulk, cascade, flush) can miss them.
"""

from collections.abc import Callable, Collection, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, TextField, Value

from search.folding import Piece, pieces_of

# The audience is a token among the others (@public): of a word that stands everywhere the index gives those
# places alone that are open to the viewer. Statistics on single tokens tell the planner when to walk by age.
_VECTOR = "array_to_tsvector(string_to_array(grams || ' @' || audience, ' '))"
_POSTGRESQL = [
    "DROP INDEX IF EXISTS search_grams",
    f"CREATE INDEX IF NOT EXISTS search_tokens ON search_searchentry USING gin (({_VECTOR}))",
    # Of a token that it does not know the planner thinks that it is half as common as the rarest it knows: with the
    # usual thousand known it walks the whole table by age to find a word that stands nowhere.
    "ALTER INDEX search_tokens ALTER COLUMN 1 SET STATISTICS 1000",
]
# With more keys than this (staff of all estates) most of all is open, and the row itself is asked.
_MOST_KEYS = 40

# The ascii tokeniser parts at blanks and leaves every other script alone; detail=none keeps no positions.
_SQLITE = [
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_grams USING fts5"
    "(grams, content='search_searchentry', content_rowid='id', tokenize='ascii', detail=none)",
    "DROP TRIGGER IF EXISTS search_grams_insert",
    "CREATE TRIGGER search_grams_insert AFTER INSERT ON search_searchentry BEGIN "
    "INSERT INTO search_grams(rowid, grams) VALUES (new.id, new.grams); END",
    "DROP TRIGGER IF EXISTS search_grams_delete",
    "CREATE TRIGGER search_grams_delete AFTER DELETE ON search_searchentry BEGIN "
    "INSERT INTO search_grams(search_grams, rowid, grams) VALUES ('delete', old.id, old.grams); END",
    "DROP TRIGGER IF EXISTS search_grams_update",
    "CREATE TRIGGER search_grams_update AFTER UPDATE OF id, grams ON search_searchentry BEGIN "
    "INSERT INTO search_grams(search_grams, rowid, grams) VALUES ('delete', old.id, old.grams); "
    "INSERT INTO search_grams(rowid, grams) VALUES (new.id, new.grams); END",
]


def install(connection: BaseDatabaseWrapper) -> None:
    """Creates what is missing; may run any number of times.

    On SQLite a migration that alters the table makes it anew without its triggers, so `apps.ready` has
    this run after every migrate.
    """
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


class Tokens(Func):
    template = "%(expressions)s"
    arg_joiner = " || ' @' || "
    output_field = TextField()


class VectorMatches(Func):
    """`tokens @@ query`, written as the GIN index is."""

    template = "array_to_tsvector(string_to_array(%(expressions)s::tsquery"
    arg_joiner = ", ' ')) @@ "
    output_field = BooleanField()


class RowMatches(Func):
    """The row's number is among those that the FTS5 table finds."""

    template = "%(expressions)s)"
    arg_joiner = " IN (SELECT rowid FROM search_grams WHERE search_grams MATCH "
    output_field = BooleanField()


def hits(vendor: str, variants: Sequence[Sequence[str]], keys: Collection[str]) -> Func:
    """True for a row that has the pieces of every phrase, of each in any of its variants.

    `keys` let the index leave out early what is not for the viewer; who wants to be sure asks `visible_to`.
    """
    if vendor == "postgresql":
        words = _expression(variants, "&", "|", _postgresql_piece)
        if 0 < len(keys) <= _MOST_KEYS:
            words += " & (" + " | ".join(_quoted(f"@{key}") for key in sorted(keys)) + ")"
        return VectorMatches(Tokens(F("grams"), F("audience")), Value(words))
    return RowMatches(F("pk"), Value(_expression(variants, "AND", "OR", _sqlite_piece)))


def _expression(variants: Sequence[Sequence[str]], both: str, either: str, write: Callable[[Piece], str]) -> str:
    wanted = []
    for same in variants:
        words = (f" {both} ".join(write(piece) for piece in pieces_of(variant)) for variant in same)
        wanted.append("(" + f" {either} ".join(f"({word})" for word in words) + ")")
    return f" {both} ".join(wanted)


# Tokens are letters and digits only (folding._RUNS), so quoting them is enough.
def _postgresql_piece(piece: Piece) -> str:
    return f"'{piece.token}':*" if piece.prefix else f"'{piece.token}'"


# Keys carry colons, and nothing that a quotation could not hold.
def _quoted(key: str) -> str:
    return "'" + key.replace("\\", "\\\\").replace("'", "''") + "'"


def _sqlite_piece(piece: Piece) -> str:
    return f'"{piece.token}"*' if piece.prefix else f'"{piece.token}"'
