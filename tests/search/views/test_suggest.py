from datetime import timedelta

import pytest

import search
from portal.worktime import now
from search.actions import Entry
from search.suggesting import MOST

pytestmark = pytest.mark.django_db


def put(ref, title, text="", *, age=0, **facts):
    facts = {"audience": "public", "kind": "forum.post", "url": f"/forum/t/{ref}/"} | facts
    search.put_all([Entry(ref=str(ref), title=title, text=text, when=now() - timedelta(minutes=age), **facts)])


def suggested(client, query):
    options = client.get("/search/suggest/", {"q": query}).context["options"]
    return [option["url"] for option in options]


def test_suggest_offers_titles_in_either_script_with_the_words_marked(client_for):
    put(1, "電梯又停了")

    page = client_for(None).get("/search/suggest/", {"q": "电梯"}).content.decode()

    assert "<mark>電梯</mark>又停了" in page
    assert 'data-url="/forum/t/1/"' in page


def test_suggest_begins_with_titles_that_begin_so(client_for):
    put("within", "三号楼电梯")
    put("first", "电梯停了", age=5)

    assert suggested(client_for(None), "电梯") == ["/forum/t/first/", "/forum/t/within/"]


def test_suggest_leaves_out_replies_texts_and_the_same_title_twice(client_for):
    put(1, "电梯停了")
    put(2, "电梯停了", is_reply=True)
    put(3, "别的", "电梯")
    put(4, "电梯停了", age=9)

    assert suggested(client_for(None), "电梯") == ["/forum/t/1/"]


def test_suggest_tells_nobody_of_what_they_may_not_read(client_for, olga, otto, stranger, estate):
    put(1, "只给业主看的漏水", audience=f"estate:{estate.pk}:verified")

    for who in (None, stranger, otto):
        assert suggested(client_for(who), "漏水") == []
    assert suggested(client_for(olga), "漏水") == ["/forum/t/1/"]


@pytest.mark.parametrize("query", ["", "漏", "-漏水", "？！", "\x00", '"', "x" * 5000])
def test_suggest_says_nothing_to_what_is_no_word_yet(client_for, query):
    put(1, "漏水")

    assert suggested(client_for(None), query) == []


def test_suggest_has_an_end(client_for):
    for n in range(MOST + 4):
        put(n, f"漏水{n}")

    assert len(suggested(client_for(None), "漏水")) == MOST


@pytest.mark.parametrize("rows", [1, 3])
def test_suggest_query_count(client_for, rows, django_assert_num_queries):
    for n in range(rows):
        put(n, f"漏水{n}")
    client = client_for(None)

    with django_assert_num_queries(3):  # synonyms, where to begin, titles
        client.get("/search/suggest/", {"q": "漏水"})


def test_suggest_is_kept_by_no_cache(client_for):
    assert "no-store" in client_for(None).get("/search/suggest/", {"q": "漏水"})["Cache-Control"]
