"""Who is told of roles and pledges, once each."""

from datetime import timedelta

import pytest

from desk.subscribers import tell_holder, tell_second_administrators, tell_who_asked
from desk.tasks import remind_of_pledges
from notify.models import Notification
from owners.actions import accept_pledge, give_role, refuse_role, request_role, withdraw_role
from owners.models import PledgeAcceptance, Role, RoleChange, StaffRole
from owners.pledge import HOLDS, current_text
from portal.domain_events import RoleChanged, RoleRequestDecided, RoleRequested
from portal.worktime import now

pytestmark = pytest.mark.django_db


def told(kind: str) -> list:
    return [row.user for row in Notification.objects.filter(kind=kind).order_by("user_id")]


def test_request_is_told_once_to_those_who_could_confirm_it(adam, abby, petra, nina, viewer_of):
    asked = request_role(viewer=viewer_of(adam), user=nina, role=Role.LEGAL, estate=None, reason="…")

    for _twice in range(2):
        tell_second_administrators(RoleRequested(request_id=asked.pk))

    assert told("staff.role_requested") == [abby]
    row = Notification.objects.get(kind="staff.role_requested")
    assert (row.params["whom"], row.params["role"]) == ("倪娜", "法务")
    assert row.url == f"/desk/staff/requests/{asked.pk}/"


def test_refusal_is_told_to_who_asked(adam, abby, nina, viewer_of):
    asked = request_role(viewer=viewer_of(adam), user=nina, role=Role.LEGAL, estate=None, reason="…")
    refuse_role(viewer=viewer_of(abby), request=asked, reason="先培训")

    for _twice in range(2):
        tell_who_asked(RoleRequestDecided(request_id=asked.pk))

    assert told("staff.role_refused") == [adam]


def test_taking_back_is_told_to_nobody(adam, nina, viewer_of):
    asked = request_role(viewer=viewer_of(adam), user=nina, role=Role.LEGAL, estate=None, reason="…")
    refuse_role(viewer=viewer_of(adam), request=asked, reason="弄错了")

    tell_who_asked(RoleRequestDecided(request_id=asked.pk))

    assert told("staff.role_refused") == []


def test_holder_is_told_of_gain_and_loss_without_the_reason(adam, nina, estate, viewer_of):
    give_role(viewer=viewer_of(adam), user=nina, role=Role.STEWARD, estate=estate, reason="秘密理由")
    withdraw_role(viewer=viewer_of(adam), staff_role=StaffRole.objects.get(user=nina), reason="秘密理由")

    for change in [*RoleChange.objects.filter(user=nina), *RoleChange.objects.filter(user=nina)]:
        tell_holder(RoleChanged(change_id=change.pk))

    assert told("staff.role_given") == told("staff.role_withdrawn") == [nina]
    assert not any("秘密理由" in str(row.params) for row in Notification.objects.all())


def test_events_reach_their_subscribers(adam, abby, nina, viewer_of, drain):
    request_role(viewer=viewer_of(adam), user=nina, role=Role.LEGAL, estate=None, reason="…")

    drain()

    assert told("staff.role_requested") == [abby]


def test_pledge_is_reminded_of_once_in_its_last_two_weeks(sam, dana, clock):
    PledgeAcceptance.objects.filter(user=dana).update(accepted_at=now() + timedelta(days=30))
    with clock(now() + HOLDS - timedelta(days=15)):
        remind_of_pledges()
        assert told("staff.pledge_lapses") == []

    for day in (13, 12):
        with clock(now() + HOLDS - timedelta(days=day)):
            remind_of_pledges()

    assert told("staff.pledge_lapses") == [sam]
    assert Notification.objects.get(kind="staff.pledge_lapses").url == "/me/pledge/"


def test_renewed_pledge_is_not_reminded_of(sam, clock):
    with clock(now() + HOLDS - timedelta(days=10)):
        accept_pledge(user=sam, text=current_text(), full_name="沈言")

        remind_of_pledges()

    assert told("staff.pledge_lapses") == []


def test_who_works_here_no_more_is_not_reminded(sam, clock):
    StaffRole.objects.filter(user=sam).delete()

    with clock(now() + HOLDS - timedelta(days=10)):
        remind_of_pledges()

    assert told("staff.pledge_lapses") == []
