"""Queries put into SQL once: what they find is what the queryset finds, at any time, for any values."""

from datetime import timedelta

import pytest
from django.db.models import Q

from owners.models import Estate, KeyGrant, Residency, StaffRole
from owners.pledge import has_pledged
from owners.viewers import HELD
from portal.prepared import Prepared
from portal.worktime import at_clock, now, today


def held(what: str, user) -> list[tuple]:
    return [row[1:] for row in HELD.rows(user_id=user.pk, person_id=user.person_id or 0) if row[0] == what]


def test_residencies_are_those_that_hold_on_the_day(olga, nina) -> None:
    residency = Residency.objects.get(person=olga.person)
    residency.until = today() + timedelta(days=3)
    residency.save()

    for days, whose in ((0, olga), (3, olga), (4, olga), (400, nina), (0, nina)):
        with at_clock(now() + timedelta(days=days)):
            found = [row[1:] for row in held("home", whose)]
            asked = Residency.objects.open().of_person(whose.person_id)
            assert found == list(
                asked.values_list("unit__estate_id", "unit_id", "unit__entrance__building_id", "person_id")
            )
            assert len(found) == (days != 4)


def test_grants_end_with_the_hour(olga) -> None:
    KeyGrant.objects.create(user=olga, key="group:1")
    KeyGrant.objects.create(user=olga, key="group:2", until=now() + timedelta(hours=1))

    keys = []
    for minutes in (59, 61):
        with at_clock(now() + timedelta(minutes=minutes)):
            keys.append({key for key, *_ in held("key", olga)})

    assert keys == [{"group:1", "group:2"}, {"group:1"}]
    assert KeyGrant.objects.filter(Q(until__isnull=True) | Q(until__gt=now())).count() == 2


def test_roles_say_whether_the_pledge_is_in_force(sam, olga) -> None:
    found = [(role, estate, bool(pledged)) for role, estate, pledged, *_ in held("role", sam)]

    asked = StaffRole.objects.filter(user=sam).values_list("role", "estate_id", has_pledged("user_id"))
    assert found == [(role, estate, bool(pledged)) for role, estate, pledged in asked] and found[0][2] is True
    assert held("role", olga) == []
    with at_clock(now() + timedelta(days=367)):
        assert [bool(row[2]) for row in held("role", sam)] == [False]


@pytest.mark.parametrize("slugs", [["jinshuiwan"], ["jinshuiwan", "yunqitai"], [f"estate-{n}" for n in range(40)]])
def test_a_collection_may_have_any_number_of_elements(estate, other_estate, slugs) -> None:
    query = Prepared(lambda slugs: Estate.objects.filter(slug__in=slugs).values_list("id", "created_at"))

    found = query.rows(slugs=slugs)

    assert found == list(Estate.objects.filter(slug__in=slugs).values_list("id", "created_at"))
    assert query.rows(slugs=[]) == []


def test_a_moment_may_be_given(estate) -> None:
    query = Prepared(lambda since: Estate.objects.filter(created_at__gte=since).values_list("id"))

    assert query.rows(since=estate.created_at) == [(estate.pk,)]
    assert query.rows(since=estate.created_at + timedelta(microseconds=1)) == []


def test_a_value_that_does_not_arrive_as_it_is_given_is_refused(db) -> None:
    query = Prepared(lambda word: Estate.objects.filter(name__contains=word).values_list("id"))

    with pytest.raises(ValueError, match="word"):
        query.rows(word="金水")
