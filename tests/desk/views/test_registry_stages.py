"""How far people have come: the list of one stage, and steps by hand."""

from datetime import timedelta

import pytest
from django.urls import reverse

from owners.actions.life import record_step
from owners.models import LifeStep, Person
from portal.worktime import today

pytestmark = pytest.mark.django_db


def stages(estate):
    return reverse("desk:registry-stages", args=[estate.slug])


def step_of(person):
    return reverse("desk:registry-step", args=[person.public_id])


@pytest.fixture
def prospects(stella, viewer_of, estate):
    def make(count):
        people = [Person.objects.make("周吉庆") for _ in range(count)]
        for person in people:
            record_step(
                viewer=viewer_of(stella), person=person, estate=estate, stage="prospect", on=today(), source="案场"
            )
        return people

    return make


def test_registry_stages_lists_one_stage_masked(client_for, dana, estate, prospects):
    people = prospects(2)
    client = client_for(dana)

    page = client.get(stages(estate))
    assert [hit.person for hit, _since in page.context["rows"]] == people
    assert "周吉庆" not in page.text
    assert client.get(stages(estate), {"stage": "signed"}).context["rows"] == []
    assert client.get(reverse("desk:registry-person", args=[people[0].public_id])).status_code == 200


@pytest.mark.parametrize("people", [1, 3])
def test_registry_stages_costs_the_same_for_one_and_three(
    client_for, dana, estate, prospects, django_assert_num_queries, people
):
    prospects(people)
    client = client_for(dana)
    client.get(stages(estate))

    with django_assert_num_queries(STAGES_QUERIES):
        assert len(client.get(stages(estate)).context["rows"]) == people


STAGES_QUERIES = 10


def test_registry_stages_pages_by_key(client_for, dana, estate, prospects, monkeypatch):
    monkeypatch.setattr("desk.views.registry.stages.PAGE", 2)
    people, client, seen, url = prospects(3), client_for(dana), [], stages(estate)

    while url:
        page = client.get(url)
        seen += [hit.person for hit, _since in page.context["rows"]]
        url = page.context["older_url"] and stages(estate) + page.context["older_url"]

    assert seen == people


def test_registry_stages_takes_somebody_new(client_for, stella, estate):
    given = {"name": "周吉", "phone": "138 0000 7777", "stage": "interested", "on": today(), "source": "案场来访"}

    page = client_for(stella).post(stages(estate), given)

    step = LifeStep.objects.get()
    assert (step.stage, step.person.name, step.person.phone, step.source) == (
        "interested", "周吉", "+8613800007777", "案场来访",
    )  # fmt: skip
    assert page.url == reverse("desk:registry-person", args=[step.person.public_id])


@pytest.mark.parametrize(
    "change", [{"name": ""}, {"phone": "12"}, {"stage": "owner"}, {"source": ""}, {"on": today() + timedelta(days=1)}]
)
def test_registry_stages_with_a_bad_form_keeps_nothing(client_for, stella, estate, change):
    given = {"name": "周吉", "phone": "", "stage": "interested", "on": today(), "source": "案场来访"} | change

    page = client_for(stella).post(stages(estate), given)

    assert page.status_code == 422
    assert page.context["form"].errors
    assert not LifeStep.objects.exists()
    assert not Person.objects.exists()


def test_registry_stages_are_written_by_stewards_alone(client_for, dana, sam, estate, olga):
    given = {"name": "周吉", "stage": "interested", "on": today(), "source": "案场"}

    assert client_for(dana).post(stages(estate), given).status_code == 422
    assert client_for(dana).post(step_of(olga.person), given).status_code == 403
    assert client_for(sam).get(stages(estate)).status_code == 403
    assert not LifeStep.objects.exists()


def test_registry_step_is_written_down(client_for, stella, estate, olga):
    given = {"estate": estate.pk, "stage": "signed", "on": today(), "source": "认购书"}
    client = client_for(stella)

    assert client.post(step_of(olga.person), given).url == reverse("desk:registry-person", args=[olga.person.public_id])
    assert olga.person.stages.get().stage == "signed"
    again = client.post(step_of(olga.person), given)
    assert again.status_code == 422
    assert again.context["step_form"].errors
