"""What works once, works once for two at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from owners.actions import claims, households, notice_codes
from owners.actions.claims import CodeNotAccepted, claim_by_code
from owners.actions.households import InvitationOver, accept_invitation, invite
from owners.models import Claim, HouseholdMember, NoticeBatch, User
from owners.viewers import viewer_for_user
from portal.worktime import now
from tests.owners.claims.conftest import add_resident

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

RUNNERS = 6


def at_once(work: Callable[[User], object], users: list[User]) -> list[object]:
    start = Barrier(len(users))

    def run(user: User) -> object:
        try:
            start.wait()
            return work(user)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(users)) as pool:
        return list(pool.map(run, users))


@pytest.fixture
def crowd(db: None) -> list[User]:
    return [
        User.objects.create(username=f"r{number}", phone=f"+861350000000{number}", phone_verified_at=now())
        for number in range(RUNNERS)
    ]


def accept_by_all(host, olga, crowd) -> int:
    invitation, _token = invite(viewer=viewer_for_user(olga), host=host, role="family", label="x")

    def accept(user: User) -> bool:
        try:
            accept_invitation(user=user, invitation=invitation, name=user.username, consent=True)
        except InvitationOver:
            return False
        return True

    return sum(at_once(accept, crowd))


def test_invitation_accepted_by_many_at_once_is_accepted_once(host, olga, crowd):
    assert accept_by_all(host, olga, crowd) == 1
    assert HouseholdMember.objects.count() == 1


def test_control_without_the_guard_an_invitation_lets_everybody_in(host, olga, crowd, monkeypatch):
    monkeypatch.setattr(households, "_use", lambda invitation: invitation.accepted_at is None)
    # One member to an invitation is also the database's word; off with it for the control.
    monkeypatch.setattr(households, "HouseholdMember", _WithoutInvitation)

    assert accept_by_all(host, olga, crowd) == RUNNERS


class _WithoutInvitation:
    class objects:
        @staticmethod
        def create(*, invitation, **facts):
            return HouseholdMember.objects.create(**facts)

        living_there = HouseholdMember.objects.living_there


def use_by_all(unit, crowd) -> int:
    add_resident(unit, "周喆")
    code = notice_codes.make_notice_codes(units=[unit], actor="test")[0].code

    def use(user: User) -> bool:
        try:
            claim_by_code(user=user, code=code)
        except CodeNotAccepted:
            return False
        return True

    return sum(at_once(use, crowd))


def test_code_used_by_many_at_once_is_used_once(unit, crowd):
    assert use_by_all(unit, crowd) == 1
    assert Claim.objects.count() == 1
    assert NoticeBatch.objects.get().used == 1


def test_control_without_the_guard_a_code_is_used_by_everybody(unit, crowd, monkeypatch):
    monkeypatch.setattr(claims, "take", lambda notice, user: notice.used_at is None)

    assert use_by_all(unit, crowd) == RUNNERS


def test_paper_code_used_by_many_at_once_signs_in_once(unit, crowd):
    account = User.objects.create(username="paper")
    code = notice_codes.make_paper_code(account=account, unit=unit, actor="test")

    opened = at_once(lambda _user: notice_codes.use_paper_code(code=code), crowd)

    assert [found for found in opened if found] == [account]
