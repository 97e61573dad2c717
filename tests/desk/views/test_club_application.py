import pytest

from club import actions
from club.models import Membership
from portal.audit.models import AuditRow


@pytest.fixture
def applied(viewer_of, olga, estate):
    return actions.apply(viewer=viewer_of(olga), estate=estate, consent=True)


def address(membership):
    return f"/desk/club/applications/{membership.public_id}/"


def test_application_shows_what_it_rests_on(client_for, stella, applied):
    page = client_for(stella).get(address(applied)).content.decode()

    assert "3号楼1单元1501" in page
    assert "138 0000 1501" in page
    assert AuditRow.objects.get(action="data.opened").facts["why"] == f"membership:{applied.pk}"


def test_application_masks_the_person_once_it_is_decided(client_for, stella, applied, viewer_of):
    actions.decide_application(viewer=viewer_of(stella), membership=applied, accept=True)

    page = client_for(stella).get(address(applied)).content.decode()

    assert ("奥丽佳" in page, "138 0000 1501" in page, "138 **** 1501" in page) == (False, False, True)


def test_accept_makes_a_member(client_for, stella, applied):
    assert client_for(stella).post(address(applied), {"decision": "accept"}).url == "/desk/club/"
    assert Membership.objects.get().state == "active"


def test_refuse_without_a_reason_is_asked_again(client_for, stella, applied):
    answer = client_for(stella).post(address(applied), {"decision": "refuse", "reason": " "})

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert Membership.objects.get().state == "applied"


def test_decision_is_needed(client_for, stella, applied):
    assert "decision" in client_for(stella).post(address(applied), {"reason": ""}).context["form"].errors


def test_second_decision_is_refused_in_words(client_for, stella, applied):
    client = client_for(stella)
    client.post(address(applied), {"decision": "accept"})

    answer = client.post(address(applied), {"decision": "refuse", "reason": "x"})

    assert answer.context["form"].non_field_errors()
    assert Membership.objects.get().state == "active"


def test_application_at_another_estate_is_not_found(client_for, stella, viewer_of, otto, other_estate):
    elsewhere = actions.apply(viewer=viewer_of(otto), estate=other_estate, consent=True)

    assert client_for(stella).get(address(elsewhere)).status_code == 404
    assert client_for(stella).post(address(elsewhere), {"decision": "accept"}).status_code == 404


@pytest.mark.parametrize("who", ["olga", "sam"])
def test_application_is_for_stewards(client_for, request, applied, who):
    answer = client_for(request.getfixturevalue(who)).post(address(applied), {"decision": "accept"})

    assert answer.status_code == 403
    assert Membership.objects.get().state == "applied"
