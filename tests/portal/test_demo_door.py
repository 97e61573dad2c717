"""The demo door exists in the demonstration only, and for this machine only."""

import pytest
from django.test import Client

from owners.models import Role, User
from portal.demo.cast import CARDS, make_staff
from portal.worktime import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam_of_the_cast() -> User:
    return make_staff({})["sam"]


def test_door_shows_a_card_for_everybody(client: Client) -> None:
    page = client.get("/demo/").content.decode()

    assert all(card.name in page for card in CARDS)


def test_one_tap_signs_in_with_the_second_factor(client: Client, sam_of_the_cast: User) -> None:
    response = client.post("/demo/enter/sam/")

    assert response["Location"] == "/desk/watch/"
    assert client.get("/desk/watch/").status_code == 200


def test_door_leads_nowhere_outside(client: Client, sam_of_the_cast: User) -> None:
    assert client.post("/demo/enter/sam/", {"next": "https://evil.example/"})["Location"] == "/desk/watch/"


def test_accounts_that_are_not_of_the_cast_cannot_be_entered(client: Client) -> None:
    User.objects.create(username="boss", date_joined=now())

    assert client.post("/demo/enter/boss/").status_code == 404


@pytest.mark.parametrize("seen", [{"REMOTE_ADDR": "192.168.1.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}])
def test_door_is_closed_to_the_network(client: Client, sam_of_the_cast: User, seen: dict[str, str]) -> None:
    assert client.get("/demo/", **seen).status_code == 404
    assert client.post("/demo/enter/sam/", **seen).status_code == 404


def test_door_is_closed_where_there_is_no_demonstration(client: Client, sam_of_the_cast: User, settings) -> None:
    settings.DEMO = False

    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/enter/sam/").status_code == 404


def test_cast_covers_every_role() -> None:
    held = {role for card in CARDS for role, _ in card.roles}

    # The department's handler works from a task link, without an account.
    assert held == set(Role) - {Role.HANDLER}
