"""The screens of lists of people."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from owners.actions.exports import ListWanted, ask_for_export
from owners.models import Estate, ExportRequest, User

pytestmark = pytest.mark.django_db

LIST, ASK = "/desk/exports/", "/desk/exports/ask/"
LIST_QUERIES = 5


def form(estate: Estate, **more: Any) -> dict[str, Any]:
    return {
        "estate": estate.pk, "purpose": "notice", "why": "上门送通知", "format": "xlsx", "column_unit": "full",
        "column_name": "full", "column_phone": "masked", "column_email": "out", "column_role": "out",
        "column_since": "out", **more,
    }  # fmt: skip


def ask(viewer: Any, estate: Estate, fields: dict[str, bool]) -> ExportRequest:
    return ask_for_export(
        viewer=viewer, wanted=ListWanted(estate=estate, fields=fields, purpose="meeting", why="业主大会")
    )


def test_export_small_is_made_and_fetched(
    olga: User, estate: Estate, dana: User, client_for: Callable[..., Client]
) -> None:
    client = client_for(dana)

    page = client.post(ASK, form(estate), follow=True)
    export = ExportRequest.objects.get()
    file = client.post(reverse("desk:export-file", args=[export.public_id]))

    assert export.fields == "unit:full name:full phone:masked"
    assert "下载文件" in page.content.decode()
    assert (file.content[:2], file["Cache-Control"]) == (b"PK", "no-store")
    assert export.public_id in file["Content-Disposition"]
    export.refresh_from_db()
    assert export.downloads == 1


@pytest.mark.parametrize(
    "wrong", [{"why": ""}, {"purpose": ""}, {"column_unit": "out", "column_name": "out", "column_phone": "out"}]
)
def test_export_ask_says_what_is_missing(
    wrong: dict[str, str], olga: User, estate: Estate, dana: User, client_for: Callable[..., Client]
) -> None:
    answer = client_for(dana).post(ASK, form(estate) | wrong)

    assert answer.status_code == 422
    assert ExportRequest.objects.count() == 0


def test_export_ask_offers_no_identity_to_officers(
    estate: Estate, dana: User, stella: User, client_for: Callable[..., Client]
) -> None:
    assert "column_id_number" not in client_for(dana).get(ASK).content.decode()
    assert "column_id_number" in client_for(stella).get(ASK).content.decode()


def test_export_takes_the_second_factor_anew(
    olga: User, estate: Estate, dana: User, client_for: Callable[..., Client]
) -> None:
    client = client_for(dana)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()

    answer = client.get(ASK)

    assert answer.status_code == 302
    assert "next=" in answer.url


def test_export_is_agreed_to_by_a_second_person(
    olga: User, estate: Estate, stella: User, mona: User, client_for: Callable[..., Client],
    viewer_of: Callable[..., Any], drain: Callable[[], int],
) -> None:  # fmt: skip
    export = ask(viewer_of(stella), estate, {"name": True, "id_number": True})
    url, decide = (reverse(name, args=[export.public_id]) for name in ("desk:export", "desk:export-decide"))

    assert decide not in client_for(stella).get(url).content.decode()
    assert decide in client_for(mona).get(url).content.decode()
    assert client_for(stella).post(decide, {"decision": "agree"}).status_code == 403
    assert client_for(mona).post(decide, {"decision": "refuse", "why": ""}).status_code == 422
    client_for(mona).post(decide, {"decision": "agree"})
    drain()

    export.refresh_from_db()
    assert (export.state, export.decided_by) == ("made", mona)


@pytest.mark.parametrize("who", ["olga", "sam", "eddy", "stranger"])
def test_exports_are_closed_to_everybody_else(
    who: str, client_for: Callable[..., Client], request: pytest.FixtureRequest
) -> None:
    client = client_for(request.getfixturevalue(who))

    assert {client.get(url).status_code for url in (LIST, ASK)} == {403}


def test_export_of_another_estate_is_not_there(
    otto: User, other_estate: Estate, dana: User, stella: User, client_for: Callable[..., Client], viewer_of: Any
) -> None:
    stella.staff_roles.update(estate=other_estate)
    export = ask(viewer_of(stella), other_estate, {"name": True})

    assert client_for(dana).get(reverse("desk:export", args=[export.public_id])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_export_list_costs_the_same_for_one_and_three(
    count: int, olga: User, estate: Estate, dana: User, client_for: Callable[..., Client], viewer_of: Any,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for _n in range(count):
        ask(viewer_of(dana), estate, {"unit": True})
    client = client_for(dana)
    client.get(LIST)

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(LIST).content.decode()

    assert page.count("data-desk-row") == count
