import pytest

import answers
from answers.actions import save_article, save_prepared_answer
from answers.models import KnowledgeArticle

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles(db):
    save_article(title="暖气不热怎么办？", html="<p>先排气。</p>", keywords="暖气 供暖 地暖")
    save_article(title="卫生间漏水，责任怎么分？", html="<p>看保修期。</p>", subject="law", keywords="漏水 渗水")
    save_article(title="物业费怎么交？", html="<p>前台。</p>", subject="fees", keywords="物业费 缴费")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("家里地暖一直不热，孩子都感冒了", ["暖气不热怎么办？"]),
        ("樓上衛生間漏水漏到我家", ["卫生间漏水，责任怎么分？"]),
        ("我想缴费", ["物业费怎么交？"]),
        ("请问怎么办", []),
        ("你好", []),
        ("", []),
    ],
)
def test_suggest_offers_what_may_answer(articles, viewer_of, text, expected):
    assert [article.title for article in answers.suggest(viewer_of(None), text)] == expected


def test_suggest_keeps_closed_articles_and_other_estates_out(viewer_of, estate, other_estate, olga):
    save_article(title="漏水内部处理", html="x", keywords="漏水", audience="staff")
    save_article(title="云栖台漏水", html="x", keywords="漏水", estate=other_estate)
    save_article(title="金水湾漏水", html="x", keywords="漏水", estate=estate)

    found = answers.suggest(viewer_of(olga), "厨房漏水", estate_id=estate.pk)

    assert [article.title for article in found] == ["金水湾漏水"]


def test_suggest_takes_one_query(articles, viewer_of, django_assert_num_queries):
    viewer = viewer_of(None)

    with django_assert_num_queries(1):
        answers.suggest(viewer, "卫生间漏水")


def test_prepared_answers_are_for_staff_and_their_work(viewer_of, sam, olga, estate, other_estate):
    save_prepared_answer(title="致歉", html="<p>抱歉</p>", kinds=("forum",))
    save_prepared_answer(title="工单", html="<p>已派工</p>", kinds=("case",))
    save_prepared_answer(title="别处", html="<p>x</p>", kinds=("forum",), estate=other_estate)

    sams = answers.prepared_for(viewer_of(sam), kind="forum", estate_id=estate.pk)

    assert [answer.title for answer in sams] == ["致歉"]
    assert answers.prepared_for(viewer_of(olga), kind="forum") == []
    assert answers.prepared_for(viewer_of(sam), kind="party") == []


def test_saved_again_is_rewritten_and_clean(viewer_of, sam):
    save_prepared_answer(title="致歉", html="<p>旧</p>")
    answer = save_prepared_answer(title="致歉", html="<p onclick=x>新<script>1</script></p>")

    assert answers.prepared_for(viewer_of(sam), kind="case") == [answer]
    assert answer.body == "<p>新</p>"


def test_article_is_found_by_search_until_it_goes(client_for):
    article = save_article(title="暖气不热怎么办？", html="<p>先排气。</p>")
    client = client_for(None)
    assert [one.url for one in client.get("/search/", {"q": "排氣"}).context["results"]] == [article.get_absolute_url()]

    KnowledgeArticle.objects.all().delete()

    assert client.get("/search/", {"q": "排氣"}).context["results"] == []
