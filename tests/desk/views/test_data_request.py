"""Requests about data at the desk: who sees which, in what order, and the answer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from desk.subscribers import tell_who_answers
from notify.models import Notification
from owners import rights
from owners.actions import answer_request, ask_for_copy, ask_for_correction, ask_to_close
from owners.models import DataRequest, Estate, Grant, Person, RequestState, Role, StaffRole, User
from portal.audit.models import AuditRow
from portal.domain_events import DataRequestReceived
from portal.worktime import at_clock, now
from tests.conftest import pledge

pytestmark = pytest.mark.django_db

LIST = "/desk/privacy/requests/"
# Session, account and roles, what waits in the tabs, then the page: the requests with their people.
LIST_QUERIES = 8


@pytest.fixture
def ola(olga: User) -> User:
    """Olga with a nickname that is not her name."""
    olga.nickname = "三号楼的猫"
    olga.save()
    return olga


@pytest.fixture
def correction(ola: User) -> DataRequest:
    return ask_for_correction(user=ola, field="name", wish="我叫奥丽嘉，不是奥丽佳。")


@pytest.fixture
def of_one_estate(petra: User, estate: Estate) -> User:
    """The privacy officer of one estate."""
    petra.staff_roles.update(estate=estate)
    return petra


def page_of(asked: DataRequest) -> str:
    return reverse("desk:data-request", args=[asked.public_id])


def shown(client: Client, **query: str) -> str:
    return client.get(LIST, query).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_data_request_list_costs_the_same_for_one_and_three(
    count: int, ola: User, petra: User, client_for: Callable[..., Client], django_assert_num_queries: Any
) -> None:
    for _n in range(count):
        ask_for_correction(user=ola, field="unit", wish="…")
    client = client_for(petra)
    client.get(LIST)

    with django_assert_num_queries(LIST_QUERIES):
        page = shown(client)

    assert page.count("data-desk-row") == count
    assert "三号楼的猫" in page
    assert "奥**" in page
    assert "奥丽佳" not in page


def test_data_request_list_begins_with_what_is_late(
    ola: User, nina: User, petra: User, client_for: Callable[..., Client]
) -> None:
    with at_clock(now() - timedelta(days=31)):
        late = ask_for_correction(user=nina, field="born", wish="…")
    new = ask_for_correction(user=ola, field="name", wish="…")

    page = shown(client_for(petra))

    assert page.index(late.public_id) < page.index(new.public_id)
    assert page.count("chip-late") == 1
    assert '<span class="badge">1<' in page


def test_data_request_list_pages_by_key_open_and_closed(
    ola: User, petra: User, stella: User, client_for: Callable[..., Client], monkeypatch: pytest.MonkeyPatch,
    viewer_of: Callable[..., Any],
) -> None:  # fmt: skip
    monkeypatch.setattr("desk.views.data_requests.PAGE", 2)
    asked = [ask_for_correction(user=ola, field="name", wish="…") for _n in range(3)]
    client = client_for(petra)

    assert shown(client).count("data-desk-row") == 2
    assert shown(client, after=asked[1].public_id).count("data-desk-row") == 1
    for one in asked:
        answer_request(viewer=viewer_of(stella), request=one, granted=True, answer="")
    assert f"after={asked[1].public_id}" in shown(client, state="closed")
    assert shown(client, state="closed", after=asked[1].public_id).count("data-desk-row") == 1
    assert "data-desk-row" not in shown(client)
    assert client.get(LIST, {"after": "nothing"}).status_code == 200


@pytest.mark.parametrize(
    ("who", "rows"),
    [("petra", 4), ("of_one_estate", 3), ("stella", 1), ("adam", 2)],
)
def test_data_requests_are_seen_by_those_who_answer_them(
    who: str, rows: int, ola: User, otto: User, nina: User, correction: DataRequest,
    client_for: Callable[..., Client], request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    ask_for_copy(user=ola)
    ask_to_close(user=nina, keep_posts=False)
    elsewhere = ask_for_correction(user=otto, field="name", wish="另一个小区")
    client = client_for(request.getfixturevalue(who))

    assert shown(client).count("data-desk-row") == rows
    assert client.get(page_of(correction)).status_code == 200
    assert client.get(page_of(elsewhere)).status_code == (200 if who in {"petra", "adam"} else 404)


@pytest.mark.parametrize("who", ["olga", "nina", "sam", "dana", "mona", "eddy", "stranger"])
def test_data_requests_are_closed_to_everybody_else(
    who: str, correction: DataRequest, client_for: Callable[..., Client], request: pytest.FixtureRequest
) -> None:
    client = client_for(request.getfixturevalue(who))

    assert {client.get(url).status_code for url in (LIST, page_of(correction))} == {403}


def test_data_request_of_a_merged_person_is_seen_where_the_other_row_lived(
    otto: User, stella: User, ola: User, client_for: Callable[..., Client]
) -> None:
    kept = ola.person
    Person.objects.filter(pk=otto.person_id).update(canonical=kept)
    merged = ask_for_correction(user=otto, field="name", wish="…")

    assert client_for(stella).get(page_of(merged)).status_code == 200


def test_data_request_of_a_former_resident_is_seen_at_the_estate(
    ola: User, stella: User, correction: DataRequest, client_for: Callable[..., Client]
) -> None:
    ola.person.residencies.update(until=now().date() - timedelta(days=400))

    assert client_for(stella).get(page_of(correction)).status_code == 200


@pytest.mark.parametrize("who", ["petra", "of_one_estate", "stella", "adam"])
def test_correction_is_work_in_hand_until_it_is_answered(
    who: str, ola: User, correction: DataRequest, client_for: Callable[..., Client], request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    client = client_for(user)

    open_page = client.get(page_of(correction)).content.decode()
    answer = client.post(page_of(correction), {"granted": "1", "answer": "已更正。"})
    closed_page = client.get(page_of(correction)).content.decode()

    correction.refresh_from_db()
    assert ">奥丽佳<" in open_page
    assert "138 0000 1501" in open_page
    assert ("/desk/registry/people/" in open_page) == (who in {"stella", "adam"})
    assert (answer.url, correction.state, correction.answer.open()) == (LIST, RequestState.DONE, "已更正。")
    assert correction.closed_by == user.pseudonym
    assert "138 0000 1501" not in closed_page
    assert not Grant.objects.filter(source=correction.subject).exists()
    assert AuditRow.objects.filter(action="data_request.read", actor=user.pseudonym).count() == 2


def test_reading_a_request_is_on_record_first(
    correction: DataRequest, stella: User, estate: Estate, client_for: Callable[..., Client]
) -> None:
    client = client_for(stella)

    page = client.get(page_of(correction))
    row = AuditRow.objects.get(action="data_request.read")

    assert "我叫奥丽嘉" in page.content.decode()
    assert "我叫奥丽嘉" not in shown(client)
    assert (row.subject, row.estate_id) == (correction.subject, estate.pk)
    assert "no-store" in page["Cache-Control"]


def test_refusal_needs_words_and_nothing_typed_is_lost(
    correction: DataRequest, stella: User, client_for: Callable[..., Client]
) -> None:
    client = client_for(stella)

    wordless = client.post(page_of(correction), {"granted": "0", "answer": " "})
    undecided = client.post(page_of(correction), {"answer": "证件上是另一个字。"})
    client.post(page_of(correction), {"granted": "0", "answer": "证件上是另一个字。"})

    correction.refresh_from_db()
    assert (wordless.status_code, undecided.status_code) == (422, 422)
    assert "证件上是另一个字。" in undecided.content.decode()
    assert (correction.state, correction.answer.open()) == (RequestState.REFUSED, "证件上是另一个字。")


def test_second_answer_is_told_plainly_and_keeps_the_words(
    correction: DataRequest, stella: User, petra: User, client_for: Callable[..., Client], viewer_of: Callable[..., Any]
) -> None:
    answer_request(viewer=viewer_of(petra), request=correction, granted=True, answer="好了")

    answer = client_for(stella).post(page_of(correction), {"granted": "0", "answer": "我写了很久"})

    page = answer.content.decode()
    correction.refresh_from_db()
    assert answer.status_code == 422
    assert "我写了很久" in page
    assert "btn-primary" not in page
    assert correction.answer.open() == "好了"


def test_nobody_answers_their_own(ola: User, correction: DataRequest, client_for: Callable[..., Client]) -> None:
    StaffRole.objects.create(user=ola, role=Role.PRIVACY)
    pledge(ola)
    client = client_for(ola)

    page = client.get(page_of(correction)).content.decode()
    answer = client.post(page_of(correction), {"granted": "1", "answer": ""})

    correction.refresh_from_db()
    assert 'name="granted"' not in page
    assert (answer.status_code, correction.state) == (422, RequestState.OPEN)


def test_closing_shows_clock_and_hold_instead_of_a_form(
    ola: User, petra: User, client_for: Callable[..., Client]
) -> None:
    asked = ask_to_close(user=ola, keep_posts=True)
    DataRequest.objects.filter(pk=asked.pk).update(state=RequestState.HELD, hold="crm.open_case")
    client = client_for(petra)

    page = client.get(page_of(asked)).content.decode()
    answer = client.post(page_of(asked), {"granted": "1", "answer": ""})

    asked.refresh_from_db()
    assert 'name="granted"' not in page
    assert str(rights.hold_text("crm.open_case")) in page
    assert (answer.status_code, asked.state) == (422, RequestState.HELD)


def test_correction_is_told_once_to_officers_and_the_stewards_of_the_estate(
    correction: DataRequest, petra: User, stella: User, dana: User, adam: User, other_estate: Estate
) -> None:
    elsewhere = User.objects.create(username="elsewhere", nickname="别处")
    StaffRole.objects.create(user=elsewhere, role=Role.STEWARD, estate=other_estate)
    StaffRole.objects.create(user=elsewhere, role=Role.PRIVACY, estate=other_estate)

    for _twice in range(2):
        tell_who_answers(DataRequestReceived(request_id=correction.pk))

    told = Notification.objects.filter(kind="owners.data_request")
    assert {row.user for row in told} == {petra, stella}
    assert {row.url for row in told} == {page_of(correction)}


def test_closing_is_told_to_officers_alone(ola: User, petra: User, stella: User) -> None:
    asked = ask_to_close(user=ola, keep_posts=True)

    tell_who_answers(DataRequestReceived(request_id=asked.pk))

    assert [row.user for row in Notification.objects.filter(kind="owners.data_request")] == [petra]
