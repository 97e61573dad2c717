"""Looking people up: what finds them, for whom, and what is kept of it."""

import pytest

from owners import finding
from owners.finding import search_people
from owners.models import Person, PersonContact, Residency
from portal.audit.models import AuditRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def searching(dana, viewer_of):
    viewer = viewer_of(dana)
    return lambda words, **more: search_people(viewer=viewer, words=words, **more)


def found(result):
    return [hit.person for hit in result.hits]


@pytest.mark.parametrize("words", ["13800001501", "+86 138-0000-1501", "奥丽", "丽佳", "奥丽佳"])
def test_search_finds_by_whole_number_and_by_two_characters(searching, olga, nina, words):
    assert found(searching(words)) == [olga.person]


@pytest.mark.parametrize("words", ["奥", "1380000", "138000015", "1501", "", "奥丽佳1"])
def test_search_looks_for_nothing_by_too_little(searching, olga, words):
    assert found(searching(words)) == []
    assert not AuditRow.objects.filter(action="person.searched").exists()


def test_search_finds_former_numbers(searching, olga):
    PersonContact.objects.create(person=olga.person, kind="phone", value="+8613711112222")

    assert found(searching("13711112222")) == [olga.person]


def test_search_stays_within_the_viewers_estates(searching, otto, viewer_of, stella):
    assert found(searching("13800000101")) == []
    assert found(searching("欧图")) == []


def test_search_for_somebody_without_a_role_finds_nobody(olga, viewer_of, sam, nina):
    for who in (sam, nina):
        assert found(search_people(viewer=viewer_of(who), words="奥丽")) == []


def test_search_shows_the_row_that_stays(searching, olga, unit):
    former = Person.objects.make("奥莉佳", phone="+8613711112222")
    Residency.objects.create(unit=unit, person=former, role="owner")
    Person.objects.filter(pk=former.pk).update(canonical=olga.person)

    result = searching("13711112222")

    assert found(result) == [olga.person]
    assert result.hits[0].has_account
    assert len(result.hits[0].homes) == 2


def test_search_is_on_record_without_the_words(searching, olga, dana, estate):
    searching("奥丽")

    row = AuditRow.objects.get(action="person.searched")
    assert (row.actor, row.estate_id) == (dana.pseudonym, estate.pk)
    assert row.facts == {"by": "name", "found": 1, "further": False}


def test_search_pages_by_key_and_loses_nobody(searching, unit, monkeypatch):
    monkeypatch.setattr(finding, "PAGE", 2)
    everybody = [Person.objects.make("周吉庆") for _ in range(5)]
    for person in everybody:
        Residency.objects.create(unit=unit, person=person, role="family")

    seen, after = [], 0
    while after is not None:
        page = searching("吉庆", after=after)
        seen += found(page)
        after = page.after

    assert seen == everybody


@pytest.mark.parametrize("people", [1, 3])
def test_search_costs_the_same_for_one_and_three(searching, unit, django_assert_num_queries, people):
    for _ in range(people):
        Residency.objects.create(unit=unit, person=Person.objects.make("周吉庆"), role="family")

    # savepoint, names, audit, rows of the people, homes, accounts, release
    with django_assert_num_queries(7):
        assert len(searching("周吉").hits) == people


def test_search_over_all_estates_pages_through_everybody_of_a_name(unit, mona, viewer_of):
    """Longer than a page and than the candidates that are looked at together, with some who are not known."""
    mona.staff_roles.update(estate=None)
    people = [Person.objects.make(f"王伟{n}") for n in range(finding.CANDIDATES + finding.PAGE + 5)]
    known = [person for number, person in enumerate(people) if number not in range(5, 5 + finding.CANDIDATES)]
    Residency.objects.bulk_create(Residency(unit=unit, person=person, role="owner") for person in known)
    twice = Person.objects.make("王伟王伟")
    Residency.objects.create(unit=unit, person=twice, role="owner")

    first = search_people(viewer=viewer_of(mona), words="王伟")
    second = search_people(viewer=viewer_of(mona), words="王伟", after=first.after)

    assert found(first) + found(second) == [*known, twice]
    assert len(found(first)) == finding.PAGE
    assert second.after is None
