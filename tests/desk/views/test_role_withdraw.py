import pytest

from owners.models import Role, RoleChange, StaffRole
from tests.conftest import _staff

pytestmark = pytest.mark.django_db


def url(user) -> str:
    return f"/desk/staff/roles/{StaffRole.objects.get(user=user).pk}/withdraw/"


def test_role_is_withdrawn_with_its_reason(adam, sam, client_for):
    response = client_for(adam).post(url(sam), {"reason": "调岗"})

    assert response["Location"] == f"/desk/staff/{sam.public_id}/"
    assert not StaffRole.objects.filter(user=sam).exists()
    assert RoleChange.objects.get(user=sam).reason == "调岗"
    assert client_for(sam).get("/desk/watch/").status_code == 403


def test_reason_is_needed(adam, sam, client_for):
    response = client_for(adam).post(url(sam), {"reason": ""})

    assert (response.status_code, "reason" in response.context["form"].errors) == (422, True)
    assert StaffRole.objects.filter(user=sam).exists()


def test_last_administrator_stays(adam, client_for):
    response = client_for(adam).post(url(adam), {"reason": "我走了"})

    assert (response.status_code, "__all__" in response.context["form"].errors) == (422, True)
    assert StaffRole.objects.filter(user=adam).exists()


def test_administrator_gives_up_their_own_role(adam, abby, client_for):
    assert client_for(adam).post(url(adam), {"reason": "我走了"})["Location"] == "/me/"
    assert not StaffRole.objects.filter(user=adam).exists()


def test_administrator_of_one_estate_leaves_roles_at_all_estates_alone(estate, eddy, client_for):
    client = client_for(_staff("本地", "+8613900000031", Role.ADMIN, estate))

    assert not client.get(url(eddy)).context["may"]
    assert client.post(url(eddy), {"reason": "…不行"}).status_code == 422
    assert StaffRole.objects.filter(user=eddy).exists()


@pytest.mark.parametrize("who", ["olga", "sam", "mona", "petra"])
def test_it_is_closed_to_everybody_else(who, dana, client_for, request):
    client = client_for(request.getfixturevalue(who))

    assert client.get(url(dana)).status_code == 403
    assert client.post(url(dana), {"reason": "…不行"}).status_code == 403
