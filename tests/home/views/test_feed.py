import xml.etree.ElementTree as ET

import pytest

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def test_feed_is_atom_with_the_newest_first(client, make_news):
    make_news("旧闻", slug="old", age=5)
    make_news("新闻", slug="new")
    make_news("草稿", slug="draft", live=False)

    response = client.get("/news/feed/")

    entries = ET.fromstring(response.content).findall(f"{ATOM}entry")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert [entry.find(f"{ATOM}title").text for entry in entries] == ["新闻", "旧闻"]
    assert entries[0].find(f"{ATOM}link").get("href").endswith("/news/new/")


def test_feed_as_rss(client, make_news):
    make_news("新闻", slug="new")

    response = client.get("/news/feed/rss/")

    channel = ET.fromstring(response.content).find("channel")
    assert [item.find("title").text for item in channel.findall("item")] == ["新闻"]


def test_feed_in_the_readers_language(client, make_news):
    make_news("电梯修好", slug="lift")

    assert "電梯修好" in client.get("/zh-hant/news/feed/").content.decode()
    assert "/en/news/lift/" in client.get("/en/news/feed/").content.decode()
