from datetime import date, timedelta

import pytest

from club.actions import EventFacts, apply, create_event, decide_application, publish_event, register
from club.models import Event, Membership, MembershipState, Registration, Tier
from notify.models import Notification
from owners.actions import grant_key, leave_home
from owners.actions.households import NotYourHousehold, invite
from owners.actions.residencies import (
    TENANT_GRACE,
    EndedAlready,
    EndReasonMissing,
    NotYoursToEnd,
    end_past_residencies,
    end_residency,
    end_residency_at_desk,
)
from owners.audiences import who_may_see
from owners.models import EndReason, HouseholdInvitation, Person, Residency, ResidencyEnd, Unit
from owners.viewers import MEMBERS, PUBLIC, SIGNED_IN, building_key, estate_key, staff_key, viewer_for_user
from portal.audit.models import AuditRow
from portal.worktime import at_clock, now, today

pytestmark = pytest.mark.django_db


def test_end_takes_the_keys_with_the_next_request(host, olga, estate, building):
    end_residency(residency=host, why=EndReason.STEWARD, actor="test")

    viewer = viewer_for_user(olga)
    assert not viewer.can_see(estate_key(estate.pk))
    assert not viewer.can_see(building_key(building.pk))
    assert viewer.resident_units == frozenset()


def test_end_on_the_first_day_holds_too(mother, stranger, estate):
    end_residency(residency=mother.residency, why=EndReason.REMOVED, actor="test")

    stranger.refresh_from_db()
    assert not viewer_for_user(stranger).is_resident_of(estate.pk)


def test_end_is_recorded_once(host, stella, viewer_of):
    end_residency_at_desk(viewer=viewer_of(stella), residency=host, note="房屋已过户")

    with pytest.raises(EndedAlready):
        end_residency_at_desk(viewer=viewer_of(stella), residency=host, note="再一次")
    end = ResidencyEnd.objects.get()
    assert (end.why, end.note, end.by) == ("steward", "房屋已过户", stella.pseudonym)
    assert AuditRow.objects.filter(action="residency.concluded", subject=f"residency:{host.pk}").count() == 1


@pytest.mark.parametrize("who", ["olga", "nina", "sam", "dana", "mona"])
def test_end_at_the_desk_is_for_stewards(who, host, viewer_of, request):
    with pytest.raises(NotYoursToEnd):
        end_residency_at_desk(viewer=viewer_of(request.getfixturevalue(who)), residency=host, note="x")


def test_end_at_the_desk_needs_a_reason(host, stella, viewer_of):
    with pytest.raises(EndReasonMissing):
        end_residency_at_desk(viewer=viewer_of(stella), residency=host, note=" ")


def test_nobody_ends_their_own_place_at_the_desk(host, stella, viewer_of):
    stella.person = host.person
    stella.save(update_fields=["person"])

    with pytest.raises(NotYoursToEnd):
        end_residency_at_desk(viewer=viewer_of(stella), residency=host, note="x")


def test_family_goes_with_the_owner_who_asked_them_in(mother, host, stranger, estate):
    end_residency(residency=host, why=EndReason.REGISTER, actor="test")

    stranger.refresh_from_db()
    assert not viewer_for_user(stranger).is_resident_of(estate.pk)
    assert ResidencyEnd.objects.get(residency=mother.residency).why == EndReason.HOST_ENDED


def test_tenant_stays_until_the_last_day_of_the_lease(ask_in, host, stranger):
    last_day = today() + timedelta(days=200)
    tenant = ask_in(stranger, role="tenant", stays_until=last_day)

    end_residency(residency=host, why=EndReason.REGISTER, actor="test")

    tenant.residency.refresh_from_db()
    assert tenant.residency.until == last_day


def test_tenant_without_a_date_has_thirty_days_to_name_one(ask_in, host, stranger):
    tenant = ask_in(stranger, role="tenant")

    end_residency(residency=host, why=EndReason.REGISTER, actor="test")

    tenant.residency.refresh_from_db()
    assert tenant.residency.until == today() + TENANT_GRACE


def test_invitations_that_wait_go_with_the_owner(host, olga):
    invite(viewer=viewer_for_user(olga), host=host, role="family", label="x")

    end_residency(residency=host, why=EndReason.REGISTER, actor="test")

    assert not HouseholdInvitation.objects.open().exists()


def test_guest_leaves_by_themselves(mother, stranger, estate):
    stranger.refresh_from_db()

    leave_home(viewer=viewer_for_user(stranger), residency=mother.residency)

    assert not viewer_for_user(stranger).is_resident_of(estate.pk)
    assert ResidencyEnd.objects.get().why == EndReason.LEFT


def test_owner_can_not_leave_by_a_click(host, olga):
    with pytest.raises(NotYourHousehold):
        leave_home(viewer=viewer_for_user(olga), residency=host)


def test_end_is_told_with_the_reason_in_the_persons_language(host, olga, stella, viewer_of, drain):
    olga.language = "en"
    olga.save(update_fields=["language"])

    end_residency_at_desk(viewer=viewer_of(stella), residency=host, note="Sold in May.")
    drain()

    told = Notification.objects.get(user=olga, kind="owners.residency_ended")
    assert told.params["why"] == "The property office has ended it. Sold in May."


