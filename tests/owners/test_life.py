"""Steps are dated and stay; the stage follows; all at one stage are one indexed query."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from owners.actions.life import NotYoursToKeep, StepRefused, add_prospect, record_step
from owners.life import note_owners
from owners.models import LifeStage, LifeStep, Person, Residency, Unit
from portal.audit.models import AuditRow
from portal.worktime import today
from tests.owners.registry.conftest import importing, workbook

__all__ = ["importing", "workbook"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def recording(stella, viewer_of, estate):
    viewer = viewer_of(stella)

    def record(person, stage="signed", on=date(2024, 3, 1), **given):
        return record_step(
            **{"viewer": viewer, "person": person, "estate": estate, "stage": stage, "on": on, "source": "认购书"}
            | given
        )

    return record


def own(person, unit, since):
    residency = Residency.objects.create(unit=unit, person=person, role="owner", since=since)
    note_owners([residency], actor="test")
    return residency


def stages(person):
    return {(stage.estate_id, stage.stage, stage.since) for stage in person.stages.all()}


def test_steps_by_hand_are_kept_and_the_latest_is_the_stage(recording, estate, stella):
    person = Person.objects.make("周吉")

    recording(person, "prospect", date(2024, 1, 1))
    recording(person, "signed", date(2024, 3, 1))
    recording(person, "interested", date(2024, 2, 1))

    assert list(person.steps.order_by("on").values_list("stage", flat=True)) == ["prospect", "interested", "signed"]
    assert stages(person) == {(estate.pk, "signed", date(2024, 3, 1))}
    row = AuditRow.objects.filter(action="life.recorded").latest("pk")
    assert (row.actor, row.subject, row.estate_id) == (stella.pseudonym, person.subject, estate.pk)


def test_an_owner_comes_by_the_home(recording, unit, estate):
    person = Person.objects.make("周吉")
    recording(person, "owner_to_be", date(2024, 3, 1))

    own(person, unit, date(2024, 6, 1))

    assert stages(person) == {(estate.pk, "owner", date(2024, 6, 1))}
    with pytest.raises(StepRefused):
        recording(person, "owner")


def test_a_second_home_makes_a_repeat_buyer_there(unit, otto, estate, other_estate):
    there = otto.person.residencies.get().unit
    person = Person.objects.make("周吉")

    own(person, unit, date(2020, 5, 1))
    own(person, there, date(2023, 5, 1))

    assert stages(person) == {
        (estate.pk, "owner", date(2020, 5, 1)),
        (other_estate.pk, "repeat_buyer", date(2023, 5, 1)),
    }


def test_two_homes_at_once_are_one_first_and_one_again(unit, estate):
    person = Person.objects.make("周吉")
    second = Unit.objects.create(estate=estate, entrance=unit.entrance, room="1502")
    homes = [
        Residency.objects.create(unit=home, person=person, role="owner", since=date(2020, 5, 1))
        for home in (unit, second)
    ]

    note_owners(homes, actor="test")
    note_owners(homes, actor="test")

    assert sorted(person.steps.values_list("stage", flat=True)) == ["owner", "repeat_buyer"]
    assert stages(person) == {(estate.pk, "repeat_buyer", date(2020, 5, 1))}


def test_tenants_and_family_are_no_owners(unit):
    person = Person.objects.make("周吉")
    note_owners([Residency.objects.create(unit=unit, person=person, role="tenant")], actor="test")

    assert not LifeStep.objects.exists()


def test_a_step_is_never_rewritten(recording):
    step = recording(Person.objects.make("周吉"))

    with pytest.raises(DatabaseError), transaction.atomic():
        LifeStep.objects.filter(pk=step.pk).update(on=date(2020, 1, 1))


def test_a_step_ahead_or_twice_is_refused(recording):
    person = Person.objects.make("周吉")
    recording(person)

    for on in (today() + timedelta(days=1), date(2024, 3, 1)):
        with pytest.raises(StepRefused):
            recording(person, on=on)


def test_steps_are_written_by_who_keeps_the_registry(recording, dana, olga, viewer_of, other_estate):
    person = Person.objects.make("周吉")

    for change in ({"viewer": viewer_of(dana)}, {"viewer": viewer_of(olga)}, {"estate": other_estate}):
        with pytest.raises(NotYoursToKeep):
            recording(person, **change)


def test_a_prospect_who_is_known_is_not_added_twice(stella, viewer_of, estate, olga):
    given = {
        "estate": estate,
        "stage": "prospect",
        "on": date(2024, 1, 1),
        "source": "案场",
        "viewer": viewer_of(stella),
    }

    step = add_prospect(name="奥丽佳", phone="+8613800001501", **given)
    fresh = add_prospect(name="周吉", phone="+8613800001501", **given)

    assert step.person == olga.person
    assert fresh.person.name == "周吉"


def test_people_at_a_stage_are_one_indexed_query(recording, estate, django_assert_num_queries):
    people = [Person.objects.make("周吉") for _ in range(3)]
    for person in people[:2]:
        recording(person, "prospect")
    recording(people[2], "signed")

    with django_assert_num_queries(1):
        assert list(Person.objects.at_stage(estate.pk, "prospect").order_by("pk")) == people[:2]
    if connection.vendor == "sqlite":
        plan = LifeStage.objects.filter(estate=estate, stage="prospect").explain()
        assert "life_stage_of_estate" in plan


def test_register_writes_owners_and_taking_it_back_takes_their_steps(importing, workbook, estate):
    from owners.actions.undo_import import undo_import
    from owners.models import ImportRun

    rows = [
        ["楼栋", "单元", "房号", "业主姓名", "手机号码", "交付日期"],
        ["3", "1", "101", "周吉", "13700000001", "2021-05-01"],
    ]
    importing(workbook(rows))

    step = LifeStep.objects.get()
    assert (step.stage, step.on, step.source) == ("owner", date(2021, 5, 1), "registry")
    assert LifeStage.objects.get().stage == "owner"

    undo_import(run=ImportRun.objects.get(), actor="test")
    assert not LifeStep.objects.exists()
    assert not LifeStage.objects.exists()
    assert not Person.objects.exists()
