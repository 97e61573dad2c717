import pytest

from owners.actions import request_role
from owners.models import PledgeAcceptance, Role, StaffRole
from tests.conftest import _staff

pytestmark = pytest.mark.django_db

URL = "/desk/staff/"
QUERIES = 9


def names(page) -> list[str]:
    return [account.get_full_name() for account in page.context["accounts"]]


@pytest.mark.parametrize("more", [0, 2])
def test_staff_list_costs_the_same_for_one_and_three(adam, estate, client_for, django_assert_num_queries, more):
    for number in range(more):
        user = _staff(f"员{number}", f"+861390000010{number}", Role.STEWARD, estate)
        StaffRole.objects.create(user=user, role=Role.EDITOR, estate=estate)
    client = client_for(adam)
    client.get(URL)

    with django_assert_num_queries(QUERIES):
        page = client.get(URL)

    assert page.content.decode().count("data-desk-row") == 1 + more


def test_staff_list_shows_who_holds_what_where(adam, sam, client_for):
    page = client_for(adam).get(URL).content.decode()

    assert "沈言" in page
    assert "物业发言人 · 金水湾" in page or "发言人 · 金水湾" in page
    assert sam.phone.open() not in page
    assert sam.phone.open()[-11:] not in page


def test_staff_list_leaves_owners_out(adam, olga, client_for):
    assert "奥丽佳" not in client_for(adam).get(URL).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [("沈", ["沈言"]), ("139 0000 0001", ["沈言"]), ("13900000001", ["沈言"]), ("1390000", []), ("没有", [])],
)
def test_staff_are_found_by_part_of_a_name_and_by_the_whole_number(adam, sam, dana, client_for, query, found):
    page = client_for(adam).get(URL, {"q": query})

    assert names(page) == found


def test_staff_are_filtered_by_role_and_estate(adam, sam, dana, other_estate, client_for):
    StaffRole.objects.filter(user=dana).update(estate=other_estate)
    client = client_for(adam)

    assert names(client.get(URL, {"role": "spokesperson"})) == ["沈言"]
    assert names(client.get(URL, {"estate": other_estate.pk})) == ["安达明", "戴娜"]
    assert len(names(client.get(URL, {"role": "emperor", "estate": "x"}))) == 3


def test_staff_list_pages_by_key(adam, estate, client_for, monkeypatch):
    from desk.views import staff

    monkeypatch.setattr(staff, "PAGE", 2)
    for number in range(3):
        _staff(f"员{number}", f"+861390000010{number}", Role.STEWARD, estate)
    client = client_for(adam)

    first = client.get(URL, {"role": "steward"})
    second = client.get(first.context["more_url"])

    assert (names(first), names(second)) == (["员0", "员1"], ["员2"])
    assert second.context["more_url"] == ""


def test_staff_list_marks_who_has_not_pledged(adam, sam, client_for):
    client = client_for(adam)
    assert "未签署承诺" not in client.get(URL).content.decode()

    PledgeAcceptance.objects.filter(user=sam).delete()

    assert client.get(URL).content.decode().count("未签署承诺") == 1


def test_administrator_of_one_estate_sees_that_estate(estate, other_estate, sam, dana, client_for):
    local = _staff("本地", "+8613900000031", Role.ADMIN, other_estate)
    StaffRole.objects.filter(user=dana).update(estate=other_estate)

    assert names(client_for(local).get(URL)) == ["戴娜", "本地"]


def test_waiting_requests_stand_on_top(adam, abby, nina, viewer_of, client_for):
    request_role(viewer=viewer_of(adam), user=nina, role=Role.LEGAL, estate=None, reason="…")

    page = client_for(abby).get(URL).content.decode()

    assert "倪娜 · 法务" in page


def test_privacy_officer_looks_but_gives_nothing(petra, sam, client_for):
    client = client_for(petra)

    page = client.get(URL).content.decode()

    assert "沈言" in page
    assert "/desk/staff/give/" not in page
    assert client.get("/desk/staff/give/").status_code == 403


@pytest.mark.parametrize("who", ["olga", "stranger", "sam", "mona", "stella"])
def test_staff_list_is_closed_to_everybody_else(who, client_for, request):
    assert client_for(request.getfixturevalue(who)).get(URL).status_code == 403
