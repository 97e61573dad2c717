import pytest

import answers
from answers.actions import ReviewRefused, review_version, save_article, save_prepared_answer
from answers.models import KnowledgeArticle, PreparedVersion
from answers.variables import left_open

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


@pytest.fixture
def prepare(adam, viewer_of):
    """`prepare(title=…, html=…)`: a prepared answer that has passed its review."""

    def make(**texts):
        answer = save_prepared_answer(**texts)
        for version in PreparedVersion.objects.waiting():
            review_version(viewer=viewer_of(adam), version=version)
        return answer

    return make


def test_prepared_answers_are_for_staff_and_their_work(viewer_of, sam, olga, estate, other_estate, prepare):
    prepare(title="致歉", html="<p>抱歉</p>", kinds=("forum",))
    prepare(title="工单", html="<p>已派工</p>", kinds=("case",))
    prepare(title="别处", html="<p>x</p>", kinds=("forum",), estate=other_estate)

    sams = answers.prepared_for(viewer_of(sam), kind="forum", estate_id=estate.pk)

    assert [answer.title for answer in sams] == ["致歉"]
    assert answers.prepared_for(viewer_of(olga), kind="forum") == []
    assert answers.prepared_for(viewer_of(sam), kind="party") == []


def test_saved_again_is_rewritten_and_clean(viewer_of, sam, prepare):
    prepare(title="致歉", html="<p>旧</p>")
    prepare(title="致歉", html="<p onclick=x>新<script>1</script></p>")

    (answer,) = answers.prepared_for(viewer_of(sam), kind="case")
    assert answer.body == "<p>新</p>"
    assert list(answer.versions.order_by("number").values_list("number", "html")) == [
        (1, "<p>旧</p>"),
        (2, "<p>新</p>"),
    ]


def test_new_version_waits_while_staff_go_on_with_the_last(viewer_of, sam, prepare):
    prepare(title="致歉", html="<p>旧</p>")
    save_prepared_answer(title="致歉", html="<p>新</p>")
    save_prepared_answer(title="还没人看过", html="<p>x</p>")

    (answer,) = answers.prepared_for(viewer_of(sam), kind="case")
    assert answer.body == "<p>旧</p>"


def test_version_given_back_is_not_used_and_says_why(viewer_of, sam, adam, prepare):
    prepare(title="致歉", html="<p>旧</p>")
    save_prepared_answer(title="致歉", html="<p>包赔</p>")

    version = review_version(
        viewer=viewer_of(adam), version=PreparedVersion.objects.waiting().get(), note="不可承诺赔偿"
    )

    (answer,) = answers.prepared_for(viewer_of(sam), kind="case")
    assert (answer.body, version.note) == ("<p>旧</p>", "不可承诺赔偿")
    with pytest.raises(ReviewRefused):
        review_version(viewer=viewer_of(adam), version=version)


def test_version_is_reviewed_by_another_person_with_the_role(viewer_of, sam, mona, adam):
    save_prepared_answer(title="致歉", html="<p>旧</p>", by=adam)
    version = PreparedVersion.objects.get()

    for user in (sam, mona, adam):
        with pytest.raises(ReviewRefused):
            review_version(viewer=viewer_of(user), version=version)

    assert PreparedVersion.objects.get().state == "waiting"


def test_estate_is_filled_in_and_the_rest_left_open(viewer_of, sam, estate, prepare):
    prepare(title="致歉", html="<p>{楼盘}{楼栋}｛承诺日期｝前完成</p>")

    (answer,) = answers.prepared_for(viewer_of(sam), kind="forum", estate_id=estate.pk)

    assert answer.body == "<p>金水湾{楼栋}｛承诺日期｝前完成</p>"
    assert left_open(answer.body) == ["楼栋", "承诺日期"]


def test_article_is_found_by_search_until_it_goes(client_for):
    article = save_article(title="暖气不热怎么办？", html="<p>先排气。</p>")
    client = client_for(None)
    assert [one.url for one in client.get("/search/", {"q": "排氣"}).context["results"]] == [article.get_absolute_url()]

    KnowledgeArticle.objects.all().delete()

    assert client.get("/search/", {"q": "排氣"}).context["results"] == []
