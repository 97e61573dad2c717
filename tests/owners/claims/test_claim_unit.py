import pytest

from owners.actions.claims import ClaimWaits, LivesThereAlready, claim_unit
from owners.models import Claim, ClaimMeans, ClaimState, Residency, ResidencyRole, Unit
from owners.viewers import estate_key, viewer_for_user
from portal.audit.models import AuditRow
from portal.outbox.models import OutboxEntry
from tests.owners.claims.conftest import add_resident

pytestmark = pytest.mark.django_db


def test_claim_unit_with_name_and_confirmed_phone_is_verified_at_once(zhou, unit, owner):
    claim = claim_unit(user=zhou, unit=unit, name=" 周 喆 ", phone="+8613800001777")

    zhou.refresh_from_db()
    assert (claim.state, claim.means) == (ClaimState.VERIFIED, ClaimMeans.REGISTRY)
    assert zhou.person == owner
    assert estate_key(unit.estate_id) in viewer_for_user(zhou).keys


def test_claim_unit_with_confirmed_email_is_verified_at_once(stranger, unit, owner, confirm_email):
    confirm_email(stranger, "ZhouZhe@example.com")

    assert claim_unit(user=stranger, unit=unit, name="周喆").state == ClaimState.VERIFIED


def test_claim_unit_opens_every_home_of_the_person(zhou, unit, owner, other_estate, otto):
    second = Unit.objects.get(estate=other_estate)
    Residency.objects.create(unit=second, person=owner, role=ResidencyRole.OWNER)

    claim_unit(user=zhou, unit=unit, name="周喆")

    zhou.refresh_from_db()
    assert viewer_for_user(zhou).resident_units == {unit.pk, second.pk}


@pytest.mark.parametrize("name", ["周吉", "吴桐", "周"])
def test_claim_unit_with_another_name_waits(zhou, unit, owner, name):
    claim = claim_unit(user=zhou, unit=unit, name=name, phone="+8613800001777")

    zhou.refresh_from_db()
    assert claim.state == ClaimState.WAITING
    assert zhou.person is None


def test_claim_unit_with_a_number_that_is_typed_but_not_confirmed_waits(stranger, unit, owner):
    claim = claim_unit(user=stranger, unit=unit, name="周喆", phone="+8613800001777")

    assert claim.state == ClaimState.WAITING


def test_claim_unit_with_an_unconfirmed_account_number_waits(zhou, unit, owner):
    zhou.phone_verified_at = None
    zhou.save(update_fields=["phone_verified_at"])

    assert claim_unit(user=zhou, unit=unit, name="周喆").state == ClaimState.WAITING


def test_claim_unit_with_a_former_number_waits(zhou, unit, owner):
    owner.reach.filter(kind="phone").update(until="2025-01-01", main=False)
    owner.reach.create(kind="phone", value="+8613800001888", main=True)

    assert claim_unit(user=zhou, unit=unit, name="周喆").state == ClaimState.WAITING


def test_claim_unit_of_a_former_owner_waits(zhou, unit, owner):
    Residency.objects.filter(person=owner).update(until="2025-01-01")

    assert claim_unit(user=zhou, unit=unit, name="周喆").state == ClaimState.WAITING


def test_claim_unit_of_a_person_who_has_an_account_waits(zhou, unit, owner, stranger):
    stranger.person = owner
    stranger.save(update_fields=["person"])

    assert claim_unit(user=zhou, unit=unit, name="周喆").state == ClaimState.WAITING


def test_claim_unit_by_an_account_that_is_somebody_else_waits(olga, unit):
    second = Unit.objects.create(estate=unit.estate, entrance=unit.entrance, room="1601")
    add_resident(second, "奥丽佳", olga.phone.open())

    claim = claim_unit(user=olga, unit=second, name="奥丽佳")

    assert claim.state == ClaimState.WAITING


def test_claim_unit_twice_is_refused(stranger, unit, owner):
    claim_unit(user=stranger, unit=unit, name="某人")

    with pytest.raises(ClaimWaits):
        claim_unit(user=stranger, unit=unit, name="周喆")


def test_claim_unit_of_ones_own_home_is_refused(olga, unit):
    with pytest.raises(LivesThereAlready):
        claim_unit(user=olga, unit=unit, name="奥丽佳")


def test_claim_unit_of_many_homes_at_once_is_refused(stranger, unit):
    for room in ("1", "2", "3"):
        home = Unit.objects.create(estate=unit.estate, entrance=unit.entrance, room=room)
        claim_unit(user=stranger, unit=home, name="某人")

    with pytest.raises(ClaimWaits):
        claim_unit(user=stranger, unit=unit, name="某人")
    assert Claim.objects.count() == 3


def test_verified_claim_is_told_and_kept_without_personal_data(zhou, unit, owner):
    claim = claim_unit(user=zhou, unit=unit, name="周喆")

    row = AuditRow.objects.get(action="claim.verified")
    entry = OutboxEntry.objects.get(kind="ResidentVerified")
    assert (row.subject, row.actor) == (f"claim:{claim.pk}", zhou.pseudonym)
    assert "周喆" not in str(row.facts)
    assert entry.payload == {"user_id": zhou.pk, "estate_id": unit.estate_id}
