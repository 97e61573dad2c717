"""Cells fill a span exactly, and the database puts every moment into the cells that we ask for."""

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection

import search
from search.moments import microseconds, moment
from search.spans import ALL_TIME, LONGEST, SIZES, Span

SMALLEST = 1 << SIZES[0]
EDGE = datetime.fromtimestamp(1_700_000_000 >> SIZES[-1] << SIZES[-1], UTC)
TICK = timedelta(microseconds=1)


def filled_by(cells: list[str]) -> list[tuple[int, int]]:
    """From second to second, the oldest first."""
    filled = []
    for cell in reversed(cells):
        size, number = map(int, cell.removeprefix("~").split(":"))
        filled.append((number << size, (number + 1) << size))
    return filled


def test_cells_fill_the_span_without_gap_or_overlap():
    chance = random.Random(1)
    for _ in range(300):
        start = chance.randrange(1 << 19) * SMALLEST
        span = Span(start, start + SMALLEST * chance.randint(1, 1 << chance.randint(1, 15)))

        filled = filled_by(span.cells)

        assert filled[0][0] == span.start
        assert filled[-1][1] == span.end
        assert all(one[1] == other[0] for one, other in pairwise(filled))


def test_long_spans_take_few_cells():
    chance = random.Random(2)
    span = Span.around(EDGE - timedelta(hours=4), EDGE + timedelta(minutes=7))
    for _ in range(200):
        span = span.before(chance.randint(1, LONGEST))

        assert span.start % SMALLEST == 0
        assert len(span.cells) <= 45


@pytest.mark.parametrize("at", [EDGE, EDGE - TICK, EDGE + TICK, moment(-1), moment(0)])
def test_a_span_around_one_moment_has_it(at):
    span = Span.around(at, at)

    assert span.first <= at < span.behind
    assert len(span.cells) == 1


def test_an_open_span_has_no_cells():
    assert ALL_TIME.cells == []
    assert Span(0, SMALLEST).before(LONGEST + 1) == Span(None, 0)


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize("at", [EDGE, EDGE - TICK, EDGE + TICK, moment(-1), datetime(2099, 12, 31, 23, 59, tzinfo=UTC)])
def test_the_database_reckons_the_same_cells(at):
    search.put(kind="forum.post", ref="1", audience="public", title="？！", text="", url="/", when=at)
    second = microseconds(at) // 1_000_000

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'Asia/Kathmandu'")
        cursor.execute(
            "SELECT unnest(tsvector_to_array(search_tokens_of("
            "grams, audience, kind, place, estate_id, official, is_reply, at))) FROM search_searchentry"
        )
        tokens = {token for (token,) in cursor.fetchall()}

    assert tokens == {"@public", "!forum", "=", "?", *(f"~{size}:{second >> size}" for size in SIZES)}
