import pytest

from owners.models import Role, RoleRequest, StaffRole
from tests.conftest import _staff

pytestmark = pytest.mark.django_db

URL = "/desk/staff/give/"


def test_role_is_given_by_mobile_number(adam, nina, estate, client_for):
    response = client_for(adam).post(
        URL, {"phone": "138 0000 1502", "role": "steward", "estate": estate.pk, "reason": "新管家"}
    )

    assert response["Location"] == f"/desk/staff/{nina.public_id}/"
    assert StaffRole.objects.filter(user=nina, role=Role.STEWARD, estate=estate).exists()
    assert nina.groups.filter(name="steward").exists()


def test_sensitive_role_becomes_a_request(adam, nina, client_for):
    response = client_for(adam).post(
        URL, {"phone": nina.phone.open(), "role": "privacy", "estate": "all", "reason": "新的隐私专员"}
    )

    asked = RoleRequest.objects.get()
    assert response["Location"] == f"/desk/staff/requests/{asked.pk}/"
    assert (asked.user, asked.role, asked.asked_by, asked.reason) == (nina, Role.PRIVACY, adam, "新的隐私专员")
    assert not StaffRole.objects.filter(user=nina).exists()


def test_account_that_is_listed_needs_no_number(adam, sam, client_for):
    client = client_for(adam)
    page = client.get(f"{URL}?to={sam.public_id}")
    assert "phone" not in page.context["form"].fields

    client.post(f"{URL}?to={sam.public_id}", {"role": "editor", "estate": "all", "reason": "也写新闻"})

    assert StaffRole.objects.filter(user=sam, role=Role.EDITOR, estate=None).exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"phone": "138 0000 7777"}, "phone"),
        ({"role": "emperor"}, "role"),
        ({"reason": ""}, "reason"),
        ({"estate": "999999"}, "estate"),
        ({"estate": ""}, "estate"),
        ({"role": "spokesperson", "phone": "139 0000 0001"}, "__all__"),
    ],
)
def test_bad_form_is_shown_again(adam, sam, nina, estate, client_for, typed, field):
    good = {"phone": nina.phone.open(), "role": "steward", "estate": estate.pk, "reason": "新管家"}
    before = StaffRole.objects.count()

    response = client_for(adam).post(URL, good | typed)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert StaffRole.objects.count() == before


def test_administrator_of_one_estate_is_offered_that_estate_only(estate, other_estate, nina, client_for):
    client = client_for(_staff("本地", "+8613900000031", Role.ADMIN, estate))

    form = client.get(URL).context["form"]
    refused = client.post(URL, {"phone": nina.phone.open(), "role": "steward", "estate": "all", "reason": "新管家"})

    assert [key for key, _name in form.fields["estate"].choices] == ["", str(estate.pk)]
    assert "estate" in refused.context["form"].errors


@pytest.mark.parametrize("who", ["olga", "sam", "mona", "petra"])
def test_it_is_closed_to_everybody_else(who, nina, client_for, request):
    client = client_for(request.getfixturevalue(who))

    assert client.get(URL).status_code == 403
    assert client.post(URL, {"phone": nina.phone.open(), "role": "steward", "reason": "…"}).status_code == 403
