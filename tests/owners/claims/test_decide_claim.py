from pathlib import Path

import pytest

from owners.actions.claims import DecidedAlready, NotYoursToDecide, claim_unit, decide_claim
from owners.models import ClaimState, Person, RefusalReason, Residency, ResidencyRole, Role, StaffRole
from owners.viewers import viewer_for_user
from portal import uploads
from portal.audit.models import AuditRow
from portal.errors import Refused
from portal.uploads.models import Upload
from tests.conftest import pledge

pytestmark = pytest.mark.django_db


def test_accepted_claim_links_the_account_and_deletes_the_evidence(
    waiting, stranger, owner, stella, viewer_of, django_capture_on_commit_callbacks
):
    stored = uploads.of(waiting.evidence_scope)[0]
    path = stored.file.path

    with django_capture_on_commit_callbacks(execute=True):
        decided = decide_claim(viewer=viewer_of(stella), claim=waiting, accept=True, person=owner)

    stranger.refresh_from_db()
    assert (decided.state, stranger.person) == (ClaimState.VERIFIED, owner)
    assert not Upload.objects.exists()
    assert not Path(path).exists()


def test_accepted_claim_remembers_the_confirmed_number(waiting, stranger, owner, stella, viewer_of):
    decide_claim(viewer=viewer_of(stella), claim=waiting, accept=True, person=owner)

    owner.refresh_from_db()
    assert owner.phone == "+8613800001777"
    assert owner.reach.filter(value=stranger.phone).exists()


def test_accepted_claim_of_somebody_new_makes_a_resident(waiting, stranger, unit, stella, viewer_of):
    decide_claim(viewer=viewer_of(stella), claim=waiting, accept=True, role=ResidencyRole.TENANT)

    stranger.refresh_from_db()
    residency = Residency.objects.get(person=stranger.person)
    assert (residency.unit, residency.role, residency.source) == (unit, "tenant", f"claim:{waiting.pk}")
    assert unit.pk in viewer_for_user(stranger).resident_units


def test_accepted_claim_of_somebody_verified_elsewhere_adds_the_home(otto, unit, owner, stella, viewer_of):
    person = otto.person
    claim = claim_unit(user=otto, unit=unit, name="周喆")

    decide_claim(viewer=viewer_of(stella), claim=claim, accept=True, person=owner)

    otto.refresh_from_db()
    assert otto.person == person
    assert len(viewer_for_user(otto).resident_units) == 2


def test_refused_claim_tells_the_reason_and_deletes_the_evidence(waiting, stranger, stella, viewer_of, drain):
    decide_claim(
        viewer=viewer_of(stella), claim=waiting, accept=False, reason=RefusalReason.EVIDENCE_UNREADABLE, note="请重拍"
    )

    waiting.refresh_from_db()
    stranger.refresh_from_db()
    assert (waiting.state, waiting.note, stranger.person) == (ClaimState.REFUSED, "请重拍", None)
    assert uploads.of(waiting.evidence_scope) == []
    assert AuditRow.objects.filter(action="claim.refused", actor=stella.pseudonym).exists()


def test_decided_claim_is_told_once_in_the_claimants_language(waiting, stranger, stella, viewer_of, drain):
    from notify.models import Notification
    from notify.subscribers import tell_claimant
    from portal.domain_events import ClaimDecided

    stranger.language = "zh-hans"
    stranger.save(update_fields=["language"])
    decide_claim(viewer=viewer_of(stella), claim=waiting, accept=False, reason=RefusalReason.OWNER_MUST_AGREE)
    drain()
    tell_claimant(ClaimDecided(claim_id=waiting.pk))

    told = Notification.objects.get(user=stranger)
    assert told.kind == "owners.claim_refused"
    assert told.params["reason"] == "需要先由这套房产的业主确认您的身份。"


def test_decide_claim_twice_is_refused(waiting, owner, stella, viewer_of):
    decide_claim(viewer=viewer_of(stella), claim=waiting, accept=True, person=owner)

    with pytest.raises(DecidedAlready):
        decide_claim(viewer=viewer_of(stella), claim=waiting, accept=False, reason=RefusalReason.OTHER)


@pytest.mark.parametrize("who", ["olga", "sam", "dana", "stranger"])
def test_decide_claim_by_anybody_else_is_refused(who, waiting, owner, viewer_of, request):
    viewer = viewer_of(request.getfixturevalue(who))

    with pytest.raises(NotYoursToDecide):
        decide_claim(viewer=viewer, claim=waiting, accept=True, person=owner)
    assert not owner.users.exists()


def test_decide_claim_by_a_steward_of_another_estate_is_refused(waiting, owner, stella, other_estate, viewer_of):
    StaffRole.objects.filter(user=stella).update(estate=other_estate)

    with pytest.raises(NotYoursToDecide):
        decide_claim(viewer=viewer_of(stella), claim=waiting, accept=True, person=owner)


def test_decide_claim_of_ones_own_is_refused(waiting, owner, stranger, estate, viewer_of):
    StaffRole.objects.create(user=stranger, role=Role.STEWARD, estate=estate)
    pledge(stranger)

    with pytest.raises(NotYoursToDecide):
        decide_claim(viewer=viewer_of(stranger), claim=waiting, accept=True, person=owner)


def test_decide_claim_for_somebody_of_another_home_is_refused(waiting, nina, stella, viewer_of):
    with pytest.raises(Refused):
        decide_claim(viewer=viewer_of(stella), claim=waiting, accept=True, person=nina.person)
    assert Person.objects.filter(users__isnull=False).count() == 1
