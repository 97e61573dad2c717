import pytest

from owners.actions import give_role, withdraw_role
from owners.models import PledgeAcceptance, Role, StaffRole
from tests.conftest import _staff

pytestmark = pytest.mark.django_db


def url(user) -> str:
    return f"/desk/staff/{user.public_id}/"


def test_account_shows_its_roles_and_how_they_came(adam, nina, estate, viewer_of, client_for):
    give_role(viewer=viewer_of(adam), user=nina, role=Role.STEWARD, estate=estate, reason="新来的会员管家")

    page = client_for(adam).get(url(nina)).content.decode()

    assert "新来的会员管家" in page
    assert "安达明" in page
    assert "138 **** 1502" in page
    assert nina.phone.open()[-11:] not in page


def test_account_shows_what_is_missing_for_the_desk(adam, sam, client_for):
    client = client_for(adam)
    assert client.get(url(sam)).context["pledge"].user == sam

    PledgeAcceptance.objects.filter(user=sam).delete()

    page = client.get(url(sam))
    assert page.context["pledge"] is None
    assert not page.context["has_device"]


def test_account_whose_last_role_ended_can_still_be_looked_at(adam, sam, viewer_of, client_for):
    withdraw_role(viewer=viewer_of(adam), staff_role=StaffRole.objects.get(user=sam), reason="离职")

    page = client_for(adam).get(url(sam)).content.decode()

    assert "离职" in page


def test_account_without_any_role_is_not_found(adam, olga, client_for):
    assert client_for(adam).get(url(olga)).status_code == 404


def test_account_of_another_estate_is_not_found(estate, other_estate, sam, client_for):
    local = _staff("本地", "+8613900000031", Role.ADMIN, other_estate)

    assert client_for(local).get(url(sam)).status_code == 404


@pytest.mark.parametrize("who", ["olga", "dana", "stella"])
def test_account_is_closed_to_everybody_else(who, sam, client_for, request):
    assert client_for(request.getfixturevalue(who)).get(url(sam)).status_code == 403
