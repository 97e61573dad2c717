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

    # boards, synonyms, where to begin, candidates, entries; the frame's estates and settings
    with django_assert_num_queries(7):
        client.get("/search/", {"q": "漏水"})


@pytest.fixture
def posts(olga, sam, estate, viewer_of):
    """A question and its official answer on a board for all, a question on the residents' own."""
    from forum import actions
    from forum.models import Board
    from owners.viewers import estate_key

    key = estate_key(estate.pk)
    square = Board.objects.create(slug="square", estate=estate, name="小区广场", audience="public")
    closed = Board.objects.create(slug="closed", estate=estate, name="业主圈", audience=key)
    topic = actions.start_topic(viewer=viewer_of(olga), board=square, title="漏水", html="<p>三号楼</p>")
    actions.start_topic(viewer=viewer_of(olga), board=closed, title="地库漏水", html="<p>谁管</p>")
    actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>今天就来看</p>")
    return square, closed


def titles(page):
    return sorted((result.entry.title, result.entry.official) for result in page.context["results"])


def test_results_within_a_board(client_for, olga, posts):
    _square, closed = posts

    page = client_for(olga).get("/search/", {"q": "漏水", "place": f"board:{closed.pk}"})

    assert titles(page) == [("地库漏水", False)]
    assert "金水湾 · 业主圈" in page.content.decode()


def test_results_name_no_board_that_is_closed_to_the_reader(client_for, otto, posts):
    _square, closed = posts

    page = client_for(otto).get("/search/", {"q": "漏水", "place": f"board:{closed.pk}"})

    assert "业主圈" not in page.content.decode()
    assert titles(page) == [("漏水", False), ("漏水", True)]


def test_results_by_author_and_of_official_answers(client_for, olga, sam, posts):
    client = client_for(olga)

    assert len(titles(client.get("/search/", {"q": "漏水", "by": olga.nickname}))) == 2
    assert titles(client.get("/search/", {"q": "漏水", "official": "on"})) == [("漏水", True)]
    # Who answered for the company is said by the seal alone.
    assert titles(client.get("/search/", {"q": "漏水", "by": sam.nickname})) == []


def test_results_keep_what_narrows_them_while_turning_pages(client_for):
    for n in range(25):
        put(n, "漏水", age=n)
    client = client_for(None)
    since = f"{now():%Y}-01-01"

    first = client.get("/search/", {"q": "漏水", "since": since, "sort": "new", "kind": "forum."})
    second = client.get("/search/" + first.context["older_url"])

    assert second.context["form"].asked == {"q": "漏水", "since": since, "sort": "new", "kind": "forum."}
    assert [result.entry.ref for result in second.context["results"]] == [str(n) for n in range(20, 25)]


@pytest.mark.parametrize(
    "given", [{"since": "nonsense"}, {"until": "2026-13-45"}, {"place": "board:999"}, {"sort": "x"}]
)
def test_results_leave_out_of_account_what_they_cannot_read(client_for, given):
    put(1, "漏水")

    page = client_for(None).get("/search/", {"q": "漏水", **given})

    assert [result.entry.ref for result in page.context["results"]] == ["1"]


def test_results_best_first_unless_the_newest_are_wanted(client_for):
    put("text", "题目", "漏水")
    put("title", "漏水", age=60)
    client = client_for(None)

    best = client.get("/search/", {"q": "漏水"})
    newest = client.get("/search/" + best.context["new_url"])

    assert [result.entry.ref for result in best.context["results"]] == ["title", "text"]
    assert [result.entry.ref for result in newest.context["results"]] == ["text", "title"]
