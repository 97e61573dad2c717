"""Roles are given by administrators: alone where that is enough, by two where it is not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from owners.actions import (
    LastAdministrator,
    NoAdministrator,
    RoleHeldAlready,
    RoleRequestOver,
    SecondPersonNeeded,
    confirm_role,
    give_role,
    refuse_role,
    request_role,
    withdraw_role,
)
from owners.actions import roles as role_actions
from owners.models import SENSITIVE_ROLES, Role, RoleChange, RoleRequest, RoleRequestState, StaffRole
from owners.viewers import viewer_for_user
from portal.audit.models import AuditRow
from portal.errors import Refused
from portal.worktime import now
from tests.conftest import _staff

pytestmark = pytest.mark.django_db


def viewer(user):
    return viewer_for_user(user, second_factor=True)


@pytest.fixture
def asked(adam, nina):
    """Adam asks for Nina to be case manager everywhere."""
    return request_role(viewer=viewer(adam), user=nina, role=Role.CASE_MANAGER, estate=None, reason="接替莫主任")


def holds(user, role) -> bool:
    return StaffRole.objects.filter(user=user, role=role).exists()


def test_plain_role_is_given_at_once_with_its_reason(adam, nina, estate):
    give_role(viewer=viewer(adam), user=nina, role=Role.STEWARD, estate=estate, reason="新管家")

    assert holds(nina, Role.STEWARD)
    change = RoleChange.objects.get(user=nina)
    assert (change.given, change.reason, change.by, change.confirmed_by) == (True, "新管家", adam, None)
    assert AuditRow.objects.get(action="role.assigned", subject=nina.pseudonym).actor == adam.pseudonym
    assert "新管家" not in str(AuditRow.objects.get(subject=nina.pseudonym).facts)


@pytest.mark.parametrize("role", sorted(SENSITIVE_ROLES))
def test_sensitive_role_is_not_given_by_one(adam, nina, role):
    with pytest.raises(SecondPersonNeeded):
        give_role(viewer=viewer(adam), user=nina, role=role, estate=None, reason="…")
    assert not holds(nina, role)


def test_no_role_is_given_to_oneself_alone(adam, abby, estate):
    with pytest.raises(SecondPersonNeeded):
        give_role(viewer=viewer(adam), user=adam, role=Role.STEWARD, estate=estate, reason="…")

    own = request_role(viewer=viewer(adam), user=adam, role=Role.STEWARD, estate=estate, reason="代班")
    with pytest.raises(NoAdministrator):
        confirm_role(viewer=viewer(adam), request=own)
    confirm_role(viewer=viewer(abby), request=own)
    assert holds(adam, Role.STEWARD)


@pytest.mark.parametrize("who", ["sam", "petra", "olga", "stranger"])
def test_nobody_but_administrators_gives_asks_or_withdraws(request, who, nina, dana, estate):
    other = viewer(request.getfixturevalue(who))

    for act in (give_role, request_role):
        with pytest.raises(NoAdministrator):
            act(viewer=other, user=nina, role=Role.EDITOR, estate=estate, reason="…")
    with pytest.raises(NoAdministrator):
        withdraw_role(viewer=other, staff_role=StaffRole.objects.get(user=dana), reason="…")


def test_administrator_of_one_estate_stays_within_it(nina, estate, other_estate):
    local = viewer(_staff("本地", "+8613900000031", Role.ADMIN, estate))

    give_role(viewer=local, user=nina, role=Role.STEWARD, estate=estate, reason="…")
    for where in (other_estate, None):
        with pytest.raises(NoAdministrator):
            give_role(viewer=local, user=nina, role=Role.STEWARD, estate=where, reason="…")


def test_without_the_second_factor_an_administrator_is_none(adam, nina, estate):
    with pytest.raises(NoAdministrator):
        give_role(viewer=viewer_for_user(adam), user=nina, role=Role.STEWARD, estate=estate, reason="…")


def test_role_held_already_is_refused(adam, sam, estate):
    with pytest.raises(RoleHeldAlready):
        give_role(viewer=viewer(adam), user=sam, role=Role.SPOKESPERSON, estate=estate, reason="…")


@pytest.mark.parametrize("change", [{"is_active": False}, {"phone_verified_at": None}])
def test_account_that_is_closed_or_unconfirmed_gets_none(adam, nina, estate, change):
    for name, value in change.items():
        setattr(nina, name, value)
    nina.save()

    with pytest.raises(Refused):
        give_role(viewer=viewer(adam), user=nina, role=Role.STEWARD, estate=estate, reason="…")


def test_second_administrator_confirms_and_the_role_is_given(asked, adam, abby, nina):
    assert not holds(nina, Role.CASE_MANAGER)

    confirm_role(viewer=viewer(abby), request=asked)

    change = RoleChange.objects.get(user=nina)
    assert (change.by, change.confirmed_by, change.reason) == (adam, abby, "接替莫主任")
    row = AuditRow.objects.get(action="role.assigned", subject=nina.pseudonym)
    assert (row.actor, row.facts["confirmed_by"]) == (abby.pseudonym, abby.pseudonym)
    assert AuditRow.objects.filter(action="role.request_confirmed").count() == 1


def test_who_asked_does_not_confirm(asked, adam, nina):
    with pytest.raises(NoAdministrator):
        confirm_role(viewer=viewer(adam), request=asked)
    assert not holds(nina, Role.CASE_MANAGER)


def test_whom_it_is_for_does_not_confirm(adam, abby):
    asked = request_role(viewer=viewer(adam), user=abby, role=Role.PRIVACY, estate=None, reason="…")

    with pytest.raises(NoAdministrator):
        confirm_role(viewer=viewer(abby), request=asked)
    with pytest.raises(NoAdministrator):
        refuse_role(viewer=viewer(abby), request=asked, reason="…")


def test_database_itself_refuses_one_person_in_both_parts(asked, adam, nina):
    for decided_by in (adam, nina):
        with pytest.raises(IntegrityError), _savepoint():
            RoleRequest.objects.filter(pk=asked.pk).update(state=RoleRequestState.CONFIRMED, decided_by=decided_by)


def _savepoint():
    from django.db import transaction

    return transaction.atomic()


def test_refusal_keeps_its_reason_and_ends_the_request(asked, abby, nina):
    refuse_role(viewer=viewer(abby), request=asked, reason="先培训")

    asked.refresh_from_db()
    assert (asked.state, asked.decided_reason, asked.decided_by) == (RoleRequestState.REFUSED, "先培训", abby)
    with pytest.raises(RoleRequestOver):
        confirm_role(viewer=viewer(abby), request=asked)
    assert not holds(nina, Role.CASE_MANAGER)


def test_who_asked_takes_it_back(asked, adam):
    refuse_role(viewer=viewer(adam), request=asked, reason="弄错了")

    assert RoleRequest.objects.get().state == RoleRequestState.REFUSED


def test_request_runs_out_after_seven_days_and_can_be_made_anew(asked, adam, abby, nina, clock):
    with clock(now() + timedelta(days=7, minutes=1)):
        with pytest.raises(RoleRequestOver):
            confirm_role(viewer=viewer(abby), request=asked)

        again = request_role(viewer=viewer(adam), user=nina, role=Role.CASE_MANAGER, estate=None, reason="再来")
        confirm_role(viewer=viewer(abby), request=again)

    asked.refresh_from_db()
    assert asked.state == RoleRequestState.EXPIRED
    assert holds(nina, Role.CASE_MANAGER)


def test_same_request_is_not_made_twice(asked, abby, nina):
    with pytest.raises(RoleHeldAlready):
        request_role(viewer=viewer(abby), user=nina, role=Role.CASE_MANAGER, estate=None, reason="…")


def test_request_dies_with_the_role_of_who_asked(asked, adam, abby, nina):
    StaffRole.objects.filter(user=adam).delete()

    with pytest.raises(RoleRequestOver):
        confirm_role(viewer=viewer(abby), request=asked)
    assert not holds(nina, Role.CASE_MANAGER)


def test_withdrawing_needs_one_and_keeps_the_reason(adam, mona):
    withdraw_role(viewer=viewer(adam), staff_role=StaffRole.objects.get(user=mona), reason="调岗")

    assert not holds(mona, Role.CASE_MANAGER)
    change = RoleChange.objects.get(user=mona)
    assert (change.given, change.reason, change.by) == (False, "调岗", adam)


def test_last_administrator_of_all_estates_stays(adam, estate):
    _staff("本地", "+8613900000031", Role.ADMIN, estate)

    with pytest.raises(LastAdministrator):
        withdraw_role(viewer=viewer(adam), staff_role=StaffRole.objects.get(user=adam), reason="…")


def test_closed_account_does_not_count_as_an_administrator(adam, abby):
    abby.is_active = False
    abby.save()

    with pytest.raises(LastAdministrator):
        withdraw_role(viewer=viewer(adam), staff_role=StaffRole.objects.get(user=adam), reason="…")
    withdraw_role(viewer=viewer(adam), staff_role=StaffRole.objects.get(user=abby), reason="离职")
    assert not holds(abby, Role.ADMIN)


# ── at once ─────────────────────────────────────────────────────────────────────────────────
def at_once(*acts) -> list[bool]:
    """Runs the acts side by side; for each, whether it happened."""
    together = Barrier(len(acts))

    def run(act) -> bool:
        try:
            together.wait()
            act()
            return True
        except Refused:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def third(estate):
    return _staff("安三", "+8613900000032", Role.ADMIN, None)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_request_confirmed_by_two_at_once_is_confirmed_once(asked, abby, third, nina):
    viewers = [viewer(abby), viewer(third)]

    happened = at_once(*[lambda v=v: confirm_role(viewer=v, request=asked) for v in viewers])

    assert sorted(happened) == [False, True]
    assert RoleChange.objects.filter(user=nina).count() == 1
    assert AuditRow.objects.filter(action="role.request_confirmed").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_confirm(asked, abby, third, monkeypatch):
    """The control: what the lock is for."""
    both_read = Barrier(2)

    def unlocked(request):
        found = RoleRequest.objects.get(pk=request.pk)
        both_read.wait(timeout=5)
        return found

    monkeypatch.setattr(role_actions, "_open", unlocked)
    viewers = [viewer(abby), viewer(third)]

    happened = at_once(*[lambda v=v: confirm_role(viewer=v, request=asked) for v in viewers])

    assert happened == [True, True]
    assert AuditRow.objects.filter(action="role.request_confirmed").count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_confirmed_and_refused_at_once_is_one_of_them(asked, abby, third, nina):
    happened = at_once(
        lambda: confirm_role(viewer=viewer(abby), request=asked),
        lambda: refuse_role(viewer=viewer(third), request=asked, reason="不"),
    )

    assert sorted(happened) == [False, True]
    asked.refresh_from_db()
    assert holds(nina, Role.CASE_MANAGER) == (asked.state == RoleRequestState.CONFIRMED)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_administrators_do_not_withdraw_each_other_at_once(adam, abby):
    roles = {user: StaffRole.objects.get(user=user) for user in (adam, abby)}
    viewers = {user: viewer(user) for user in roles}

    happened = at_once(
        lambda: withdraw_role(viewer=viewers[adam], staff_role=roles[abby], reason="…"),
        lambda: withdraw_role(viewer=viewers[abby], staff_role=roles[adam], reason="…"),
    )

    assert sorted(happened) == [False, True]
    assert StaffRole.objects.filter(role=Role.ADMIN).count() == 1
