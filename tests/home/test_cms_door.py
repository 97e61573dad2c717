import pytest
from django.urls import get_resolver

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


# ── accounts and groups are not Wagtail's business ──────────────────────────────────────────
def climbing_addresses() -> list[str]:
    """Every address of Wagtail's screens for accounts and groups, and its bulk actions on them."""
    found = []
    for route in get_resolver().url_patterns:
        if str(route.pattern) != "cms/":
            continue
        for namespace in ("wagtailusers_users", "wagtailusers_groups"):
            prefix, resolver = route.namespace_dict[namespace]
            found += [f"/cms/{prefix}{pattern.pattern}".replace("<int:pk>", "1") for pattern in resolver.url_patterns]
    bulk = [("owners", "user", ("assign_role", "delete", "set_active_state")), ("auth", "group", ("delete",))]
    for app, model, actions in bulk:
        found += [f"/cms/bulk/{app}/{model}/{action}/?id=1" for action in actions]
    return found


def test_climbing_addresses_are_found():
    addresses = climbing_addresses()

    assert {"/cms/users/", "/cms/users/new/", "/cms/users/edit/1/", "/cms/groups/edit/1/"} <= set(addresses)
    assert len(addresses) > 18


@pytest.mark.parametrize("who", ["eddy", "ada", "adam", "petra", "root"])
def test_nobody_climbs_by_wagtails_own_screens(site, client_for, request, who):
    """Neither reading nor writing: not even for a superuser, should somebody have made one."""
    user = request.getfixturevalue(who)
    client, before = client_for(user), list(user.groups.order_by("pk"))

    for address in climbing_addresses():
        assert client.get(address).status_code in {403, 404}, address
        assert client.post(address, {"is_superuser": "on", "groups": ["1"]}).status_code in {403, 404}, address

    assert list(user.groups.order_by("pk")) == before
    assert client.get("/cms/").status_code == 200


@pytest.fixture
def root(make_staff):
    user = make_staff("超级", "+8613900000012", "admin")
    user.is_superuser = True
    user.save()
    return user


def test_menu_offers_no_accounts_but_the_desk(site, client_for, adam):
    page = client_for(adam).get("/cms/").content.decode()

    assert "/cms/users/" not in page
    assert "/cms/groups/" not in page
    assert "/desk/staff/" in page


def test_own_account_page_changes_neither_role_nor_way_in(site, client_for, eddy):
    client = client_for(eddy)
    email = eddy.email

    client.post(
        "/cms/account/", {"name_email-email": "boss@example.com", "name_email-first_name": "x", "is_superuser": "on"}
    )

    eddy.refresh_from_db()
    assert (eddy.email, eddy.is_superuser, eddy.is_staff) == (email, False, False)
