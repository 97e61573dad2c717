import pytest
from django.test import Client
from django.urls import reverse

from portal.preferences import LARGE_TYPE_COOKIE

URL = reverse("large-type")
OURS = {"Sec-Fetch-Site": "same-origin"}


def test_large_type_is_kept_in_the_browser_and_leads_back(db):
    client = Client()

    response = client.post(URL, {"on": "1", "next": "/styleguide/"}, headers=OURS)

    assert response.headers["Location"] == "/styleguide/"
    assert client.cookies[LARGE_TYPE_COOKIE].value == "1"
    assert b'<html lang="zh-Hans" data-large>' in client.get("/styleguide/").content


def test_large_type_is_kept_on_the_account_for_the_next_device(olga, client_for):
    client_for(olga).post(URL, {"on": "1"}, headers=OURS)

    other_device = client_for(olga).get("/styleguide/")

    olga.refresh_from_db()
    assert olga.large_type is True
    assert b"data-large" in other_device.content


def test_this_browser_can_switch_it_off_again(olga, client_for):
    olga.large_type = True
    olga.save(update_fields=["large_type"])
    client = client_for(olga)

    client.post(URL, {"on": "0"}, headers=OURS)

    assert b"data-large" not in client.get("/styleguide/").content


def test_large_type_never_leads_to_another_site(db):
    response = Client().post(URL, {"on": "1", "next": "https://evil.example/"}, headers=OURS)

    assert response.headers["Location"] == "/"


def test_large_type_is_not_switched_by_a_link(db):
    assert Client().get(URL).status_code == 405


@pytest.mark.parametrize(
    "headers, came_from",
    [
        ({"Referer": "http://testserver/forum/?show=new"}, "http://testserver/forum/?show=new"),
        ({"Origin": "http://testserver"}, "/"),
    ],
)
def test_large_type_leads_back_to_the_page_that_asked(db, headers, came_from):
    response = Client(enforce_csrf_checks=True).post(URL, {"on": "1"}, headers=headers)

    assert response.headers["Location"] == came_from


@pytest.mark.parametrize("url", [URL, reverse("set_language")])
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Referer": "http://testserver/"},
        {"Origin": "https://evil.example"},
        {"Origin": "null", "Referer": "http://testserver/"},
        {"Referer": "http://testserver.evil.example/"},
        {},
    ],
)
def test_a_choice_sent_by_another_site_is_refused(db, url, headers):
    response = Client().post(url, {"on": "1", "language": "en"}, headers=headers)

    assert response.status_code == 403
    assert not response.cookies
