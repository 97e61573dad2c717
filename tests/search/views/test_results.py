from datetime import timedelta

import pytest

import search
from portal.worktime import now

pytestmark = pytest.mark.django_db


def put(ref, title, text="", *, audience="public", kind="forum.post", age=0, url=None, language=""):
    search.put(
        kind=kind,
        ref=str(ref),
        audience=audience,
        title=title,
        text=text,
        url=url or f"/forum/t/{ref}/",
        when=now() - timedelta(minutes=age),
        language=language,
    )


def test_results_shows_what_was_found_with_the_match_marked(client_for):
    put(1, "3号楼漏水", "卫生间<天花板>漏水")

    page = client_for(None).get("/search/", {"q": "漏水"}).content.decode()

    assert "3号楼<mark>漏水</mark>" in page
    assert "卫生间&lt;天花板&gt;<mark>漏水</mark>" in page
    assert 'href="/forum/t/1/"' in page


def test_results_of_a_closed_board_are_not_shown_to_a_stranger(client_for, olga, otto, stranger, estate):
    put(1, "只给业主看的漏水", audience=f"estate:{estate.pk}:verified")

    for who in (None, stranger, otto):
        assert "只给业主看的" not in client_for(who).get("/search/", {"q": "漏水"}).content.decode()
    assert "只给业主看的" in client_for(olga).get("/search/", {"q": "漏水"}).content.decode()


def test_results_by_tab(client_for):
    put(1, "论坛里的漏水")
    put(2, "新闻里的漏水", kind="home.page")

    page = client_for(None).get("/search/", {"q": "漏水", "kind": "home."})

    assert [result.entry.ref for result in page.context["results"]] == ["2"]


@pytest.mark.parametrize("query", ["", "   ", "？", "漏水' OR '1'='1", '"漏水" NEAR', "a" * 5000, "\x00", "漏水:*&|!"])
def test_results_survives_any_query(client_for, query):
    assert client_for(None).get("/search/", {"q": query}).status_code == 200


def test_results_turns_pages(client_for):
    for n in range(25):
        put(n, "漏水", age=n)
    client = client_for(None)

    first = client.get("/search/", {"q": "漏水"})
    second = client.get("/search/" + first.context["older_url"])

    assert [result.entry.ref for result in first.context["results"]] == [str(n) for n in range(20)]
    assert [result.entry.ref for result in second.context["results"]] == [str(n) for n in range(20, 25)]


def test_results_keeps_the_reader_in_their_language(client_for):
    put(1, "lift out of order")
    put(2, "the lift is back", kind="home.page", url="/en/news/lift/", language="en", age=1)

    page = client_for(None).get("/en/search/", {"q": "lift"})

    assert [result.url for result in page.context["results"]] == ["/en/forum/t/1/", "/en/news/lift/"]


@pytest.mark.parametrize("rows", [1, 3])
def test_results_query_count(client_for, rows, django_assert_num_queries):
    for n in range(rows):
        put(n, "漏水")
    client = client_for(None)

    with django_assert_num_queries(4):  # synonyms, entries; the frame's estates and settings
        client.get("/search/", {"q": "漏水"})