# ── the job of every minute ─────────────────────────────────────────────────────────────────
def test_job_ends_the_lease_on_the_day_after_its_last(ask_in, stranger):
    last_day = today() + timedelta(days=5)
    tenant = ask_in(stranger, role="tenant", stays_until=last_day)

    with at_clock(now() + timedelta(days=5)):
        assert end_past_residencies() == 0
    with at_clock(now() + timedelta(days=6)):
        assert end_past_residencies() == 1
        assert end_past_residencies() == 0

    end = ResidencyEnd.objects.get(residency=tenant.residency)
    assert (end.why, end.until) == (EndReason.EXPIRED, last_day)


def test_job_sees_what_a_register_ended(host, mother, stranger, estate):
    Residency.objects.filter(pk=host.pk).update(until=today() - timedelta(days=1))

    assert end_past_residencies() == 1

    assert not viewer_for_user(stranger).is_resident_of(estate.pk)
    assert ResidencyEnd.objects.count() == 2


def test_job_leaves_the_far_past_alone(host):
    Residency.objects.filter(pk=host.pk).update(since=date(2010, 1, 1), until=date(2012, 1, 1))

    assert end_past_residencies() == 0


def test_job_sees_a_second_end_after_an_import_was_taken_back(host):
    end_residency(residency=host, why=EndReason.REGISTER, actor="test")
    Residency.objects.filter(pk=host.pk).update(until=None)

    with at_clock(now() + timedelta(days=3)):
        end_residency(residency=Residency.objects.get(pk=host.pk), why=EndReason.REGISTER, actor="test")

    assert ResidencyEnd.objects.filter(residency=host).count() == 2


@pytest.mark.parametrize("more", [0, 2])
def test_job_asks_one_question_when_there_is_nothing_to_do(more, host, unit, django_assert_num_queries):
    for number in range(more):
        Residency.objects.create(unit=unit, person=Person.objects.make(f"x{number}"), role="family")

    with django_assert_num_queries(1):
        end_past_residencies()


# ── what hangs on keys ──────────────────────────────────────────────────────────────────────
def test_key_of_a_resident_counts_only_while_they_are_one(host, olga, estate):
    grant_key(user=olga, key=MEMBERS, source="test", while_resident_of=estate)
    assert viewer_for_user(olga).can_see(MEMBERS)

    end_residency(residency=host, why=EndReason.STEWARD, actor="test")

    assert not viewer_for_user(olga).can_see(MEMBERS)


def test_who_may_see_agrees_with_the_door(
    olga, nina, otto, stranger, sam, dana, stella, eddy, estate, other_estate, building, django_assert_max_num_queries
):
    grant_key(user=olga, key=MEMBERS, source="a", while_resident_of=estate)
    grant_key(user=otto, key=MEMBERS, source="b", while_resident_of=estate)
    grant_key(user=nina, key="group:12", source="c")
    grant_key(user=stranger, key="group:12", source="d", until=now() - timedelta(days=1))
    everybody = [olga, nina, otto, stranger, sam, dana, stella, eddy]
    audiences = [
        PUBLIC, SIGNED_IN, MEMBERS, "group:12", estate_key(estate.pk), estate_key(other_estate.pk),
        building_key(building.pk), staff_key(estate.pk), staff_key(estate.pk, "spokesperson"), "nonsense",
        "estate:x:verified",
    ]  # fmt: skip

    for audience in audiences:
        expected = [user for user in everybody if viewer_for_user(user, second_factor=True).can_see(audience)]
        assert who_may_see(everybody, audience) == expected, audience
    with django_assert_max_num_queries(3):
        assert who_may_see([olga, nina, otto, stranger], estate_key(estate.pk)) == [olga, nina]


def test_membership_is_paused_when_its_home_is_gone(host, olga, stella, estate, viewer_of, drain):
    Tier.objects.get_or_create(rank=1, defaults={"name": "竹"})
    member = apply(viewer=viewer_of(olga), estate=estate, consent=True)
    decide_application(viewer=viewer_of(stella), membership=member, accept=True)
    drain()
    assert viewer_for_user(olga).can_see(MEMBERS)

    end_residency(residency=host, why=EndReason.REGISTER, actor="test")
    assert not viewer_for_user(olga).can_see(MEMBERS)
    drain()

    member.refresh_from_db()
    assert member.state == MembershipState.SUSPENDED
    assert "住户" in member.decided_reason


def test_membership_stays_while_another_home_at_the_estate_does(host, olga, unit, stella, estate, viewer_of, drain):
    member = apply(viewer=viewer_of(olga), estate=estate, consent=True)
    decide_application(viewer=viewer_of(stella), membership=member, accept=True)
    second = Unit.objects.create(estate=estate, entrance=unit.entrance, room="1601")
    Residency.objects.create(unit=second, person=olga.person, role="owner")

    end_residency(residency=host, why=EndReason.REGISTER, actor="test")
    drain()

    assert Membership.objects.get(pk=member.pk).state == MembershipState.ACTIVE
    assert viewer_for_user(olga).can_see(MEMBERS)


def test_seats_go_back_when_the_home_is_gone(host, olga, stella, estate, viewer_of, drain):
    starts_at = now() + timedelta(days=2)
    facts = EventFacts(
        title="茶会", place="会所", starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), capacity=9,
        audience=estate_key(estate.pk), opens_at=now() - timedelta(hours=1),
    )  # fmt: skip
    steward = viewer_of(stella)
    event = publish_event(viewer=steward, event=create_event(viewer=steward, estate=estate, facts=facts))
    register(viewer=viewer_of(olga), event=event, key="k")

    end_residency(residency=host, why=EndReason.REGISTER, actor="test")
    drain()

    assert Registration.objects.get(user=olga).state == "cancelled"
    assert Event.objects.get(pk=event.pk).taken == 0
