import pytest
from django.urls import reverse

import notify

URL = reverse("notify:notification-list")


def tell(user, count):
    for number in range(1, count + 1):
        params = {"who": "倪娜", "topic": f"话题{number}"}
        notify.send([user], kind="test.reply", params=params, url="/forum/", dedupe=f"post:{number}")


def test_list_shows_what_happened_and_the_bell_agrees(olga, client_for):
    tell(olga, 3)

    html = client_for(olga).get(URL).content.decode()

    assert "倪娜 replied to “话题3”" in html
    assert html.count("notification unread") == 3
    assert "<span data-bell-number>3</span>" in html


def test_list_sends_a_visitor_to_sign_in(db, client_for):
    response = client_for(None).get(URL)

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


def test_empty_list_says_what_will_come_here(olga, client_for):
    assert "没有新通知" in client_for(olga).get(URL).content.decode()


def test_list_pages_by_number(olga, client_for):
    tell(olga, 32)
    client = client_for(olga)

    first = client.get(URL).content.decode()
    second = client.get(f"{URL}?before=3").content.decode()

    assert "话题3”" in first
    assert "话题2”" not in first
    assert f"{URL}?before=3" in first
    assert "话题2”" in second
    assert "话题3”" not in second


def test_list_takes_a_nonsense_page_for_the_first(olga, client_for):
    tell(olga, 1)

    assert "话题1" in client_for(olga).get(f"{URL}?before=x").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(olga, client_for, django_assert_max_num_queries, count):
    tell(olga, count)
    client = client_for(olga)

    with django_assert_max_num_queries(11) as captured:
        client.get(URL)

    rows = [query for query in captured if "notify_" in query["sql"]]
    assert len(rows) == 3  # the rows, the bell, the count in the header
