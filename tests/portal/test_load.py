"""The load generator writes past the models: what it writes must be what they would read."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from crm.customers import callers
from owners.claim_matching import confirmed_contacts, find_match, residents_of
from owners.models import Claim, Person, PersonName, Unit, User


def load(households: int) -> dict[str, int]:
    told = io.StringIO()
    call_command("generate_load", households=households, stdout=told, stderr=io.StringIO())
    result: dict[str, int] = json.loads(told.getvalue())
    return result


@pytest.mark.postgres
@pytest.mark.django_db
def test_generated_households_are_found_like_any_other(settings):
    settings.DEMO = True
    made = load(250)

    assert (Unit.objects.count(), Person.objects.count(), User.objects.count()) == (
        250, made["people"], made["accounts"],
    )  # fmt: skip
    claim = Claim.objects.filter(state="verified").latest("id")
    person = find_match(residents_of(claim.unit_id), name=claim.name, contacts=confirmed_contacts(claim.user))
    assert person == claim.person
    assert person in [caller.person for caller in callers(claim.user.phone.open())]
    assert PersonName.objects.called(claim.name[-2:]).filter(person=person).exists()


@pytest.mark.postgres
@pytest.mark.django_db
def test_generating_again_adds_and_leaves_room_for_others(settings):
    settings.DEMO = True
    load(20)
    load(20)

    assert Unit.objects.count() == 40
    assert Person.objects.make("周喆", phone="+8613800001777").pk


@pytest.mark.django_db
def test_households_need_postgresql(settings):
    settings.DEMO = True
    if connection.vendor == "postgresql":
        settings.DEMO = settings.DEBUG = False

    with pytest.raises(CommandError):
        load(1)
