import pytest
from django.urls import reverse

from owners.models import AssistedClaim, Residency, ResidencyEnd, StaffRole
from tests.owners.claims.conftest import add_resident, owner

__all__ = ["owner"]

pytestmark = pytest.mark.django_db

COUNTER = "/desk/counter/"
QUERIES = 10


@pytest.fixture
def place(owner) -> Residency:
    return Residency.objects.get(person=owner)


def home_url(unit) -> str:
    return reverse("desk:counter-home", args=[unit.pk])


def answer(place, **more) -> dict:
    return {"residency": place.pk, "document": "id_card", "way": "paper", "consent": "signed"} | more


@pytest.mark.parametrize("who", ["stella", "dana"])
def test_counter_finds_the_home(who, owner, unit, client_for, request):
    client = client_for(request.getfixturevalue(who))

    assert "counter-search" in client.get(COUNTER).content.decode()
    assert client.get(COUNTER, {"q": "3-1-1501"}).url == home_url(unit)


@pytest.mark.parametrize("who", ["olga", "sam", "mona", "eddy"])
def test_counter_is_closed_to_everybody_else(who, owner, unit, client_for, request):
    client = client_for(request.getfixturevalue(who))

    assert (client.get(COUNTER).status_code, client.get(home_url(unit)).status_code) == (403, 403)


def test_counter_of_another_estate_does_not_exist(owner, unit, other_estate, stella, client_for):
    StaffRole.objects.filter(user=stella).update(estate=other_estate)

    assert client_for(stella).get(home_url(unit)).status_code == 404


def test_counter_home_masks_names(owner, unit, stella, client_for):
    page = client_for(stella).get(home_url(unit)).content.decode()

    assert "周喆" not in page
    assert "周*" in page


@pytest.mark.parametrize("more", [0, 2])
def test_counter_home_costs_the_same_for_one_and_three(
    more, owner, unit, stella, client_for, django_assert_num_queries
):
    for number in range(more):
        add_resident(unit, f"共有{number}", role="co_owner")
    client = client_for(stella)
    client.get(home_url(unit))

    with django_assert_num_queries(QUERIES):
        page = client.get(home_url(unit)).content.decode()

    assert page.count("data-resident") == 1 + more


def test_counter_home_gives_a_code_once(place, unit, stella, client_for):
    given = client_for(stella).post(home_url(unit), answer(place))

    page = given.content.decode()
    assert "slip-code" in page
    assert "no-store" in given["Cache-Control"]
    assert AssistedClaim.objects.get().way == "paper"


def test_counter_home_gives_an_invitation(place, unit, stella, client_for):
    page = client_for(stella).post(home_url(unit), answer(place, way="family", label="女儿")).content.decode()

    assert 'class="qr"' in page
    assert "slip-code" not in page


@pytest.mark.parametrize(
    "wrong", [{"consent": "verbal"}, {"way": "family"}, {"document": ""}, {"residency": "0"}, {"consent": "assumed"}]
)
def test_counter_home_with_a_bad_form_says_so(wrong, place, unit, stella, client_for):
    page = client_for(stella).post(home_url(unit), answer(place, **wrong)).content.decode()

    assert "error-summary" in page
    assert not AssistedClaim.objects.exists()


def test_paper_code_signs_in_once(place, unit, stella, client_for):
    code = client_for(stella).post(home_url(unit), answer(place)).context["given"].code
    client = client_for(None)

    welcomed = client.post("/paper/", {"code": code.lower()}, follow=True)
    again = client_for(None).post("/paper/", {"code": code}).content.decode()

    assert "3号楼1单元1501" in welcomed.content.decode()
    assert "field-error" in again
    home = client.get(reverse("owners:household", args=[unit.pk])).content.decode()
    assert "服务中心" in home


def test_paper_code_is_not_guessed(estate, client_for, monkeypatch):
    monkeypatch.setattr("owners.guessing.TRIES_PER_ADDRESS", 2)
    client = client_for(None)

    pages = [client.post("/paper/", {"code": "BCDF-2345"}).content.decode() for _try in range(3)]

    assert "尝试次数太多" in pages[2]
    assert "尝试次数太多" not in pages[1]


def test_code_of_a_fee_notice_signs_nobody_in(unit, owner, client_for):
    from owners.actions import make_notice_codes

    code = make_notice_codes(units=[unit], actor="test")[0].code

    assert "field-error" in client_for(None).post("/paper/", {"code": code}).content.decode()


# ── ending a residency ──────────────────────────────────────────────────────────────────────
def test_residency_end_needs_a_reason_and_ends(place, unit, stella, client_for):
    url, client = reverse("desk:residency-end", args=[place.pk]), client_for(stella)

    assert "error-summary" in client.post(url, {"note": ""}).content.decode()
    assert client.post(url, {"note": "已过户"}).url == home_url(unit)

    assert ResidencyEnd.objects.get().note == "已过户"
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("dana", 403), ("olga", 403), ("sam", 403)])
def test_residency_end_is_for_stewards(who, status, place, client_for, request):
    url = reverse("desk:residency-end", args=[place.pk])

    assert client_for(request.getfixturevalue(who)).post(url, {"note": "x"}).status_code == status


def test_residency_end_of_another_estate_does_not_exist(place, other_estate, stella, client_for):
    StaffRole.objects.filter(user=stella).update(estate=other_estate)

    assert client_for(stella).get(reverse("desk:residency-end", args=[place.pk])).status_code == 404
