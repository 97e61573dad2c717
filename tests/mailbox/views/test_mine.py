import pytest
from django.urls import reverse

from mailbox.views import mine

pytestmark = pytest.mark.django_db

URL = "/contact/mine/"


def test_mine_shows_own_matters_alone(client_for, olga, nina, matter):
    own = matter(user=olga, subject="外墙渗水")
    matter(user=nina, subject="楼道灯坏了")

    page = client_for(olga).get(URL).content.decode()

    assert own.number in page
    assert reverse("mailbox:tracking", args=[own.token]) in page
    assert "楼道灯坏了" not in page


def test_mine_asks_a_visitor_to_sign_in(client, db):
    assert client.get(URL).url.endswith("?next=%2Fcontact%2Fmine%2F")


def test_mine_without_matters_says_what_to_do(client_for, stranger):
    assert reverse("mailbox:ways") in client_for(stranger).get(URL).content.decode()


def test_mine_goes_on_by_key(client_for, olga, matter, monkeypatch):
    monkeypatch.setattr(mine, "PAGE", 2)
    numbers = [matter(user=olga).number for _ in range(3)][::-1]
    client = client_for(olga)

    first = client.get(URL)
    second = client.get(URL + first.context["older"])

    assert [c.number for c in first.context["conversations"]] == numbers[:2]
    assert [c.number for c in second.context["conversations"]] == numbers[2:]
    assert second.context["older"] == ""


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40])
def test_mine_with_a_broken_key_begins_anew(client_for, olga, matter, before):
    matter(user=olga)

    assert len(client_for(olga).get(f"{URL}?before={before}").context["conversations"]) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_mine_takes_as_many_queries_for_three_as_for_one(client_for, olga, matter, rows, django_assert_num_queries):
    for _ in range(rows):
        matter(user=olga)
    client = client_for(olga)
    client.get(URL)

    with django_assert_num_queries(QUERIES):
        client.get(URL)


# session, account, its keys, homes and roles; matters; the frame: site settings, estates, bell
QUERIES = 5
