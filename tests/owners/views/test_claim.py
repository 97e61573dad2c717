import re

import pytest
from django.urls import reverse

from owners.actions.claims import decide_claim, make_notice_codes
from owners.models import Claim, ClaimState, Entrance, RefusalReason, Unit
from portal import uploads
from tests.owners.claims.conftest import owner, photo, waiting, zhou

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


def test_claim_details_says_the_same_whether_somebody_is_registered_or_not(stranger, unit, owner, nina, client_for):
    vacant = Unit.objects.create(estate=unit.estate, entrance=unit.entrance, room="9901")
    said = set()
    for home in (unit, vacant):
        page = client_for(stranger).post(details_url(home), DETAILS, follow=True)
        main = page.content.decode().split("<main")[1].split("</main")[0]
        said.add(re.sub(r'/me/claim/\w+/|value="\w{64}"', "", main.replace(str(home), "")))

    assert Claim.objects.waiting().count() == 2
    assert len(said) == 1


def test_claim_details_with_a_bad_number_says_so(zhou, unit, owner, client_for):
    page = client_for(zhou).post(details_url(unit), DETAILS | {"phone": "无"}).content.decode()

    assert "error-summary" in page
    assert not Claim.objects.exists()


def test_claim_details_may_be_tried_five_times_an_hour(stranger, unit, owner, zhou, client_for):
    client = client_for(stranger)
    for _try in range(5):
        client.post(details_url(unit), DETAILS)

    page = client.post(reverse("owners:claim-code"), {"code": "BCDF-2345"}).content.decode()

    assert "一小时" in page
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
