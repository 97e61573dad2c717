"""Renditions, robots and the map of the site."""

import pytest
from django.conf import settings
from wagtail.models import PageViewRestriction

pytestmark = pytest.mark.django_db


def test_rendition_is_served_and_kept(client, make_picture):
    drawn = make_picture().get_rendition("format-webp|width-100")

    response = client.get(drawn.url)

    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert "immutable" in response["Cache-Control"]


def test_rendition_of_nothing_else_is_served(client, make_picture):
    image = make_picture()

    for path in (f"/media/{image.file.name}", "/media/images/../original_images/garden.jpg", "/media/images/none.jpg"):
        assert client.get(path).status_code == 404


def test_robots_names_the_map_and_keeps_private_rooms_out(client, db):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert f"Sitemap: {settings.CANONICAL_URL}/sitemap.xml" in lines
    assert "Disallow: /desk/" in lines


def test_sitemap_lists_public_pages_only(client, make_news, estate):
    make_news("公开", slug="open")
    secret = make_news("私密", slug="secret")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)

    page = client.get("/sitemap.xml").content.decode()

    assert f"<loc>{settings.CANONICAL_URL}/news/open/</loc>" in page
    assert "/e/jinshuiwan/" in page
    assert "/news/secret/" not in page


def test_restricted_news_is_in_no_list(client, make_news):
    secret = make_news("私密新闻", slug="secret")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)

    for path in ("/", "/news/", "/news/feed/", "/search/?q=私密新闻"):
        assert "私密新闻的摘要" not in client.get(path).content.decode()
