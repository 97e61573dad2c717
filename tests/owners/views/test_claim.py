import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from owners.actions.claims import decide_claim
from owners.actions.notice_codes import make_notice_codes
from owners.guessing import HOMES_PER_ACCOUNT, TRIES_PER_HOME, TooManyTries, spend_try
from owners.models import Claim, ClaimState, Entrance, RefusalReason, Unit, User
from portal import uploads
from portal.worktime import now
from tests.owners.claims.conftest import add_resident, owner, photo, waiting, zhou

__all__ = ["owner", "waiting", "zhou"]

pytestmark = pytest.mark.django_db

DETAILS = {"name": "周喆", "phone": "138 0000 1777", "role": "owner"}


def details_url(unit: Unit) -> str:
    return reverse("owners:claim-details", args=[unit.estate.slug, unit.pk])


def test_claim_asks_for_the_estate(stranger, estate, other_estate, client_for):
    page = client_for(stranger).get(reverse("owners:claim")).content.decode()

    assert "金水湾" in page
    assert "云栖台" in page


def test_claim_leaves_the_estate_out_where_there_is_one(stranger, estate, client_for):
    answer = client_for(stranger).get(reverse("owners:claim"))

    assert answer.url == reverse("owners:claim-unit", args=["jinshuiwan"])


@pytest.mark.parametrize("name", ["claim", "claim-code"])
def test_claim_sends_a_visitor_to_sign_in(name, client_for, estate):
    answer = client_for(None).get(reverse(f"owners:{name}"))

    assert answer.url.startswith("/accounts/login/")


def test_claim_unit_walks_from_building_to_room(stranger, unit, building, client_for):
    client, url = client_for(stranger), reverse("owners:claim-unit", args=["jinshuiwan"])
    Entrance.objects.create(building=building, number="2")

    first = client.get(url).content.decode()
    second = client.get(url, {"building": building.pk}).content.decode()
    third = client.get(url, {"building": building.pk, "entrance": unit.entrance_id}).content.decode()

    assert "3号楼" in first
    assert "3号楼2单元" in second
    assert details_url(unit) not in second
    assert details_url(unit) in third


@pytest.mark.parametrize("query", ["3-1-1501", "3号楼1单元1501室", "3#1501", "1501"])
def test_claim_unit_finds_a_typed_address(stranger, unit, nina, client_for, query):
    answer = client_for(stranger).get(reverse("owners:claim-unit", args=["jinshuiwan"]), {"q": query})

    assert answer.url == details_url(unit)


@pytest.mark.parametrize("query", ["9-9-999", "%", "x" * 500, "你好"])
def test_claim_unit_says_when_nothing_is_found(stranger, unit, client_for, query):
    page = client_for(stranger).get(reverse("owners:claim-unit", args=["jinshuiwan"]), {"q": query}).content.decode()

    assert "notice-warning" in page


def test_claim_details_verifies_the_owner(zhou, unit, owner, client_for):
    client = client_for(zhou)

    answer = client.post(details_url(unit), DETAILS, follow=True)

    assert Claim.objects.get().state == ClaimState.VERIFIED
    assert "notice-success" in answer.content.decode()
    assert "3号楼1单元1501" in client.get("/me/").content.decode()


