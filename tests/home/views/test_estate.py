import pytest

from forum import actions as forum
from forum.models import Board

pytestmark = pytest.mark.django_db


def test_estate_shows_what_goes_on_there(client, client_for, site, estate, other_estate, viewer_of, olga, make_news):
    open_board = Board.objects.create(
        slug="a", estate=estate, name="物业服务", audience="public", start_audience="signed-in"
    )
    forum.start_topic(viewer=viewer_of(olga), board=open_board, title="车库太暗", html="<p>灯不亮</p>")
    make_news("金水湾的新闻", slug="here", estate=estate)
    make_news("云栖台的新闻", slug="there", estate=other_estate)

    page = client.get("/e/jinshuiwan/").content.decode()

    for fact in ("物业服务", "车库太暗", "金水湾的新闻", "tel:09318880000"):
        assert fact in page
    assert "云栖台的新闻" not in page


def test_estate_keeps_verified_boards_from_strangers(client_for, site, estate, viewer_of, olga, otto, stranger):
    key = f"estate:{estate.pk}:verified"
    closed = Board.objects.create(slug="a", estate=estate, name="业主内部", audience=key, start_audience=key)
    forum.start_topic(viewer=viewer_of(olga), board=closed, title="内部的事", html="<p>说</p>")

    for who in (None, stranger, otto):
        page = client_for(who).get("/e/jinshuiwan/").content.decode()
        assert "业主内部" not in page
        assert "内部的事" not in page
    assert "内部的事" in client_for(olga).get("/e/jinshuiwan/").content.decode()


def test_estate_unknown_is_404(client, site):
    assert client.get("/e/nowhere/").status_code == 404


def test_frame_names_the_estate_of_the_address(client, site, estate, other_estate):
    page = client.get("/e/yunqitai/")

    assert page.context["frame"].estate.slug == "yunqitai"
    assert page.context["frame"].phone == "0931-8880001"


def test_frame_offers_an_owner_their_own_estate(client_for, site, olga, other_estate):
    assert client_for(olga).get("/").context["frame"].estate.slug == "jinshuiwan"


@pytest.mark.parametrize("rows", [1, 3])
def test_estate_query_count(client, site, estate, viewer_of, olga, make_news, rows, django_assert_num_queries):
    for n in range(rows):
        board = Board.objects.create(
            slug=f"b{n}", estate=estate, name=f"板块{n}", audience="public", start_audience="signed-in"
        )
        forum.start_topic(viewer=viewer_of(olga), board=board, title=f"问题{n}", html="<p>请问</p>")
        make_news(f"新闻{n}", slug=f"n{n}", estate=estate)

    with django_assert_num_queries(14):
        client.get("/e/jinshuiwan/")
