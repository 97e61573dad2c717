"""The privacy officer's desk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from owners import personal
from owners.models import (
    Estate,
    ImpactNote,
    ImpactVersion,
    Person,
    PrivacyAlert,
    Residency,
    Unit,
    User,
)
from portal import audit
from portal.audit.models import AuditRow
from portal.worktime import now, today

pytestmark = pytest.mark.django_db

LOOKS, ALERTS, IMPACT = "/desk/privacy/", "/desk/privacy/alerts/", "/desk/privacy/impact/"
# Session, account, roles …, then the page: the looks, whose they are, at whom, what waits.
LOOK_QUERIES = 10
ALERT_QUERIES = 8
IMPACT_QUERIES = 8


@pytest.fixture
def petra(petra: User, estate: Estate) -> User:
    """Here she is the officer of one estate."""
    petra.staff_roles.update(estate=estate)
    return petra


@pytest.fixture
def client(petra: User, client_for: Callable[..., Client]) -> Client:
    return client_for(petra)


def look(who: User, whom: str, estate: Estate, action: str = "data.opened", **facts: Any) -> None:
    said = {"fields": ["name", "phone"], "why": "case:JSW-2026-000123", "where": "desk:case", "roles": [], **facts}
    audit.record(actor=who.pseudonym, action=action, subject=whom, estate_id=estate.pk, **said)


def people(unit: Unit, count: int) -> list[Person]:
    made = [Person.objects.make(f"孔乙{n}", phone=f"+861360000000{n}") for n in range(count)]
    Residency.objects.bulk_create(Residency(unit=unit, person=person, role="owner") for person in made)
    return made


@pytest.mark.parametrize("count", [1, 3])
def test_privacy_looks_cost_the_same_for_one_and_three(
    count: int, client: Client, dana: User, estate: Estate, unit: Unit, django_assert_num_queries: Any
) -> None:
    for person in people(unit, count):
        look(dana, person.subject, estate)
    client.get(LOOKS)

    with django_assert_num_queries(LOOK_QUERIES):
        page = client.get(LOOKS).content.decode()

    assert page.count("data-desk-row") == count
    assert "戴娜" in page
    assert "孔乙" not in page
    assert "孔**" in page
    assert "JSW-2026-000123" in page


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ({"staff": "戴"}, 2),
        ({"staff": "莫娜"}, 1),
        ({"staff": "无此人"}, 0),
        ({"person": "136 0000 0000"}, 2),
        ({"person": "孔乙"}, 3),
        ({"person": "乙1"}, 1),
        ({"person": "爨爨"}, 0),
        ({"kind": "revealed"}, 1),
        ({"day": "2020-01-01"}, 0),
    ],
)
def test_privacy_looks_are_narrowed_without_a_name_in_the_address(
    asked: dict[str, str], rows: int, client: Client, dana: User, mona: User, estate: Estate, unit: Unit
) -> None:
    first, second = people(unit, 2)
    look(dana, first.subject, estate)
    look(dana, second.subject, estate)
    look(mona, first.subject, estate, action="data.revealed", why="verify")

    answer = client.post(LOOKS, asked)

    assert answer.status_code == 302
    assert not any(word in answer.url for word in ("%E5", "136", "1360000"))
    assert client.get(answer.url).content.decode().count("data-desk-row") == rows


@pytest.mark.parametrize("person", ["孔", "136", "1360000000"])
def test_less_than_a_number_or_two_characters_is_not_looked_for(person: str, client: Client) -> None:
    answer = client.post(LOOKS, {"person": person})

    assert answer.status_code == 422


def test_privacy_looks_page_by_key(
    client: Client, dana: User, estate: Estate, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.views.privacy.PAGE", 2)
    for person in people(unit, 3):
        look(dana, person.subject, estate)

    first = client.get(LOOKS).content.decode()
    second = client.get(LOOKS, {"older": AuditRow.objects.order_by("-pk")[1].pk}).content.decode()

    assert (first.count("data-desk-row"), second.count("data-desk-row")) == (2, 1)
    assert f"older={AuditRow.objects.order_by('-pk')[1].pk}" in first


def test_privacy_looks_stop_at_the_estates_of_the_officer(
    client: Client, dana: User, other_estate: Estate, unit: Unit
) -> None:
    look(dana, people(unit, 1)[0].subject, other_estate)
    row = AuditRow.objects.get()

    assert "data-desk-row" not in client.get(LOOKS).content.decode()
    assert client.get(reverse("desk:privacy-look", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("who", ["olga", "sam", "dana", "mona", "stella", "stranger"])
def test_privacy_desk_is_closed_to_everybody_else(
    who: str, client_for: Callable[..., Client], request: pytest.FixtureRequest
) -> None:
    client = client_for(request.getfixturevalue(who))

    assert {client.get(url).status_code for url in (LOOKS, ALERTS, IMPACT)} == {403}


def test_privacy_look_shows_the_words_and_that_they_were_read(
    client: Client, petra: User, dana: User, olga: User, viewer_of: Callable[..., Any]
) -> None:
    viewer = viewer_of(dana)
    subject = personal.find_subject(viewer, olga.person.subject)
    personal.reveal(viewer=viewer, subject=subject, field="phone", reason="other", note="她说手机掉了，要核对。")
    row = AuditRow.objects.get(action="data.revealed")

    page = client.get(reverse("desk:privacy-look", args=[row.pk]))

    assert "她说手机掉了，要核对。" in page.content.decode()
    assert "她说手机掉了" not in client.get(LOOKS).content.decode()
    assert AuditRow.objects.filter(action="reveal.reason_read", actor=petra.pseudonym).count() == 1
    assert page["Cache-Control"] == "no-store"


def alerts(dana: User, estate: Estate, count: int) -> list[PrivacyAlert]:
    return [
        PrivacyAlert.objects.create(
            kind="day", viewer=dana.pseudonym, estate=estate, day=today() - timedelta(days=n),
            since=now() - timedelta(days=n + 1), until=now() - timedelta(days=n), count=300 + n, usual=20, ceiling=200,
        )
        for n in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_privacy_alerts_cost_the_same_for_one_and_three(
    count: int, client: Client, dana: User, estate: Estate, django_assert_num_queries: Any
) -> None:
    alerts(dana, estate, count)
    client.get(ALERTS)

    with django_assert_num_queries(ALERT_QUERIES):
        page = client.get(ALERTS).content.decode()

    assert page.count("data-desk-row") == count
    assert "300" in page


def test_privacy_alert_is_explained(client: Client, dana: User, estate: Estate) -> None:
    (alert,) = alerts(dana, estate, 1)
    url = reverse("desk:privacy-alert", args=[alert.public_id])

    assert client.post(url, {"state": "explained", "note": ""}).status_code == 422
    answer = client.post(url, {"state": "explained", "note": "台风前逐户通知。"})

    alert.refresh_from_db()
    assert (answer.url, alert.state, alert.note.open()) == (ALERTS, "explained", "台风前逐户通知。")
    assert "台风前逐户通知。" in client.get(url).content.decode()


def test_privacy_alert_of_another_estate_is_not_there(client: Client, dana: User, other_estate: Estate) -> None:
    (alert,) = alerts(dana, other_estate, 1)

    assert client.get(reverse("desk:privacy-alert", args=[alert.public_id])).status_code == 404


ASSESSMENT = {
    "title": "人脸门禁", "purpose": "进门", "data_classes": ["L2", "L3"], "data": "住户照片", "necessity": "无",
    "risks": "泄露", "measures": "改用门卡", "decided_by": "法务部", "decided_on": "2026-11-02",
    "next_review": "2027-11-02",
}  # fmt: skip


def test_impact_is_written_and_a_new_version_keeps_the_old(client: Client, clock: Any) -> None:
    created = client.post(f"{IMPACT}new/", ASSESSMENT)
    note = ImpactNote.objects.get()
    client.post(
        f"{IMPACT}{note.public_id}/edit/", ASSESSMENT | {"measures": "全部改用门卡", "next_review": "2028-01-01"}
    )

    note.refresh_from_db()
    newest = client.get(created.url).content.decode()
    assert (note.next_review.isoformat(), note.versions.count()) == ("2028-01-01", 2)
    assert "全部改用门卡" in newest
    assert "全部改用门卡" not in client.get(created.url, {"version": 1}).content.decode()
    assert newest.count("?version=") == 2


def test_impact_review_comes_after_the_decision(client: Client) -> None:
    answer = client.post(f"{IMPACT}new/", ASSESSMENT | {"next_review": "2026-11-01"})

    assert answer.status_code == 422
    assert ImpactNote.objects.count() == 0


def test_database_keeps_what_an_assessment_said(client: Client) -> None:
    client.post(f"{IMPACT}new/", ASSESSMENT)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE owners_impactversion SET measures = 'x'")
    assert ImpactVersion.objects.get().measures == "改用门卡"


@pytest.mark.parametrize("count", [1, 3])
def test_impact_list_costs_the_same_for_one_and_three(
    count: int, client: Client, django_assert_num_queries: Any
) -> None:
    for _n in range(count):
        client.post(f"{IMPACT}new/", ASSESSMENT)
    client.get(IMPACT)

    with django_assert_num_queries(IMPACT_QUERIES):
        page = client.get(IMPACT).content.decode()

    assert page.count("data-desk-row") == count
