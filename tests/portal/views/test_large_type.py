from django.test import Client
from django.urls import reverse

from portal.preferences import LARGE_TYPE_COOKIE

URL = reverse("large-type")


def test_large_type_is_kept_in_the_browser_and_leads_back(db):
    client = Client()

    response = client.post(URL, {"on": "1", "next": "/styleguide/"})

    assert response.headers["Location"] == "/styleguide/"
    assert client.cookies[LARGE_TYPE_COOKIE].value == "1"
    assert b'<html lang="zh-Hans" data-large>' in client.get("/styleguide/").content


def test_large_type_is_kept_on_the_account_for_the_next_device(olga, client_for):
    client_for(olga).post(URL, {"on": "1"})

    other_device = client_for(olga).get("/styleguide/")

    olga.refresh_from_db()
    assert olga.large_type is True
    assert b"data-large" in other_device.content


def test_this_browser_can_switch_it_off_again(olga, client_for):
    olga.large_type = True
    olga.save(update_fields=["large_type"])
    client = client_for(olga)

    client.post(URL, {"on": "0"})

    assert b"data-large" not in client.get("/styleguide/").content


def test_large_type_never_leads_to_another_site(db):
    response = Client().post(URL, {"on": "1", "next": "https://evil.example/"})

    assert response.headers["Location"] == "/"


def test_large_type_is_not_switched_by_a_link(db):
    assert Client().get(URL).status_code == 405
