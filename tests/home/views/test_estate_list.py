"""Many estates: what the switcher offers of them, and the page that finds the others."""

import re

import pytest
from django.test import Client

from home.context import ESTATES, OFFERED
from owners.models import Estate

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(estate: Estate) -> list[Estate]:
    """259 more, all of them before the estate of the others in the company's order."""
    Estate.objects.filter(pk=estate.pk).update(sort=999)
    made = Estate.objects.bulk_create(
        Estate(slug=f"e{n}", code=f"E{n}", name=f"第{n}花园", name_en=f"Garden {n}", city="兰州" if n % 2 else "天水")
        for n in range(1, 260)
    )
    ESTATES.forget()
    return made


def switcher(client: Client, path: str = "/e/") -> str:
    html = client.get(path).content.decode()
    return html[html.index("estate-switcher") : html.index("</details>", html.index("estate-switcher"))]


def offered(client: Client, path: str = "/e/") -> list[str]:
    return re.findall(r'href="/e/([a-z0-9-]+)/"', switcher(client, path))


def test_few_estates_stand_in_the_switcher_without_a_search(client, estate, other_estate):
    assert offered(client) == ["jinshuiwan", "yunqitai"]
    assert "<form" not in switcher(client)


def test_of_many_the_switcher_offers_a_few_and_a_search(client, many):
    assert len(offered(client)) == OFFERED
    assert 'action="/e/"' in switcher(client)
    assert "260" in switcher(client)


def test_chosen_estate_and_ones_own_come_first(client, client_for, many, olga, stella):
    assert offered(client, "/e/e200/")[0] == "e200"
    assert offered(client_for(olga), "/e/e200/")[:2] == ["e200", "jinshuiwan"]
    assert offered(client_for(stella), "/e/e200/")[:2] == ["e200", "jinshuiwan"]
    # And nobody sees the order that was drawn for somebody else.
    assert "jinshuiwan" not in offered(client, "/e/e200/")


@pytest.mark.parametrize(
    ("query", "found"),
    [("第200", ["e200"]), ("garden 17", ["e17", *(f"e{n}" for n in range(170, 180))]), ("JSW", ["jinshuiwan"])],
)
def test_estates_are_found_by_any_of_their_names(client, many, query, found):
    page = client.get("/e/", {"q": query}).content.decode()

    assert re.findall(r'list-title" href="/e/([a-z0-9-]+)/"', page) == found


def test_estates_are_leafed_through(client, many):
    def shown(**params):
        return re.findall(r'list-title" href="/e/([a-z0-9-]+)/"', client.get("/e/", params).content.decode())

    pages = [shown(page=n) for n in range(1, 6)]

    assert [len(page) for page in pages] == [60, 60, 60, 60, 20]
    assert len({slug for page in pages for slug in page}) == 260
    assert 'href="?q=%E5%85%B0%E5%B7%9E&amp;page=2"' in client.get("/e/", {"q": "兰州"}).content.decode()


def test_nothing_found_says_so(client, many):
    assert "没有叫这个名字的楼盘" in client.get("/e/", {"q": "<b>"}).content.decode()


def test_many_estates_cost_no_query_of_their_own(client, client_for, many, olga, django_assert_num_queries):
    """Read once in this process: a page costs as much as with one estate."""
    client.get("/e/")
    with django_assert_num_queries(0):
        client.get("/e/", {"q": "花园"})
    inside = client_for(olga)
    inside.get("/e/")
    with django_assert_num_queries(4):
        inside.get("/e/")
