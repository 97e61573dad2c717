import pytest

pytestmark = pytest.mark.django_db


def test_visitor_is_sent_to_sign_in(site, client):
    response = client.get("/cms/pages/")

    assert (response.status_code, response.url) == (302, "/accounts/login/?next=%2Fcms%2Fpages%2F")


@pytest.mark.parametrize("who", ["olga", "stranger", "sam", "dana", "stella"])
def test_who_has_no_business_there_is_refused(site, client_for, request, who):
    response = client_for(request.getfixturevalue(who)).get("/cms/")

    assert response.status_code == 403


def test_editor_without_second_factor_is_sent_to_use_it(site, client_for, eddy):
    response = client_for(eddy, second_factor=False).get("/cms/")

    assert response.status_code == 302
    assert "second-factor" in response.url
    assert "next=%2Fcms%2F" in response.url


def test_editor_with_second_factor_is_in(site, client_for, eddy):
    assert client_for(eddy).get("/cms/").status_code == 200


@pytest.mark.parametrize("path", ["/cms/login/", "/cms/password_reset/", "/cms/password_reset/done/"])
def test_wagtails_own_ways_in_are_routed_away(site, client, client_for, eddy, path):
    answered = client.post(path, {"username": "admin", "password": "x"})

    assert (answered.status_code, answered.url) == (302, "/accounts/login/?next=%2Fcms%2F")
    assert client_for(eddy).get(path).url == "/cms/"


def test_wagtails_sign_in_for_readers_is_ours(site, client):
    response = client.post("/_util/login/?next=/news/", {"username": "admin", "password": "x"})

    assert (response.status_code, response.url) == (302, "/accounts/login/?next=%2Fnews%2F")
    assert client.get("/_util/login/?next=https://evil.example/").url == "/accounts/login/?next=%2F"


def test_only_the_admin_has_the_looser_policy(site, client_for, eddy):
    client = client_for(eddy)

    admin, public = client.get("/cms/"), client.get("/")

    assert "'unsafe-inline'" in admin["Content-Security-Policy"]
    assert "unsafe" not in public["Content-Security-Policy"]
