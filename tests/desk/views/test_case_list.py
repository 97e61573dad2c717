import re

import pytest
from django.urls import reverse

from crm.actions import take_case
from crm.models import Case

URL = "/desk/cases/"


def test_case_list_shows_untaken_cases_of_the_estate(client_for, dana, open_matter, other_estate):
    open_matter("电梯异响")
    open_matter("别处的事", at=other_estate)

    page = client_for(dana).get(f"{URL}?queue=untaken")

    assert [row.subject for row in page.context["rows"]] == ["电梯异响"]
    assert "电梯异响" in page.text
    assert "别处的事" not in page.text


@pytest.mark.parametrize("who", ["stranger", "olga", "stella", "sam", "eddy"])
def test_case_list_is_closed_to_others(client_for, who, request):
    assert client_for(request.getfixturevalue(who)).get(URL).status_code == 403


def test_case_list_sends_visitors_to_sign_in(client_for, db):
    assert client_for(None).get(URL).url.startswith(reverse("account_login"))


def test_case_list_without_second_factor_is_closed(client_for, dana):
    assert client_for(dana, second_factor=False).get(URL).status_code == 302


@pytest.mark.parametrize(("queue", "most"), [("untaken", 10), ("all", 10)])
def test_case_list_costs_the_same_for_one_and_three(
    client_for, dana, open_matter, queue, most, unit, django_assert_num_queries
):
    client = client_for(dana)
    counts = []
    for rows in (1, 3):
        while Case.objects.count() < rows:
            open_matter(unit=unit)
        client.get(f"{URL}?queue={queue}")
        with django_assert_num_queries(most):
            page = client.get(f"{URL}?queue={queue}")
        counts.append(len(page.context["rows"]))
    assert counts == [1, 3]


def test_case_list_finds_a_case_by_number_and_by_telephone(client_for, dana, open_matter):
    wanted = open_matter("找我", phone="+8613811112222")
    open_matter("不是我")
    client = client_for(dana)

    for q in (wanted.number.lower(), "138 1111 2222"):
        page = client.post(URL, {"q": q}, follow=True)
        assert [row.pk for row in page.context["rows"]] == [wanted.pk]
    assert client.post(URL, {"q": wanted.number}).url.endswith(f"?q={wanted.number}")


def test_case_list_pages_through_one_caller_without_the_number_in_an_address(
    client_for, dana, open_matter, monkeypatch
):
    monkeypatch.setattr("desk.views.cases.PAGE", 2)
    everything = {open_matter(phone="+8613811112222").pk for _ in range(3)}
    client = client_for(dana)

    first = client.post(URL, {"q": "138 1111 2222", "queue": "all"})
    second = client.post(URL, {"q": first.context["phone"], **first.context["more"]})

    assert {row.pk for row in [*first.context["rows"], *second.context["rows"]]} == everything
    assert first["Cache-Control"] == "no-store"
    for page in (first, second):
        html = page.content.decode()
        assert not re.search(r'(?:href|action)="[^"]*1381111', html)


@pytest.mark.parametrize("queue", ["mine", "all"])
def test_case_list_pages_by_key_and_loses_nothing(client_for, dana, open_matter, viewer_of, monkeypatch, queue):
    monkeypatch.setattr("desk.views.cases.PAGE", 2)
    everything = {take_case(viewer=viewer_of(dana), case=open_matter()).pk for _ in range(5)}
    client, url, seen = client_for(dana), f"{URL}?queue={queue}", []

    while url:
        page = client.get(url)
        seen += [row.pk for row in page.context["rows"]]
        url = page.context["next_url"]

    assert len(seen) == 5
    assert set(seen) == everything
