"""Estate → building → entrance → home."""

import pytest
from django.urls import reverse

from owners.models import Building, Entrance, Residency, StaffRole, Unit

pytestmark = pytest.mark.django_db
READERS = ["dana", "mona", "stella"]
OTHERS = ["sam", "eddy", "olga", "stranger"]


def building_url(building):
    return reverse("desk:registry-building", args=[building.pk])


def test_registry_goes_straight_to_the_only_estate(client_for, stella, estate):
    assert client_for(stella).get(reverse("desk:registry")).url == reverse("desk:registry-estate", args=[estate.slug])


def test_registry_shows_all_estates_to_who_looks_after_all(client_for, stella, estate, other_estate):
    StaffRole.objects.create(user=stella, role="steward", estate=None)

    page = client_for(stella).get(reverse("desk:registry"))

    assert page.context["estates"] == [estate, other_estate]


@pytest.mark.parametrize("who", READERS)
def test_registry_estate_lists_buildings_with_their_doors(client_for, request, who, estate, building, unit):
    Entrance.objects.create(building=building, number="2")

    page = client_for(request.getfixturevalue(who)).get(reverse("desk:registry-estate", args=[estate.slug]))

    assert [(one, [door.number for door in doors]) for one, doors in page.context["buildings"]] == [
        (building, ["1", "2"])
    ]


@pytest.mark.parametrize("who", OTHERS)
def test_registry_is_closed_to_others(client_for, request, who, estate, building):
    client = client_for(request.getfixturevalue(who))

    for url in (reverse("desk:registry"), reverse("desk:registry-estate", args=[estate.slug]), building_url(building)):
        assert client.get(url).status_code == 403


def test_registry_of_another_estate_is_404(client_for, dana, other_estate):
    there = Building.objects.create(estate=other_estate, number="1")
    client = client_for(dana)

    assert client.get(reverse("desk:registry-estate", args=[other_estate.slug])).status_code == 404
    assert client.get(building_url(there)).status_code == 404


def test_registry_building_says_each_home_in_words_and_names_nobody(client_for, dana, olga, building):
    page = client_for(dana).get(building_url(building))

    assert 'class="home home-owner"' in page.text
    assert "1501" in page.text
    assert "奥" not in page.text


def test_registry_building_chooses_the_entrance_that_was_asked_for(client_for, dana, building, unit):
    second = Entrance.objects.create(building=building, number="2")
    client = client_for(dana)

    assert client.get(building_url(building)).context["chosen"].entrance == unit.entrance
    assert client.get(building_url(building), {"entrance": second.pk}).context["chosen"].entrance == second
    assert client.get(building_url(building), {"entrance": "x"}).context["chosen"].entrance == unit.entrance


@pytest.mark.parametrize("homes", [1, 3])
def test_registry_building_costs_the_same_for_one_and_three(
    client_for, dana, building, unit, olga, django_assert_num_queries, homes
):
    for number in range(1, homes):
        more = Unit.objects.create(estate=building.estate, entrance=unit.entrance, room=f"20{number}")
        Residency.objects.create(unit=more, person=olga.person, role="owner")
    client = client_for(dana)
    client.get(building_url(building))

    with django_assert_num_queries(BUILDING_QUERIES):
        page = client.get(building_url(building))

    assert page.context["grids"][0].figures["all"] == homes


# session, account, second factor and roles of the viewer; building; entrances, homes, residents, claims
BUILDING_QUERIES = 9
