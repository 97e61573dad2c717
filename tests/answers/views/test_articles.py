import pytest

from answers.actions import save_article

pytestmark = pytest.mark.django_db


def test_articles_by_subject(client):
    save_article(title="物业费怎么交？", html="x", subject="fees")
    save_article(title="内部", html="x", audience="staff")

    page = client.get("/help/").content.decode()

    assert "物业费怎么交？" in page
    assert "内部" not in page


def test_articles_closest_to_a_question(client):
    save_article(title="暖气不热怎么办？", html="x", keywords="暖气 地暖")
    save_article(title="物业费怎么交？", html="x", keywords="物业费")

    found = client.get("/help/", {"q": "地暖不热"}).context["closest"]

    assert [article.title for article in found] == ["暖气不热怎么办？"]


@pytest.mark.parametrize("rows", [1, 3])
def test_articles_query_count(client, rows, django_assert_num_queries):
    for n in range(rows):
        save_article(title=f"问题{n}", html="x")

    with django_assert_num_queries(3):  # articles; the frame's estates and settings
        client.get("/help/")
