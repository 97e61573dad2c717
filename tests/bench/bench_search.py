"""What a search costs in the database, on PostgreSQL, with words from every second post to none: `make bench-search`.

Needs DATABASE_URL of a database to be filled and left behind; POSTS=10000000 is how many entries it shall hold (some
16 GB and, on an idle core, three quarters of an hour; filled once, it is measured again as it is). Their words are as
uneven as in life (5,000 of them, cubed chance), over six years at ten million; a fifth is open to visitors, they stand
on 200 boards. The last line is the result as one JSON object: per reader, place, word and page the hits, the queries,
and the median and the least time.
"""

import json
import os
import statistics
import sys
import time
from itertools import product
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TIMES = 5
AT_ONCE = 200_000
WORDS = 5000
READERS = {"resident": {"public", "signed-in", "estate:1:verified"}, "visitor": {"public"}, "nobody": {"nobody"}}
RANKS = [1, 10, 100, 1000, 3500, 9999]
BOARDS = 200
# A page three years down.
DEEP = f"{1_700_000_000_000_000}-0"

FILL = """
INSERT INTO search_searchentry (kind, ref, audience, language, title, text, url, at, folded, grams, place, official,
                                is_reply)
SELECT 'bench.post', n::text,
       (array['public', 'signed-in', 'estate:1:verified', 'estate:1:verified', 'staff'])[1 + floor(random() * 5)::int],
       '', '题目', text, '/', timestamptz '2026-11-01 12:00+08' - (%(posts)s - n) * interval '16 seconds',
       text, pieces, 'board:' || 1 + floor(%(boards)s * power(random(), 2))::int, random() < 0.01, random() < 0.9
FROM generate_series(%(first)s, %(last)s) n, LATERAL (
    SELECT string_agg(first || second, '，') AS text,
           string_agg(first || second || ' ' || first || ' ' || second, ' ') AS pieces
    FROM (SELECT DISTINCT chr(19968 + k * 7919 %% 2503) AS first, chr(19968 + k * 104729 %% 2999) AS second
          FROM (SELECT 1 + floor(%(words)s * power(random(), 3))::int AS k FROM generate_series(1, 30 + n %% 2)) ranks
    ) words
) written
"""


def word(rank: int) -> str:
    """The word of this rank, or the next one that is written alike in both scripts."""
    from search.folding import fold

    written = chr(19968 + rank * 7919 % 2503) + chr(19968 + rank * 104729 % 2999)
    return written if fold(written) == written else word(rank + 1)


def fill(posts: int) -> None:
    """Writes what is missing in batches, each its own transaction, without the indexes, then makes these."""
    from django.core.management import call_command
    from django.db import connection

    from search import index
    from search.models import SearchEntry

    call_command("migrate", verbosity=0)
    there = SearchEntry.objects.filter(kind="bench.post").count()
    if there >= posts:
        return
    with connection.cursor() as cursor:
        # A benchmark's rows need not outlive a crash, and are half as dear to write.
        cursor.execute("ALTER TABLE search_searchentry SET UNLOGGED")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
            "WHERE indrelid = 'search_searchentry'::regclass AND NOT indisunique"
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        for first in range(there + 1, posts + 1, AT_ONCE):
            last = min(first + AT_ONCE - 1, posts)
            cursor.execute("SELECT setseed(%s)", [first / posts])
            numbers = {"posts": posts, "first": first, "last": last, "words": WORDS, "boards": BOARDS}
            cursor.execute(FILL, numbers)
            sys.stderr.write(f"{last:,} entries\n")
        for name, definition in indexes:
            cursor.execute(definition)
            sys.stderr.write(f"{name}\n")
        index.install(connection)
        cursor.execute("VACUUM ANALYZE search_searchentry")


def counted(hits: Any) -> int:
    """All of them, which no page does: given room, as otherwise every row of a crowded page is read anew."""
    from django.db import connection, transaction

    with transaction.atomic():
        connection.cursor().execute("SET LOCAL work_mem = '1GB'")
        return int(hits.count())


def measured(ask: Any) -> dict[str, Any]:
    from django.db import connection

    spent: list[float] = []
    queries = 0

    def watch(execute: Any, *args: Any) -> Any:
        nonlocal queries
        started = time.perf_counter()
        try:
            return execute(*args)
        finally:
            spent[-1] += time.perf_counter() - started
            queries += 1

    for _ in range(TIMES):
        spent.append(0.0)
        with connection.execute_wrapper(watch):
            ask()
    return {"queries": queries // TIMES, "median_ms": _ms(statistics.median(spent)), "least_ms": _ms(min(spent))}


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
    import django

    django.setup()
    fill(int(os.environ.get("POSTS", "10000000")))

    import search
    from owners.viewers import Viewer
    from search import ranking
    from search.scope import Scope

    scopes = {"": Scope(), "the smallest board": Scope(place=f"board:{BOARDS}"), "another room": Scope(kinds=["home."])}
    result: dict[str, Any] = {"load": os.getloadavg()}
    for (who, keys), (where, scope) in product(READERS.items(), scopes.items()):
        if where and who != "resident":
            continue
        for rank in RANKS:
            query = word(rank)
            hits = search.hits(Viewer(keys=frozenset(keys)), query, scope)
            row = {
                "hits": counted(hits),
                "newest": measured(lambda hits=hits: ranking.newest(hits, after="", size=20)),
                "deep": measured(lambda hits=hits: ranking.newest(hits, after=DEEP, size=20)),
                "best": measured(lambda hits=hits, query=query: ranking.best(hits, query, after="", size=20)),
            }
            result[", ".join(filter(None, [who, where, f"word {rank}"]))] = row
            sys.stderr.write(f"{who:9} {where} word {rank:5} {row}\n")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
