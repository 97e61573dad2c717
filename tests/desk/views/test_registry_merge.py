"""Two rows side by side, one list of pairs, and the way back."""

import pytest
from django.urls import reverse

from owners.models import KeptApart, Person, PersonMerge, Residency, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(unit):
    """Somebody who looks like Olga: her number, in a home of her own."""
    person = Person.objects.make("奥莉佳", phone="+8613800001501")
    home = Unit.objects.create(estate=unit.estate, entrance=unit.entrance, room="201")
    Residency.objects.create(unit=home, person=person, role="owner")
    return person


def beside(one, other, name="registry-merge"):
    return reverse(f"desk:{name}", args=[one.public_id, other.public_id])


def duplicates(estate):
    return reverse("desk:registry-duplicates", args=[estate.slug])


def pairs(page):
    return [(pair.one, pair.other, pair.same_number) for pair in page.context["pairs"]]


def test_registry_merge_compares_masked_with_signs(client_for, stella, olga, twin):
    page = client_for(stella).get(beside(olga.person, twin))

    for value in ("奥丽佳", "奥莉佳", "138 0000 1501", "olga@example.com"):
        assert value not in page.text
    agree = page.context["agree"]
    assert (agree.name, agree.phone, agree.email) == ("near", "same", "unknown")


def test_registry_merge_merges_into_the_one_chosen(client_for, stella, olga, twin):
    page = client_for(stella).post(
        beside(twin, olga.person), {"kept": olga.person.public_id, "reason": "同一人，看过证件"}
    )

    twin.refresh_from_db()
    assert twin.canonical == olga.person
    assert page.url == reverse("desk:registry-person", args=[olga.person.public_id])


@pytest.mark.parametrize("data", [{}, {"kept": "x", "reason": "同一人"}, {"reason": "同一人"}])
def test_registry_merge_with_a_bad_form_changes_nothing(client_for, stella, olga, twin, data):
    page = client_for(stella).post(beside(twin, olga.person), data)

    assert page.status_code == 422
    assert page.context["form"].errors
    assert not PersonMerge.objects.exists()


@pytest.mark.parametrize("who", ["dana", "mona", "sam", "olga", "stranger"])
def test_registry_merge_is_the_stewards_alone(client_for, request, olga, twin, estate, who):
    client = client_for(request.getfixturevalue(who))

    assert client.post(beside(twin, olga.person), {"kept": twin.public_id, "reason": "同一人"}).status_code == 403
    assert client.post(beside(twin, olga.person, "registry-apart")).status_code == 403
    assert client.get(duplicates(estate)).status_code == 403


def test_registry_merge_with_somebody_elsewhere_or_oneself_is_404(client_for, stella, olga, otto):
    client = client_for(stella)

    assert client.get(beside(olga.person, otto.person)).status_code == 404
    assert client.get(beside(olga.person, olga.person)).status_code == 404


def test_registry_split_takes_it_back(client_for, stella, olga, twin):
    client = client_for(stella)
    client.post(beside(twin, olga.person), {"kept": olga.person.public_id, "reason": "同一人"})
    split = reverse("desk:registry-split", args=[PersonMerge.objects.get().pk])

    client.post(split, {"reason": ""})
    twin.refresh_from_db()
    assert twin.canonical == olga.person

    assert client.post(split, {"reason": "弄错了"}).url == reverse("desk:registry-person", args=[twin.public_id])
    twin.refresh_from_db()
    assert twin.canonical is None


def test_registry_duplicates_lists_one_number_and_one_name_in_one_home(client_for, stella, estate, olga, nina, twin):
    home = nina.person.residencies.get().unit
    namesake = Person.objects.make("倪 娜")
    Residency.objects.create(unit=home, person=namesake, role="family")

    page = client_for(stella).get(duplicates(estate))

    assert pairs(page) == [(olga.person, twin, True), (nina.person, namesake, False)]
    assert "奥丽佳" not in page.text


def test_registry_duplicates_leaves_out_who_was_told_apart_or_merged(client_for, stella, estate, olga, twin):
    client = client_for(stella)
    client.post(beside(twin, olga.person, "registry-apart"))

    assert KeptApart.objects.get().one == olga.person
    assert pairs(client.get(duplicates(estate))) == []

    KeptApart.objects.all().delete()
    client.post(beside(twin, olga.person), {"kept": olga.person.public_id, "reason": "同一人"})
    assert pairs(client.get(duplicates(estate))) == []


def test_registry_duplicates_pages_by_key_at_one_price(
    client_for, stella, unit, estate, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr("owners.duplicates.PAGE", 1)
    people = [Person.objects.make("周吉庆", phone="+8613700000001") for _ in range(3)]
    for person in people:
        Residency.objects.create(unit=unit, person=person, role="family")
    client = client_for(stella)
    client.get(duplicates(estate))

    with django_assert_num_queries(DUPLICATES_QUERIES):
        first = client.get(duplicates(estate))
    with django_assert_num_queries(DUPLICATES_QUERIES):
        second = client.get(duplicates(estate) + first.context["older_url"])

    assert pairs(first) + pairs(second) == [(people[0], people[1], True), (people[1], people[2], True)]
    assert second.context["older_url"] == ""


# session, account, viewer; estate; two lists of pairs; who they are
DUPLICATES_QUERIES = 8
