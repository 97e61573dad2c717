from datetime import timedelta

import pytest

from owners.actions.households import (
    OPEN_AT_MOST,
    ConsentNeeded,
    HouseholdFull,
    InvitationOver,
    LivesThereAlready,
    NotYourHousehold,
    accept_invitation,
    find_invitation,
    invite,
    remove_member,
    withdraw_invitation,
)
from owners.actions.residencies import end_residency
from owners.models import EndReason, HouseholdInvitation, Residency, ResidencyRole
from owners.viewers import estate_key, viewer_for_user
from portal.audit.models import AuditRow
from portal.worktime import at_clock, now, today

pytestmark = pytest.mark.django_db


def asked(host, olga, **more) -> tuple[HouseholdInvitation, str]:
    facts = {"role": "family", "label": "妈妈"} | more
    return invite(viewer=viewer_for_user(olga), host=host, **facts)


def test_invitation_gives_a_place_and_its_keys(host, olga, stranger, estate):
    _invitation, token = asked(host, olga)

    accept_invitation(user=stranger, invitation=find_invitation(token), name="陌上花", consent=True)

    stranger.refresh_from_db()
    place = Residency.objects.get(person=stranger.person)
    assert (place.unit_id, place.role, place.until) == (host.unit_id, "family", None)
    assert viewer_for_user(stranger).can_see(estate_key(estate.pk))
    assert list(AuditRow.objects.order_by("id").values_list("action", flat=True)) == [
        "household.invited",
        "household.joined",
    ]


def test_invitation_of_a_tenant_ends_with_the_lease(host, olga, stranger, estate):
    last_day = today() + timedelta(days=90)
    invitation, _token = asked(host, olga, role="tenant", stays_until=last_day)
    accept_invitation(user=stranger, invitation=invitation, name="租客", consent=True)
    stranger.refresh_from_db()

    with at_clock(now() + timedelta(days=90)):
        assert viewer_for_user(stranger).is_resident_of(estate.pk)
    with at_clock(now() + timedelta(days=91)):
        assert not viewer_for_user(stranger).is_resident_of(estate.pk)


def test_invitation_keeps_no_token(host, olga):
    _invitation, token = asked(host, olga)

    assert token not in str(HouseholdInvitation.objects.values())


def test_invitation_works_once(host, olga, stranger, nina):
    invitation, token = asked(host, olga)
    accept_invitation(user=stranger, invitation=invitation, name="陌上花", consent=True)

    with pytest.raises(InvitationOver):
        accept_invitation(user=nina, invitation=invitation, name="倪娜", consent=True)
    assert find_invitation(token) is None


def test_invitation_works_for_a_week(host, olga):
    _invitation, token = asked(host, olga)

    with at_clock(now() + timedelta(days=6, hours=23)):
        assert find_invitation(token) is not None
    with at_clock(now() + timedelta(days=7, seconds=1)):
        assert find_invitation(token) is None


def test_invitation_that_was_withdrawn_is_over(host, olga, nina, stranger):
    invitation, token = asked(host, olga)

    withdraw_invitation(viewer=viewer_for_user(nina), invitation=invitation)
    assert find_invitation(token) is not None
    withdraw_invitation(viewer=viewer_for_user(olga), invitation=invitation)

    assert find_invitation(token) is None
    with pytest.raises(InvitationOver):
        accept_invitation(user=stranger, invitation=invitation, name="x", consent=True)


def test_invitation_of_an_owner_who_sold_is_over(host, olga, stranger):
    invitation, token = asked(host, olga)

    end_residency(residency=host, why=EndReason.STEWARD, actor="test")

    assert find_invitation(token) is None
    with pytest.raises(InvitationOver):
        accept_invitation(user=stranger, invitation=invitation, name="x", consent=True)


def test_invitation_without_consent_changes_nothing(host, olga, stranger):
    invitation, token = asked(host, olga)

    with pytest.raises(ConsentNeeded):
        accept_invitation(user=stranger, invitation=invitation, name="x", consent=False)

    assert find_invitation(token) is not None


def test_invitation_to_oneself_is_refused_and_stays_open(host, olga):
    invitation, token = asked(host, olga)

    with pytest.raises(LivesThereAlready):
        accept_invitation(user=olga, invitation=invitation, name="欧丽", consent=True)

    assert find_invitation(token) is not None


def test_account_that_is_somebody_stays_that_person(host, olga, nina):
    person = nina.person
    invitation, _token = asked(host, olga)

    accept_invitation(user=nina, invitation=invitation, name="别的名字", consent=True)

    nina.refresh_from_db()
    assert nina.person == person
    assert nina.person.residencies.count() == 2


@pytest.mark.parametrize("role", [ResidencyRole.FAMILY, ResidencyRole.TENANT])
def test_guests_can_not_invite(role, ask_in, stranger):
    place = ask_in(stranger, role=role).residency
    stranger.refresh_from_db()

    with pytest.raises(NotYourHousehold):
        invite(viewer=viewer_for_user(stranger), host=place, role="family", label="x")


def test_nobody_invites_into_the_home_of_another(host, nina):
    with pytest.raises(NotYourHousehold):
        invite(viewer=viewer_for_user(nina), host=host, role="family", label="x")


def test_invitations_that_wait_are_few(host, olga):
    for _number in range(OPEN_AT_MOST):
        asked(host, olga)

    with pytest.raises(HouseholdFull):
        asked(host, olga)


def test_only_who_invited_removes(mother, nina, olga, stranger, estate):
    with pytest.raises(NotYourHousehold):
        remove_member(viewer=viewer_for_user(nina), member=mother)

    remove_member(viewer=viewer_for_user(olga), member=mother)

    stranger.refresh_from_db()
    assert not viewer_for_user(stranger).is_resident_of(estate.pk)
