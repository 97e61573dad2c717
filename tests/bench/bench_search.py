"""What a search costs in the database, on PostgreSQL, with words from every second post to none: `make bench-search`.

Needs DATABASE_URL of a database to be filled and left behind; POSTS=2000000 is how many entries it shall hold.
Their words are as uneven as in life (5,000 of them, cubed chance); a fifth is open to visitors. The last line
is the result as one JSON object: per reader, word and page the hits, the queries, and the median time.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TIMES = 3
WORDS = 5000
READERS = {"resident": {"public", "signed-in", "estate:1:verified"}, "visitor": {"public"}, "nobody": {"nobody"}}
RANKS = [1, 10, 100, 1000, 3500, 9999]

FILL = """
INSERT INTO search_searchentry (kind, ref, audience, language, title, text, url, at, folded, grams, place, official,
                                is_reply)
SELECT 'bench.post', n::text,
       (array['public', 'signed-in', 'estate:1:verified', 'estate:1:verified', 'staff'])[1 + floor(random() * 5)::int],
       '', '题目', array_to_string(words, '，'), '/', now() - (%(posts)s - n) * interval '2 minutes',
       array_to_string(words, '，'), array_to_string(words, ' '), '', false, random() < 0.9
FROM generate_series(1, %(posts)s) n, LATERAL (
    SELECT array_agg(DISTINCT chr(19968 + (k * 7919) %% 20000) || chr(19968 + (k * 104729) %% 20000)) words
    FROM (SELECT 1 + floor(%(words)s * power(random(), 3))::int k FROM generate_series(1, 30 + n %% 2)) drawn
) drawn
"""


def word(rank: int) -> str:
    """The word of this rank, or the next one that is written alike in both scripts."""
    from search.folding import fold

    written = chr(19968 + (rank * 7919) % 20000) + chr(19968 + (rank * 104729) % 20000)
    return written if fold(written) == written else word(rank + 1)


def fill(posts: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from search import index
    from search.models import SearchEntry

    call_command("migrate", verbosity=0)
    missing = posts - SearchEntry.objects.filter(kind="bench.post").count()
    with connection.cursor() as cursor:
        if missing == posts:
            cursor.execute("DROP INDEX search_tokens")
            cursor.execute(FILL, {"posts": posts, "words": WORDS})
            index.install(connection)
        cursor.execute("VACUUM ANALYZE search_searchentry")


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
    return {"queries": queries // TIMES, "median_ms": round(statistics.median(spent) * 1000, 1)}


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
    import django

    django.setup()
    fill(int(os.environ.get("POSTS", "2000000")))

    import search
    from owners.viewers import Viewer
    from search import ranking

    result: dict[str, Any] = {}
    for who, keys in READERS.items():
        viewer = Viewer(keys=frozenset(keys))
        for rank in RANKS:
            query = word(rank)
            hits = search.hits(viewer, query)
            row = {
                "hits": hits.count(),
                "newest": measured(lambda hits=hits: ranking.newest(hits, after="", size=20)),
                "best": measured(lambda hits=hits, query=query: ranking.best(hits, query, after="", size=20)),
            }
            result[f"{who}, word {rank}"] = row
            sys.stderr.write(f"{who:9} word {rank:5} {row}\n")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
