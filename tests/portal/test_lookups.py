"""Long `__in` lists go to PostgreSQL as one array, and find what they always found."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Q

from owners.models import Building, Estate
from portal.lookups import MANY

pytestmark = pytest.mark.django_db

on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="arrays are PostgreSQL's")


@pytest.fixture
def estates() -> list[Estate]:
    return [Estate.objects.create(slug=f"e-{n}", code=f"E{n}", name=f"园{n}") for n in range(MANY * 2)]


def test_long_lists_of_ids_keys_and_relations_find_the_same(estates: list[Estate]) -> None:
    Building.objects.bulk_create(Building(estate=estate, number="1") for estate in estates)
    half = estates[:-1]
    ids = [estate.pk for estate in half]

    assert set(Estate.objects.filter(pk__in=ids)) == set(half)
    assert set(Estate.objects.filter(slug__in=[*(estate.slug for estate in half), None])) == set(half)
    assert list(Estate.objects.exclude(pk__in=ids).filter(slug__startswith="e-")) == [estates[-1]]
    assert Building.objects.filter(estate__in=half).count() == len(half)
    assert Building.objects.filter(Q(estate_id__in=ids) & Q(estate__slug__in=["e-1"])).count() == 1
    assert set(Estate.objects.filter(pk__in=Building.objects.filter(estate_id__in=ids).values("estate"))) == set(half)
    assert Estate.objects.filter(pk__in=[F("pk")] * (MANY + 1), slug="e-1").count() == 1


@on_postgresql
@pytest.mark.parametrize(("count", "one_array"), [(MANY, False), (MANY + 1, True)])
def test_only_long_lists_become_an_array(
    count: int, one_array: bool, django_assert_num_queries: Any, estates: list[Estate]
) -> None:
    with django_assert_num_queries(3) as queries:
        list(Estate.objects.filter(pk__in=range(count)))
        list(Estate.objects.filter(slug__in=[f"e-{n}" for n in range(count)]))
        list(Building.objects.filter(estate__in=range(count)))

    assert ["= ANY(" in query["sql"] for query in queries.captured_queries] == [one_array] * 3
    assert connection.vendor == "postgresql"
