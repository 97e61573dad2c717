"""One home: now and before."""

from datetime import date

import pytest
from django.urls import reverse

from owners.models import Claim, Person, Residency
from portal.audit.models import AuditRow

pytestmark = pytest.mark.django_db


def url(unit):
    return reverse("desk:registry-unit", args=[unit.pk])


def test_registry_unit_shows_who_lives_there_masked(client_for, dana, olga, unit):
    page = client_for(dana).get(url(unit))

    assert "奥**" in page.text
    assert "奥丽佳" not in page.text
    assert "138 **** 1501" in page.text
    assert reverse("desk:registry-person", args=[olga.person.public_id]) in page.text
    assert page.context["verified"]


def test_registry_unit_keeps_who_lived_there(client_for, dana, olga, unit):
    sold = Residency.objects.create(
        unit=unit, person=Person.objects.make("钱四海"), role="owner", since=date(2018, 1, 1), until=date(2020, 4, 30)
    )

    page = client_for(dana).get(url(unit))

    assert page.context["former"] == [sold]
    assert [one.person for one in page.context["current"]] == [olga.person]
    assert "2020年4月30日" in page.text


def test_registry_unit_names_claims_that_wait(client_for, dana, stella, stranger, unit):
    claim = Claim.objects.create(user=stranger, estate=unit.estate, unit=unit, name="周吉")
    decide = reverse("desk:claim-review", args=[claim.public_id])

    assert decide in client_for(stella).get(url(unit)).text
    assert decide not in client_for(dana).get(url(unit)).text


def test_registry_unit_elsewhere_is_404(client_for, dana, otto):
    there = otto.person.residencies.get().unit

    assert client_for(dana).get(url(there)).status_code == 404


@pytest.mark.parametrize("who", ["sam", "olga", "stranger"])
def test_registry_unit_is_closed_to_others(client_for, request, unit, who):
    assert client_for(request.getfixturevalue(who)).get(url(unit)).status_code == 403


@pytest.mark.parametrize("people", [1, 3])
def test_registry_unit_costs_the_same_for_one_and_three(client_for, dana, unit, django_assert_num_queries, people):
    for number in range(people):
        person = Person.objects.make("周吉", phone=f"+861370000000{number}")
        Residency.objects.create(unit=unit, person=person, role="family")
    client = client_for(dana)
    client.get(url(unit))

    with django_assert_num_queries(UNIT_QUERIES):
        page = client.get(url(unit))

    assert len(page.context["current"]) == people
    assert not AuditRow.objects.filter(action="data.opened").exists()


# session, account, viewer; home; residents, their rows and numbers; claims; grants
UNIT_QUERIES = 9
