from datetime import date

import pytest

from owners import tiles
from owners.models import Residency, ResidencyRole, Unit
from owners.tiles import Tile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_tiles(monkeypatch):
    """What the rooms above show is theirs to test."""
    monkeypatch.setattr(tiles, "_makers", [])


def test_owner_sees_own_home_and_nobody_elses(olga, nina, client_for):
    page = client_for(olga).get("/me/").content.decode()

    assert "金水湾 3号楼1单元1501" in page
    assert "1502" not in page


def test_home_that_was_left_is_not_shown(olga, client_for):
    Residency.objects.update(until=date(2021, 1, 1))

    page = client_for(olga).get("/me/").content.decode()

    assert "1501" not in page.replace(olga.phone.open(), "")


def test_stranger_is_shown_the_way_to_be_verified(stranger, client_for):
    response = client_for(stranger).get("/me/")

    assert list(response.context["residencies"]) == []


def test_visitor_is_sent_to_sign_in(client):
    assert client.get("/me/")["Location"] == "/accounts/login/?next=%2Fme%2F"


def test_tiles_stand_in_their_order_and_only_where_they_apply(olga, client_for):
    tiles.register(lambda viewer: Tile(title="Points", url="/club/points/", icon="star", sort=20))
    tiles.register(lambda viewer: Tile(title="Matters", url="/contact/mine/", icon="speak", count=2, sort=10))
    tiles.register(lambda viewer: None)

    response = client_for(olga).get("/me/")

    assert [tile.title for tile in response.context["tiles"]] == ["Matters", "Points"]
    assert 'href="/contact/mine/"' in response.content.decode()


def homes(user, unit, count):
    for number in range(count - 1):
        another = Unit.objects.create(estate=unit.estate, entrance=unit.entrance, room=f"160{number}")
        Residency.objects.create(unit=another, person=user.person, role=ResidencyRole.OWNER)


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_does_not_grow_with_homes(olga, unit, client_for, count, django_assert_num_queries):
    homes(olga, unit, count)
    client = client_for(olga)

    # session, user, keys, residencies of the viewer, roles; the list of homes; three of the frame
    with django_assert_num_queries(7):
        response = client.get("/me/")

    assert len(response.context["residencies"]) == count
