import pytest

from owners.actions import request_role
from owners.models import Role, RoleRequestState, StaffRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(adam, nina, viewer_of):
    return request_role(viewer=viewer_of(adam), user=nina, role=Role.LEGAL, estate=None, reason="新法务")


def url(asked) -> str:
    return f"/desk/staff/requests/{asked.pk}/"


def test_second_administrator_confirms(asked, abby, nina, client_for):
    client = client_for(abby)
    assert client.get(url(asked)).context["may_decide"]

    response = client.post(url(asked), {"decision": "confirm"})

    assert response["Location"] == f"/desk/staff/{nina.public_id}/"
    assert StaffRole.objects.filter(user=nina, role=Role.LEGAL).exists()
    assert "新法务" in client.get(url(asked)).content.decode()


def test_second_administrator_refuses_with_a_reason(asked, abby, nina, client_for):
    client = client_for(abby)

    without = client.post(url(asked), {"decision": "refuse"})
    assert (without.status_code, "reason" in without.context["form"].errors) == (422, True)
    client.post(url(asked), {"decision": "refuse", "reason": "先培训"})

    asked.refresh_from_db()
    assert (asked.state, asked.decided_reason) == (RoleRequestState.REFUSED, "先培训")
    assert not StaffRole.objects.filter(user=nina).exists()


def test_who_asked_sees_it_and_can_only_take_it_back(asked, adam, nina, client_for):
    client = client_for(adam)
    page = client.get(url(asked))
    assert (page.context["may_decide"], page.context["may_take_back"]) == (False, True)

    refused = client.post(url(asked), {"decision": "confirm"})
    assert (refused.status_code, StaffRole.objects.filter(user=nina).exists()) == (422, False)

    client.post(url(asked), {"decision": "refuse", "reason": "弄错了"})
    asked.refresh_from_db()
    assert asked.state == RoleRequestState.REFUSED


def test_bad_decision_does_nothing(asked, abby, client_for):
    assert client_for(abby).post(url(asked), {"decision": "perhaps"}).status_code == 422
    asked.refresh_from_db()
    assert asked.state == RoleRequestState.WAITING


def test_privacy_officer_reads_along(asked, petra, nina, client_for):
    client = client_for(petra)
    page = client.get(url(asked))
    assert (page.status_code, page.context["may_decide"]) == (200, False)

    assert client.post(url(asked), {"decision": "confirm"}).status_code == 422
    assert not StaffRole.objects.filter(user=nina).exists()


@pytest.mark.parametrize("who", ["olga", "sam", "mona"])
def test_request_is_closed_to_everybody_else(asked, who, client_for, request):
    client = client_for(request.getfixturevalue(who))

    assert client.get(url(asked)).status_code == 403
    assert client.post(url(asked), {"decision": "confirm"}).status_code == 403
