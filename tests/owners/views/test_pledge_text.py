"""The pledge's versions in the CMS."""

import pytest

from owners.models import PledgeText
from portal.worktime import now

pytestmark = pytest.mark.django_db

LIST = "/cms/snippets/owners/pledgetext/"
WORDS = {"text": "新的承诺", "text_zh_hant": "新的承諾", "text_en": "The new pledge"}


@pytest.mark.parametrize("who", ["adam", "petra"])
def test_administrator_and_privacy_officer_write_a_new_version(who, client_for, request):
    client = client_for(request.getfixturevalue(who))
    assert client.get(LIST).status_code == 200

    response = client.post(f"{LIST}add/", WORDS | {"valid_from": f"{now():%Y-%m-%d %H:%M}"})

    assert response.status_code == 302
    assert PledgeText.objects.get(version=2).text == "新的承诺"
    assert client.get(LIST)["Location"].startswith("/me/pledge/")


def test_accepted_version_stays_as_it_is(petra, client_for):
    text = PledgeText.objects.get()

    response = client_for(petra).post(f"{LIST}edit/{text.pk}/", WORDS | {"valid_from": "2020-01-01 00:00"})

    text.refresh_from_db()
    assert (response.status_code, text.text) == (200, "我保密。")


def test_no_version_is_deleted(petra, client_for):
    text = PledgeText.objects.get()

    client_for(petra).post(f"{LIST}delete/{text.pk}/")

    assert PledgeText.objects.filter(pk=text.pk).exists()


@pytest.mark.parametrize("who", ["eddy", "sam", "olga"])
def test_nobody_else_edits_it(who, client_for, request):
    assert client_for(request.getfixturevalue(who)).get(f"{LIST}add/").status_code in {302, 403}
    assert client_for(request.getfixturevalue(who)).post(f"{LIST}add/", WORDS).status_code in {302, 403}
    assert PledgeText.objects.filter(text="新的承诺").count() == 0


def test_privacy_officer_edits_nothing_else(petra, client_for):
    client = client_for(petra)

    assert client.get("/cms/snippets/owners/estate/")["Location"] == "/cms/"
    assert client.get("/cms/images/")["Location"] == "/cms/"
