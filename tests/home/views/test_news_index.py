import pytest

from home.models import NewsCategory
from home.models.news import PER_PAGE

pytestmark = pytest.mark.django_db


def titles(response):
    return [page.title for page in response.context["news"]]


def test_news_index_newest_first(client, make_news):
    make_news("旧闻", slug="old", age=9)
    make_news("新闻", slug="new")

    assert titles(client.get("/news/")) == ["新闻", "旧闻"]


def test_news_index_by_category_and_estate(client, make_news, estate):
    category = NewsCategory.objects.get(slug="service")
    make_news("停水", slug="a", categories=[category])
    make_news("封顶", slug="b", estate=estate, age=1)

    assert titles(client.get("/news/?category=service")) == ["停水"]
    assert titles(client.get("/news/?estate=jinshuiwan")) == ["封顶"]


def test_news_index_turns_pages(client, make_news):
    for n in range(PER_PAGE + 2):
        make_news(f"第{n}条", slug=f"n{n}", age=n)

    first = client.get("/news/")
    second = client.get(f"/news/?before={first.context['older']}")

    assert titles(first) == [f"第{n}条" for n in range(PER_PAGE)]
    assert titles(second) == [f"第{n}条" for n in range(PER_PAGE, PER_PAGE + 2)]


@pytest.mark.parametrize("query", ["?before=x", "?before=99999999999999999999", "?category=none", "?estate=none"])
def test_news_index_survives_any_query(client, news_index, query):
    assert client.get(f"/news/{query}").status_code == 200


def test_news_index_in_english_shows_what_is_not_translated(client, make_news):
    make_news("新闻", slug="new")

    page = client.get("/en/news/")

    assert titles(page) == ["新闻"]
    assert 'href="/en/news/new/"' in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_news_index_query_count(client, make_news, make_picture, rows, django_assert_num_queries):
    for n in range(rows):
        make_news(f"第{n}条", slug=f"n{n}", lead_image=make_picture())
    client.get("/news/")  # draws the renditions

    with django_assert_num_queries(15):
        client.get("/news/")
