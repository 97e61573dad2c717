from datetime import timedelta

import pytest

from owners.models import PledgeAcceptance, PledgeText
from owners.pledge import HOLDS
from portal.worktime import now

pytestmark = pytest.mark.django_db

URL = "/me/pledge/"


@pytest.fixture
def newcomer(sam):
    PledgeAcceptance.objects.filter(user=sam).delete()
    return sam


def test_desk_leads_to_the_pledge_and_the_pledge_back(newcomer, client_for):
    client = client_for(newcomer)

    assert client.get("/desk/watch/")["Location"] == "/me/pledge/?next=%2Fdesk%2Fwatch%2F"
    page = client.get("/me/pledge/?next=/desk/watch/").content.decode()
    assert "我保密。" in page
    response = client.post("/me/pledge/?next=/desk/watch/", {"full_name": "沈言", "version": 1})

    assert response["Location"] == "/desk/watch/"
    assert client.get("/desk/watch/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk/watch/", "/desk/cases/"], ids=["dashboard", "own room", "somebody else's room"]
)
def test_no_page_of_the_desk_is_open_without_it(newcomer, client_for, path):
    assert client_for(newcomer).get(path)["Location"].startswith("/me/pledge/")


@pytest.mark.parametrize("path", ["/me/", "/me/security/", "/forum/", "/accounts/2fa/", "/notifications/"])
def test_what_is_everybodys_stays_open_without_it(newcomer, client_for, path):
    assert client_for(newcomer).get(path).status_code in {200, 404}


def test_cms_is_closed_without_it(eddy, client_for):
    PledgeAcceptance.objects.all().delete()

    assert client_for(eddy).get("/cms/")["Location"] == "/me/pledge/?next=%2Fcms%2F"


def test_door_of_an_event_leads_to_it(stella, client_for):
    PledgeAcceptance.objects.all().delete()

    assert client_for(stella).get("/club/checkin/none/")["Location"].startswith("/me/pledge/")


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"full_name": "", "version": 1}, "full_name"), ({"full_name": "王五", "version": 1}, "full_name")],
)
def test_bad_name_is_refused(newcomer, client_for, typed, field):
    response = client_for(newcomer).post(URL, typed)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not PledgeAcceptance.objects.filter(user=newcomer).exists()


def test_text_that_changed_meanwhile_has_to_be_read_first(newcomer, client_for):
    PledgeText.objects.create(text="新的", text_zh_hant="新的", text_en="New", valid_from=now())

    response = client_for(newcomer).post(URL, {"full_name": "沈言", "version": 1})

    assert (response.status_code, "version" in response.context["form"].errors) == (422, True)
    assert 'name="version" value="2"' in response.content.decode()


def test_text_is_shown_in_the_readers_language(newcomer, client_for):
    assert "I keep it." in client_for(newcomer).get("/en/me/pledge/").content.decode()


def test_accepted_pledge_is_shown_with_its_end_and_without_a_form(sam, client_for):
    page = client_for(sam).get(URL)

    assert page.context["form"] is None
    assert "沈言" in page.content.decode()


def test_lapsed_pledge_asks_anew(sam, client_for):
    PledgeAcceptance.objects.update(accepted_at=now() - HOLDS - timedelta(days=1))

    page = client_for(sam).get(URL)

    assert page.context["lapsed"]
    assert page.context["form"] is not None


def test_owners_have_nothing_to_pledge(olga, client_for, client):
    assert client_for(olga).get(URL).status_code == 403
    assert client.get(URL)["Location"].startswith("/accounts/login/")


def test_it_is_made_with_the_second_factor_used(newcomer, client_for):
    response = client_for(newcomer, second_factor=False).get(URL)

    assert response["Location"].startswith("/me/second-factor/")


def test_it_never_leads_to_a_foreign_site(newcomer, client_for):
    response = client_for(newcomer).post(f"{URL}?next=https://evil.example/", {"full_name": "沈言", "version": 1})

    assert response["Location"] == "/me/"
