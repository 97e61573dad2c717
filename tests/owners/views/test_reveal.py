from datetime import timedelta

import pytest
from django.urls import reverse

from owners.models import PersonIdentity, Reveal
from portal.audit.models import AuditRow
from portal.worktime import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(olga):
    return {"subject": olga.person.subject, "field": "phone", "where": "desk:case"}


def test_reveal_asks_for_a_reason_first(client_for, dana, asked):
    page = client_for(dana).get(reverse("owners:reveal"), asked)

    assert "138 **** 1501" in page.content.decode()
    assert "138 0000 1501" not in page.content.decode()
    assert not Reveal.objects.exists()


def test_reveal_with_a_reason_shows_the_field_once(client_for, dana, asked):
    client = client_for(dana)

    page = client.post(reverse("owners:reveal"), asked | {"reason": "call_back"}, headers={"HX-Request": "true"})

    assert "138 0000 1501" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert AuditRow.objects.filter(action="data.revealed", subject=asked["subject"]).count() == 1
    assert "138 0000 1501" not in client.get(reverse("owners:reveal"), asked).content.decode()


def test_reveal_without_a_reason_shows_nothing(client_for, dana, asked):
    page = client_for(dana).post(reverse("owners:reveal"), asked | {"reason": "other"})

    assert page.status_code == 422
    assert "138 0000 1501" not in page.content.decode()
    assert not AuditRow.objects.filter(action="data.revealed").exists()


@pytest.mark.parametrize("who", ["sam", "stranger", "nina", "olga"])
def test_reveal_by_others_is_refused(client_for, request, asked, who):
    page = client_for(request.getfixturevalue(who)).post(reverse("owners:reveal"), asked | {"reason": "verify"})

    assert page.status_code == 403
    assert not Reveal.objects.exists()


@pytest.mark.parametrize("change", [{"subject": "person:nobody"}, {"subject": "x"}, {"field": "password"}])
def test_reveal_of_what_is_not_there_is_404(client_for, dana, asked, change):
    assert client_for(dana).get(reverse("owners:reveal"), asked | change).status_code == 404


@pytest.fixture
def born(olga):
    PersonIdentity.objects.create(person=olga.person, born="1957-03-08")
    return {"subject": olga.person.subject, "field": "born", "where": "desk:registry-person", "reason": "verify"}


@pytest.mark.parametrize(("minutes", "shown"), [(9, True), (11, False)])
def test_reveal_of_identity_takes_a_second_factor_of_the_last_ten_minutes(
    client_for, stella, born, clock, minutes, shown
):
    """Later the way leads to proving it again, and nothing is shown or written."""
    client = client_for(stella)

    with clock(now() + timedelta(minutes=minutes)):
        page = client.post(reverse("owners:reveal"), born)

    assert ("1957" in page.content.decode()) == shown
    assert Reveal.objects.exists() == shown
    assert AuditRow.objects.filter(action="data.revealed").exists() == shown
    if not shown:
        assert (page.status_code, page.url.partition("?")[0]) == (302, reverse("owners:step-up"))


def test_reveal_of_a_number_needs_no_second_proof(client_for, dana, asked, clock):
    client = client_for(dana)

    with clock(now() + timedelta(minutes=11)):
        page = client.post(reverse("owners:reveal"), asked | {"reason": "call_back"})

    assert "138 0000 1501" in page.content.decode()
