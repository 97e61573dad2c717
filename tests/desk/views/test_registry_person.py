"""All that the registry knows of one person, and the search that leads there."""

import pytest
from django.urls import reverse

from owners.models import Person, PersonContact, Residency
from tests.club.conftest import join, member

__all__ = ["join", "member"]
pytestmark = pytest.mark.django_db
SEARCH = "/desk/registry/search/"


def url(person):
    return reverse("desk:registry-person", args=[person.public_id])


def test_registry_person_is_masked_and_can_be_asked_for(client_for, stella, olga, unit):
    page = client_for(stella).get(url(olga.person))

    assert "奥**" in page.text
    for value in ("奥丽佳", "1380000", "138 0000 1501", "olga@example.com"):
        assert value not in page.text
    assert "people/reveal" in page.text
    assert [home.unit for home in page.context["current"]] == [unit]
    assert len(page.context["accounts"]) == 1


def test_registry_person_shows_homes_of_the_viewers_estates_only(client_for, dana, olga, otto):
    there = otto.person.residencies.get().unit
    Residency.objects.create(unit=there, person=olga.person, role="owner")

    assert len(client_for(dana).get(url(olga.person)).context["current"]) == 1


def test_registry_person_of_another_estate_or_nobody_is_404(client_for, dana, otto):
    client = client_for(dana)

    assert client.get(url(otto.person)).status_code == 404
    assert client.get(reverse("desk:registry-person", args=["nobody"])).status_code == 404


@pytest.mark.parametrize("who", ["sam", "eddy", "olga", "stranger"])
def test_registry_person_is_closed_to_others(client_for, request, olga, who):
    client = client_for(request.getfixturevalue(who))

    assert client.get(url(olga.person)).status_code == 403
    assert client.post(SEARCH, {"q": "奥丽"}).status_code == 403


def test_registry_person_that_was_merged_leads_to_the_one_that_stays(client_for, dana, olga, unit):
    former = Person.objects.make("奥莉佳")
    Residency.objects.create(unit=unit, person=former, role="family")
    Person.objects.filter(pk=former.pk).update(canonical=olga.person)
    client = client_for(dana)

    assert client.get(url(former)).url == url(olga.person)
    assert len(client.get(url(olga.person)).context["current"]) == 2


def test_registry_person_shows_matters_and_membership_as_far_as_they_are_open(
    client_for, dana, stella, olga, member, open_matter
):
    case = open_matter("电梯异响", user=olga)

    page = client_for(dana).get(url(olga.person))
    assert [one.pk for one in page.context["matters"]] == [case.pk]
    assert page.context["memberships"] == []
    page = client_for(stella).get(url(olga.person))
    assert page.context["matters"] == []
    assert page.context["memberships"] == [member]


@pytest.mark.parametrize("homes", [1, 3])
def test_registry_person_costs_the_same_for_one_and_three(
    client_for, dana, olga, unit, django_assert_num_queries, homes
):
    for number in range(1, homes):
        former = Person.objects.make("奥丽佳")
        Person.objects.filter(pk=former.pk).update(canonical=olga.person)
        Residency.objects.create(unit=unit, person=former, role="family")
        PersonContact.objects.create(person=olga.person, kind="phone", value=f"+861370000000{number}")
    client = client_for(dana)
    client.get(url(olga.person))

    with django_assert_num_queries(PERSON_QUERIES):
        page = client.get(url(olga.person))

    assert len(page.context["current"]) == homes


# session, account, viewer; the person, who it is, their rows and numbers; homes; accounts with roles; club; matters;
# grants
PERSON_QUERIES = 16


def test_registry_search_shows_results_masked(client_for, dana, olga):
    page = client_for(dana).post(SEARCH, {"q": "13800001501"})

    assert [hit.person for hit in page.context["found"].hits] == [olga.person]
    assert "奥**" in page.text
    assert "奥丽佳" not in page.text
    assert page["Cache-Control"] == "no-store"


def test_registry_search_says_what_it_needs(client_for, dana, olga):
    client = client_for(dana)

    assert client.get(SEARCH).status_code == 200
    assert client.post(SEARCH, {"q": "奥"}).context["found"].by == ""
    # Words in an address would stand in logs: they are not read there.
    assert "found" not in client.get(SEARCH, {"q": "奥丽"}).context


def test_registry_search_leads_on_by_key(client_for, dana, unit, monkeypatch):
    monkeypatch.setattr("owners.finding.PAGE", 1)
    people = [Person.objects.make("周吉庆") for _ in range(2)]
    for person in people:
        Residency.objects.create(unit=unit, person=person, role="family")
    client = client_for(dana)

    first = client.post(SEARCH, {"q": "吉庆"})
    second = client.post(SEARCH, {"q": "吉庆", "after": first.context["found"].after})

    assert [page.context["found"].hits[0].person for page in (first, second)] == people
    assert second.context["found"].after is None
