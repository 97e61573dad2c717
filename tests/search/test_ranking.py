"""Best first among the newest thousand, and every hit on exactly one page."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

import search
from search import ranking
from search.actions import Entry

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def entry(ref, title="题目", text="漏水", *, days=0, **facts):
    return Entry(
        kind="forum.post",
        ref=str(ref),
        audience="public",
        title=title,
        text=text,
        url=f"/forum/t/{ref}/",
        when=NOON - timedelta(days=days),
        **facts,
    )


@pytest.fixture
def best(viewer_of):
    def pages(query="漏水", size=10):
        after, order = "", []
        while True:
            page = ranking.best(search.hits(viewer_of(None), query), query, after=after, size=size)
            order.append([found.ref for found in page.entries])
            if not page.older:
                return order
            after = page.older

    return pages


def test_a_word_in_the_title_stands_above_one_in_the_text(best):
    search.put_all([entry("text"), entry("title", title="漏水", days=2)])

    assert best() == [["title", "text"]]


def test_the_title_counts_less_for_a_reply(best):
    search.put_all([entry("reply", title="漏水", is_reply=True), entry("question", title="漏水", days=2)])

    assert best() == [["question", "reply"]]


def test_words_that_stand_together_stand_above_scattered_ones(best):
    search.put_all([entry("apart", text="漏水，在三号楼"), entry("together", text="三号楼漏水", days=2)])

    assert best("三号楼 漏水") == [["together", "apart"]]


def test_an_official_answer_goes_up_a_little(best):
    search.put_all([entry("neighbour"), entry("company", official=True, days=2), entry("title", title="漏水", days=3)])

    assert best() == [["title", "company", "neighbour"]]


def test_of_equals_the_fresher_one_comes_first(best):
    search.put_all([entry("old", days=90), entry("new"), entry("older", days=400)])

    assert best() == [["new", "old", "older"]]


def test_a_title_of_years_ago_gives_way(best):
    search.put_all(
        [entry("fresh", official=True, text="已处理漏水"), entry("old", title="漏水的事", is_reply=True, days=900)]
    )

    assert best() == [["fresh", "old"]]


@pytest.mark.parametrize("candidates", [4, 5, 6, 20])
def test_pages_hold_every_hit_once_behind_the_candidates_too(best, monkeypatch, candidates):
    monkeypatch.setattr(ranking, "CANDIDATES", candidates)
    search.put_all(entry(n, title="漏水" if n % 3 == 0 else "题目", days=n) for n in range(12))

    pages = best(size=2)

    flat = [ref for page in pages for ref in page]
    assert sorted(flat, key=int) == [str(n) for n in range(12)]
    assert [len(page) for page in pages] == [2] * 6
    assert flat[candidates:] == [str(n) for n in range(candidates, 12)]


def test_pages_stay_as_they_were_while_somebody_writes(viewer_of, monkeypatch):
    monkeypatch.setattr(ranking, "CANDIDATES", 6)
    search.put_all(entry(n, days=n) for n in range(8))
    hits = search.hits(viewer_of(None), "漏水")
    first = ranking.best(hits, "漏水", after="", size=3)

    search.put_all([entry("new", title="漏水", days=-1)])
    search.remove(kind="forum.post", ref="4")
    second = ranking.best(hits, "漏水", after=first.older, size=3)
    third = ranking.best(hits, "漏水", after=second.older, size=3)

    assert [[found.ref for found in page.entries] for page in (first, second, third)] == [
        ["0", "1", "2"], ["3", "5", "6"], ["7"],
    ]  # fmt: skip


@pytest.mark.parametrize("after", ["x", "1-2-3", "1-2-3-4-5-6-x", "-", "9" * 40 + "-1", "-".join(["9" * 17] * 7)])
def test_a_broken_cursor_breaks_nothing(viewer_of, after):
    search.put_all([entry(1)])

    ranking.best(search.hits(viewer_of(None), "漏水"), "漏水", after=after, size=3)
