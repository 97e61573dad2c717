"""Prepared answers before the legal officer, and what staff use."""

import pytest
from django.urls import reverse

from answers.actions import save_prepared_answer
from answers.models import PreparedVersion

URL = "/desk/watch/prepared/"


@pytest.fixture
def version(db) -> PreparedVersion:
    save_prepared_answer(title="致歉", html="<p>给您添麻烦了</p>")
    return PreparedVersion.objects.get()


@pytest.mark.parametrize("who, code", [("olga", 403), ("dana", 403), ("stella", 403), ("sam", 200), ("adam", 200)])
def test_prepared_list_is_open_to_reviewers_and_spokespeople(request, who, code, version, client_for) -> None:
    assert client_for(request.getfixturevalue(who)).get(URL).status_code == code


@pytest.mark.parametrize("rows", [1, 3])
def test_prepared_list_costs_the_same_for_any_number_of_rows(rows, adam, client_for, django_assert_num_queries) -> None:
    for n in range(rows):
        save_prepared_answer(title=f"致歉 {n}", html="<p>抱歉</p>")
    client = client_for(adam)
    client.get(URL)

    with django_assert_num_queries(7):
        page = client.get(URL)

    assert page.content.decode().count('name="approve"') == rows


def test_prepared_review_approves_or_gives_back_with_a_note(version, adam, client_for) -> None:
    url, client = reverse("desk:prepared-review", args=[version.pk]), client_for(adam)

    refused = client.post(url, {"note": ""}).status_code
    client.post(url, {"note": "", "approve": "1"})

    version.refresh_from_db()
    assert (refused, version.state, version.reviewed_by) == (422, "approved", adam)


@pytest.mark.parametrize("who", ["olga", "sam", "mona"])
def test_prepared_review_by_anybody_else_is_forbidden(request, who, version, client_for) -> None:
    url = reverse("desk:prepared-review", args=[version.pk])

    assert client_for(request.getfixturevalue(who)).post(url, {"approve": "1"}).status_code == 403
    version.refresh_from_db()
    assert version.state == "waiting"
