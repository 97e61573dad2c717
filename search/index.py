"""The index over an entry's tokens: a GIN index on PostgreSQL, an FTS5 table on SQLite.

Both are kept by the database itself, so that no road of writing (bulk, cascade, flush) can miss them.

On PostgreSQL whatever narrows a search is a token among the pieces of the text: who may read (`@public`),
where it stands (`=board:7`), its room, its estate, the seal, and the cells of time that it falls into. The
index then gives nothing but what is wanted, however common the word. See docs/adr/0013.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Q, Value

from search.folding import pieces_of
from search.spans import SIZES

_COLUMNS = ("grams", "audience", "kind", "place", "estate_id", "official", "is_reply", "at")
_SECOND = "floor(extract(epoch FROM at))::bigint"
_CELLS = " || ".join(f"' ~{size}:' || ({_SECOND} >> {size})" for size in SIZES)
# The price tells the planner that taking tokens from a row is dear, which it would do for every row of a walk by age.
# Not being for parallel workers, it keeps them away: to start them takes longer than any of these queries does.
# What the function gives stands in the index: who changes it gives the index another name.
_POSTGRESQL = [
    "DROP INDEX IF EXISTS search_grams",
    "DROP INDEX IF EXISTS search_tokens",
    f"""
    CREATE OR REPLACE FUNCTION search_tokens_of(
        grams text, audience text, kind text, place text, estate bigint, official boolean, reply boolean, at timestamptz
    ) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL RESTRICTED COST 1000 AS $$
    BEGIN
        RETURN array_to_tsvector(array_remove(string_to_array(
            grams || ' @' || audience || ' !' || split_part(kind, '.', 1) || ' =' || place
                || coalesce(' +' || estate, '') || CASE WHEN official THEN ' *' ELSE '' END
                || CASE WHEN reply THEN '' ELSE ' ?' END || {_CELLS},
            ' '), ''));
    END $$
    """,
    # Without a list of the pending, which every search would have to read through.
    f"CREATE INDEX IF NOT EXISTS search_by_tokens ON search_searchentry "
    f"USING gin (search_tokens_of({', '.join(_COLUMNS)})) WITH (fastupdate = off)",
    # Of a token that it does not know the planner thinks that it is half as common as the rarest it knows.
    "ALTER INDEX search_by_tokens ALTER COLUMN 1 SET STATISTICS 1000",
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


class TokensOf(Func):
    function = "search_tokens_of"


class TokensMatch(Func):
    """`tokens @@ query`, written as the GIN index is."""

    template = "%(expressions)s::tsquery"
    arg_joiner = " @@ "
    output_field = BooleanField()

    def __init__(self, query: str) -> None:
        super().__init__(TokensOf(*(F(name) for name in _COLUMNS)), Value(query))


class RowMatches(Func):
    """The row's number is among those that the FTS5 table finds."""

    template = "%(expressions)s)"
    arg_joiner = " IN (SELECT rowid FROM search_grams WHERE search_grams MATCH "
    output_field = BooleanField()

    def __init__(self, query: str) -> None:
        super().__init__(F("pk"), Value(query))


def hits(vendor: str, variants: Sequence[Sequence[str]], keys: Collection[str]) -> Func:
    """True for a row that has the pieces of every phrase, of each in any of its variants.

    `keys` let the index leave out early what is not for the viewer; who wants to be sure asks `visible_to`.
    """
    if vendor != "postgresql":
        return RowMatches(_expression(variants, "AND", "OR", '"{}"'.format))
    words = _expression(variants, "&", "|", _quoted)
    if 0 < len(keys) <= _MOST_KEYS:
        words += f" & ({_any_of(f'@{key}' for key in sorted(keys))})"
    return TokensMatch(words)


def bearing(vendor: str, tokens: Iterable[str]) -> Q | TokensMatch:
    """True for a row with any of these tokens of another sort than words.

    A hint as well: SQLite's index doesn't know them, so whoever asks says the same in columns. A condition of
    its own, as the index then goes from hit to hit of the rarer side and skips what lies between on both.
    """
    return TokensMatch(_any_of(tokens)) if vendor == "postgresql" else Q()


def in_place(place: str) -> str:
    return f"={place}"


def in_estate(estate_id: int) -> str:
    return f"+{estate_id}"


def in_room(kind: str) -> str:
    return "!" + kind.partition(".")[0]


OFFICIAL = "*"
QUESTION = "?"


def _expression(variants: Sequence[Sequence[str]], both: str, either: str, write: Callable[[str], str]) -> str:
    wanted = []
    for same in variants:
        words = (f" {both} ".join(map(write, pieces_of(variant))) for variant in same)
        wanted.append("(" + f" {either} ".join(f"({word})" for word in words) + ")")
    return f" {both} ".join(wanted)


def _any_of(tokens: Iterable[str]) -> str:
    return " | ".join(map(_quoted, tokens))


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
