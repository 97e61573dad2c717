"""A building at a glance."""

from datetime import date, timedelta

import pytest

from owners.grid import Occupancy, building_grid
from owners.models import Claim, Entrance, Person, Residency, Unit, User
from portal.worktime import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(building):
    """`home(room)` behind the building's first entrance."""
    entrance = Entrance.objects.create(building=building, number="1")

    def make(room, **facts):
        return Unit.objects.create(estate=building.estate, entrance=entrance, room=room, **facts)

    return make


def live(unit, role="owner", **dates):
    return Residency.objects.create(unit=unit, person=Person.objects.make("周吉"), role=role, **dates)


def cells(building):
    grid = building_grid(building)[0]
    return {cell.room: cell for storey in grid.storeys for cell in storey.cells if cell}


def test_grid_has_the_top_storey_first_and_rooms_above_each_other(building, home):
    for room in ("101", "102", "1502", "201"):
        home(room)

    grid = building_grid(building)[0]

    assert grid.places == ["01", "02"]
    assert [(storey.number, [cell.room if cell else None for cell in storey.cells]) for storey in grid.storeys] == [
        (15, [None, "1502"]),
        (2, ["201", None]),
        (1, ["101", "102"]),
    ]


def test_grid_puts_cellars_below_and_odd_numbers_apart(building, home):
    for room in ("101", "0101", "B101", "商铺3"):
        home(room)

    storeys = building_grid(building)[0].storeys

    assert [storey.number for storey in storeys] == [1, -1, None]
    assert {cell.room for cell in storeys[-1].cells if cell} == {"0101", "商铺3"}


def test_grid_says_who_is_on_record(building, home):
    handed_over = date(2020, 5, 1)
    live(home("101", handed_over_on=handed_over))
    live(home("102", handed_over_on=handed_over), role="tenant")
    live(home("103", handed_over_on=handed_over), until=today() - timedelta(days=1))
    home("104", handed_over_on=today() + timedelta(days=1))
    home("105")

    found = cells(building)

    assert [found[room].occupancy for room in ("101", "102", "103", "104", "105")] == [
        Occupancy.OWNER, Occupancy.TENANT, Occupancy.EMPTY, Occupancy.NOT_HANDED_OVER, Occupancy.NOT_HANDED_OVER,
    ]  # fmt: skip


def test_grid_marks_verified_homes_also_through_merged_rows(building, home):
    own, elsewhere, none = (live(home(room)) for room in ("101", "102", "103"))
    User.objects.create(username="own", person=own.person)
    twin = Person.objects.make("周吉")
    User.objects.create(username="twin", person=twin)
    Person.objects.filter(pk__in=(twin.pk, elsewhere.person_id)).update(canonical=Person.objects.make("周吉"))

    found = cells(building)

    assert [found[room].verified for room in ("101", "102", "103")] == [True, True, False]
    assert none.person_id
    assert building_grid(building)[0].figures["verified"] == 2


def test_grid_marks_homes_whose_claim_waits(building, home, stranger):
    unit = home("101")
    Claim.objects.create(user=stranger, estate=building.estate, unit=unit, name="周吉")

    assert cells(building)["101"].claimed


@pytest.mark.parametrize("homes", [1, 3])
def test_grid_costs_the_same_for_one_and_three(building, home, django_assert_num_queries, homes):
    for number in range(homes):
        live(home(f"10{number}"))

    with django_assert_num_queries(4):
        assert building_grid(building)[0].figures["all"] == homes
