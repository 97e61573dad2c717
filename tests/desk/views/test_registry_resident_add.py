"""Putting somebody into a home."""

from datetime import timedelta

import pytest
from django.urls import reverse

from owners.models import Person, Residency, StaffRole
from owners.viewers import viewer_for_user
from portal.audit.models import AuditRow
from portal.worktime import today
from tests.conftest import pledge

pytestmark = pytest.mark.django_db
NEW = {"name": "周吉", "phone": "13800007777", "role": "tenant", "since": "", "source": "租赁合同"}


def url(unit, person=None):
    return reverse("desk:registry-resident-add", args=[unit.pk]) + (f"?person={person.public_id}" if person else "")


def test_resident_add_writes_somebody_new(client_for, stella, unit):
    page = client_for(stella).post(url(unit), NEW)

    residency = Residency.objects.get()
    assert page.url == reverse("desk:registry-unit", args=[unit.pk])
    assert (residency.person.name, residency.role, residency.source) == ("周吉", "tenant", "租赁合同")
    row = AuditRow.objects.get(action="residency.added")
    assert (row.actor, row.subject) == (stella.pseudonym, residency.person.subject)


def test_resident_add_takes_somebody_known_whose_account_follows(client_for, stella, unit, nina):
    page = client_for(stella).get(url(unit, nina.person))
    assert "倪娜" not in page.text
    assert "name" not in page.context["form"].fields

    client_for(stella).post(url(unit, nina.person), {"role": "owner", "source": "过户"})

    assert unit.pk in viewer_for_user(nina).resident_units
    assert nina.person.stages.get().stage == "owner"


@pytest.mark.parametrize(
    "change", [{"name": ""}, {"role": "x"}, {"source": ""}, {"since": str(today() + timedelta(days=1))}]
)
def test_resident_add_with_a_bad_form_writes_nothing(client_for, stella, unit, change):
    page = client_for(stella).post(url(unit), NEW | change)

    assert page.status_code == 422
    assert page.context["form"].errors
    assert not Person.objects.exists()


def test_resident_add_makes_nobody_twice(client_for, stella, unit, nina):
    page = client_for(stella).post(url(unit), NEW | {"name": "倪娜", "phone": "13800001502"})

    assert page.status_code == 422
    assert Person.objects.count() == 1


def test_resident_add_refuses_who_lives_there_and_oneself(client_for, stella, unit, olga):
    client = client_for(stella)
    assert client.post(url(unit, olga.person), {"role": "owner", "source": "x"}).status_code == 422

    StaffRole.objects.create(user=olga, role="steward", estate=unit.estate)
    pledge(olga)
    assert client_for(olga).post(url(unit, olga.person), {"role": "tenant", "source": "x"}).status_code == 422
    assert Residency.objects.count() == 1


@pytest.mark.parametrize("who", ["dana", "mona", "sam", "olga", "stranger"])
def test_resident_add_is_the_stewards_alone(client_for, request, unit, who):
    assert client_for(request.getfixturevalue(who)).post(url(unit), NEW).status_code == 403


def test_resident_add_elsewhere_is_404(client_for, stella, otto):
    assert client_for(stella).post(url(otto.person.residencies.get().unit), NEW).status_code == 404