def answer_to(client: Client, home: Unit, details: dict[str, str]) -> tuple[int, str, int, str]:
    """What a claimant gets to know: status, where to, how many queries it took, and the page."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(details_url(home), details)
    queries = len(asked)
    page = client.get(answer.url)
    main = page.content.decode().split("<main")[1].split("</main")[0]
    main = re.sub(r'/me/claim/\w+/|value="\w{64}"', "", main.replace(str(home), ""))
    return answer.status_code, re.sub(r"\w{12}/$", "", answer.url), queries, main


def test_claim_details_says_the_same_whoever_is_registered(unit, owner, estate, client_for):
    vacant = Unit.objects.create(estate=unit.estate, entrance=unit.entrance, room="9901")
    sold = Unit.objects.create(estate=unit.estate, entrance=unit.entrance, room="9902")
    add_resident(sold, "周喆", "+8613800001777")
    User.objects.create(username="taken", person=sold.residencies.get().person)
    tries = {
        "nobody is registered": (vacant, DETAILS),
        "somebody else is": (unit, DETAILS | {"name": "冯陌生"}),
        "a slip of the pen": (unit, DETAILS | {"name": "周吉"}),
        "the right name, a number that is not confirmed": (unit, DETAILS),
        "the right name, another number": (unit, DETAILS | {"phone": "138 0000 1999"}),
        "the right owner, who has an account": (sold, DETAILS),
    }

    answers = {}
    for number, (what, (home, details)) in enumerate(tries.items()):
        who = User.objects.create(username=f"t{number}", phone=f"+861360000000{number}", phone_verified_at=now())
        answers[what] = answer_to(client_for(who), home, details)

    assert Claim.objects.waiting().count() == len(tries)
    assert len(set(answers.values())) == 1, {what: answer[:3] for what, answer in answers.items()}


def test_claim_details_may_be_tried_for_few_homes(stranger, unit, client_for, monkeypatch):
    monkeypatch.setattr("owners.guessing.TRIES_PER_ACCOUNT", 99)
    monkeypatch.setattr("owners.actions.claims.WAITING_AT_MOST", 99)
    homes = [
        Unit.objects.create(estate=unit.estate, entrance=unit.entrance, room=f"8{number}")
        for number in range(HOMES_PER_ACCOUNT + 1)
    ]
    client = client_for(stranger)

    pages = [client.post(details_url(home), DETAILS) for home in homes]
    again = client.post(details_url(homes[0]), DETAILS).content.decode()

    assert [page.status_code for page in pages] == [302] * HOMES_PER_ACCOUNT + [200]
    assert Claim.objects.count() == HOMES_PER_ACCOUNT
    assert "尝试次数太多" in pages[-1].content.decode()
    assert "尝试次数太多" in again


def test_claim_details_of_one_home_may_be_tried_by_many_only_so_often(unit, client_for):
    for number in range(TRIES_PER_HOME):
        who = User.objects.create(username=f"t{number}")
        spend_try(user_id=who.pk, address=f"10.0.0.{number}", unit_id=unit.pk)

    with pytest.raises(TooManyTries):
        spend_try(user_id=0, address="10.0.1.1", unit_id=unit.pk)


def test_claim_details_with_a_bad_number_says_so(zhou, unit, owner, client_for):
    page = client_for(zhou).post(details_url(unit), DETAILS | {"phone": "无"}).content.decode()

    assert "error-summary" in page
    assert not Claim.objects.exists()


def test_claim_details_may_be_tried_five_times_an_hour(stranger, unit, owner, zhou, client_for):
    client = client_for(stranger)
    for _try in range(5):
        client.post(details_url(unit), DETAILS)

    page = client.post(reverse("owners:claim-code"), {"code": "BCDF-2345"}).content.decode()

    assert "尝试次数太多" in page
    assert client_for(zhou).post(details_url(unit), DETAILS).status_code == 302


def test_claim_code_verifies(stranger, unit, owner, client_for):
    code = make_notice_codes(units=[unit], actor="test")[0].code

    answer = client_for(stranger).post(reverse("owners:claim-code"), {"code": code})

    assert answer.url == reverse("owners:claim-show", args=[Claim.objects.get(state="verified").public_id])


def test_claim_code_that_is_wrong_says_so(stranger, client_for, estate):
    page = client_for(stranger).post(reverse("owners:claim-code"), {"code": "BCDF-2345"}).content.decode()

    assert "field-error" in page


def test_claim_show_takes_photos_while_it_waits(waiting, stranger, client_for):
    url = reverse("owners:claim-evidence", args=[waiting.public_id])

    client_for(stranger).post(url, {"photos": [photo("a.jpg"), photo("b.jpg")]})

    assert len(uploads.of(waiting.evidence_scope)) == 3


def test_claim_show_says_why_it_was_refused(waiting, stranger, stella, viewer_of, client_for):
    decide_claim(
        viewer=viewer_of(stella), claim=waiting, accept=False, reason=RefusalReason.NOT_A_RESIDENT, note="请带合同来"
    )

    page = client_for(stranger).get(reverse("owners:claim-show", args=[waiting.public_id])).content.decode()

    assert "请带合同来" in page
    assert "我们的登记中没有查到" in page


@pytest.mark.parametrize("name", ["claim-show", "claim-evidence"])
def test_claim_of_somebody_else_does_not_exist(name, waiting, olga, client_for):
    url = reverse(f"owners:{name}", args=[waiting.public_id])
    client = client_for(olga)

    assert (client.post(url) if name == "claim-evidence" else client.get(url)).status_code == 404
