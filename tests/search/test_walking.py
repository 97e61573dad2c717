"""Walking back through time finds what reading everything finds, at every border, to the last hit."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

import search
from portal.worktime import now
from search import ranking, walking
from search.actions import Entry
from search.models import SearchEntry
from search.scope import Scope
from search.spans import SIZES

pytestmark = pytest.mark.django_db
EDGE = datetime.fromtimestamp(1_700_000_000 >> SIZES[-1] << SIZES[-1], UTC)
TICK = timedelta(microseconds=1)
WORDS = ["漏水", "电梯", "白蚁"]
# One entry in two, in ten, in fifty.
CHANCES = [0.5, 0.1, 0.02]


def moments(chance: random.Random) -> list[datetime]:
    """On borders of cells of all sizes, a tick before and behind; many at once; years apart; yet to come."""
    borders = [EDGE - timedelta(seconds=number << size) for size in SIZES for number in range(9)]
    beside = [at + tick for at in borders for tick in (-TICK, timedelta(0), TICK)]
    at_once = [EDGE - timedelta(days=40)] * 30
    busy = [EDGE - timedelta(seconds=chance.randrange(6 * 3600)) for _ in range(120)]
    years_before = [EDGE - timedelta(days=chance.randrange(3000, 3100)) for _ in range(40)]
    long_ago = [datetime(1969, 12, 31, 23, tzinfo=UTC), datetime(1998, 5, 1, tzinfo=UTC)]
    to_come = [now() + timedelta(days=days) for days in (1, 30, 400)]
    return beside + at_once + busy + years_before + long_ago + to_come


@pytest.fixture
def corpus(monkeypatch):
    monkeypatch.setattr(walking, "FIRST", 7)
    chance = random.Random(4)
    entries = []
    for number, at in enumerate(moments(chance)):
        words = [word for word, share in zip(WORDS, CHANCES, strict=True) if chance.random() < share]
        entries.append(
            Entry(
                kind=chance.choice(["forum.post", "forum.post", "home.page"]),
                ref=str(number),
                audience=chance.choice(["public", "public", "staff"]),
                title="题目",
                text="，".join([*words, "别的"]),
                url="/",
                when=at,
                place=chance.choice(["board:1", "board:1", "board:2"]),
                official=chance.random() < 0.1,
                is_reply=chance.random() < 0.7,
            )
        )
    # Not by age, as nothing says that the index has them so.
    chance.shuffle(entries)
    search.put_all(entries)


SCOPES = [
    Scope(),
    Scope(place="board:2"),
    Scope(official=True),
    Scope(kinds=["home."]),
    Scope(kinds=["home.page", "forum.post"]),
    Scope(since=(EDGE - timedelta(days=60)).date()),
    Scope(until=(EDGE - timedelta(days=30)).date()),
    Scope(since=date(2015, 1, 1), until=date(2015, 1, 2)),
]


@pytest.mark.parametrize("query", [*WORDS, "别", "漏水 电梯", "漏水 -电梯", "没有这个词"])
@pytest.mark.parametrize("scope", SCOPES)
def test_a_walk_gives_what_a_sort_of_all_gives(corpus, viewer_of, query, scope):
    hits = search.hits(viewer_of(None), query, scope)
    everything = list(hits.newest_first())

    for need in (1, 5, 40, 1000):
        assert hits.newest(need) == everything[:need]


def test_questions_alone(corpus, viewer_of):
    hits = search.hits(viewer_of(None), "漏水").questions()

    assert hits.newest(1000) == list(SearchEntry.objects.filter(
        audience="public", is_reply=False, text__contains="漏水").newest_first())  # fmt: skip


@pytest.mark.parametrize("size", [3, 20])
@pytest.mark.parametrize("query", WORDS)
def test_pages_go_through_all_spans_to_the_last_hit(corpus, viewer_of, query, size):
    hits = search.hits(viewer_of(None), query)
    pages, after = [], ""

    while not pages or after:
        page = ranking.newest(hits, after=after, size=size)
        pages.append(page.entries)
        after = page.older

    assert [entry for page in pages for entry in page] == list(
        SearchEntry.objects.filter(audience="public", text__contains=query).newest_first()
    )
    assert {len(page) for page in pages[:-1]} <= {size}


def test_pages_of_the_best_hold_each_hit_once(corpus, viewer_of, monkeypatch):
    monkeypatch.setattr(ranking, "CANDIDATES", 50)
    hits = search.hits(viewer_of(None), "漏水")
    refs, after = [], ""

    while not refs or after:
        page = ranking.best(hits, "漏水", after=after, size=9)
        refs += [entry.ref for entry in page.entries]
        after = page.older

    assert len(refs) == len(set(refs)) == hits.count()


def test_a_walk_looks_at_all_time_at_once_where_little_is_there(viewer_of, django_assert_num_queries):
    search.put(kind="forum.post", ref="1", audience="public", title="漏水", text="", url="/", when=EDGE)
    hits = search.hits(viewer_of(None), "漏水")

    with django_assert_num_queries(2):  # where to begin, the hits
        assert len(hits.newest(20)) == 1


def test_a_walk_for_a_rare_word_takes_few_steps(corpus, viewer_of, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        assert search.hits(viewer_of(None), "没有这个词").newest(20) == []
