import json
import re

import pytest
from wagtail.models import Locale

from home.models import NewsCategory

pytestmark = pytest.mark.django_db


def structured(html: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])


def test_news_page_tells_its_story(client, make_news, make_picture, estate):
    body = [
        ("paragraph", "<p>新柜装在<b>北门</b>东侧。</p>"),
        ("heading", "怎么用"),
        ("picture", {"image": make_picture(), "caption": "北门"}),
        ("quote", {"text": "方便多了", "who": "一位业主"}),
        ("video", {"url": "https://v.qq.com/x/1", "title": "看视频", "poster": None}),
        ("callout", {"tone": "warn", "text": "<p>请勿存放食品</p>"}),
    ]

    page = make_news("快递柜", slug="lockers", estate=estate, body=body, lead_image=make_picture())
    html = client.get(page.url).content.decode()

    for fact in (
        "北门</b>东侧",
        "<h2>怎么用</h2>",
        "<figcaption>北门",
        "方便多了",
        "https://v.qq.com/x/1",
        "请勿存放食品",
    ):
        assert fact in html
    assert 'alt="园林的样子"' in html
    assert 'type="image/avif"' in html
    assert "style=" not in html


def test_news_page_describes_itself_and_cannot_break_out(client, make_news):
    page = make_news("</script><script>alert(1)</script>", slug="x")

    html = client.get(page.url).content.decode()

    assert structured(html)["headline"] == "</script><script>alert(1)</script>"
    assert "<script>alert" not in html


def test_news_page_nobody_translated_is_read_in_the_readers_frame(client, make_news):
    make_news("物业服务", slug="service", body=[("paragraph", "<p>电梯已经修好，欢迎业主监督。</p>")])

    english = client.get("/en/news/service/").content.decode()
    traditional = client.get("/zh-hant/news/service/").content.decode()

    assert '<html lang="en"' in english
    assert '<article class="article" lang="zh-Hans">' in english
    assert "电梯已经修好" in english
    assert "電梯已經修好，歡迎業主監督。" in traditional
    assert '<article class="article" lang="zh-Hant">' in traditional


def test_news_page_with_a_translation_shows_that(client, make_news):
    page = make_news("电梯", slug="lift")
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title, english.slug = "The lift", "lift"
    english.save_revision().publish()

    html = client.get("/en/news/lift/").content.decode()

    assert "The lift" in html
    assert 'hreflang="en" href="http://localhost:8000/en/news/lift/"' in client.get("/news/lift/").content.decode()


def test_news_page_unpublished_is_gone_everywhere(client, make_news):
    page = make_news("电梯", slug="lift")

    page.unpublish()

    assert client.get("/news/lift/").status_code == 404
    assert client.get("/en/news/lift/").status_code == 404
    assert client.get("/search/", {"q": "电梯"}).context["results"] == []
    assert "电梯" not in client.get("/news/feed/").content.decode()


def test_related_news_are_the_chosen_ones_else_of_the_category(make_news, site):
    progress, community = NewsCategory.objects.all()[:2]
    alike = make_news("同类", slug="alike", categories=[progress])
    other = make_news("别类", slug="other", categories=[community])
    page = make_news("新闻", slug="page", categories=[progress])
    assert page.related() == [alike]

    page.related_news.create(news=other)

    assert page.related() == [other]
