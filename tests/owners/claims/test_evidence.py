import pytest

from owners.actions.claims import DecidedAlready, TooMuchEvidence, add_evidence, decide_claim
from owners.models import RefusalReason
from portal import uploads
from tests.owners.claims.conftest import photo

pytestmark = pytest.mark.django_db


def test_evidence_is_seen_by_the_claimant_and_the_reviewer(waiting, stranger, stella, client_for):
    url = uploads.of(waiting.evidence_scope)[0].url

    assert [client_for(who).get(url).status_code for who in (stranger, stella)] == [200, 200]


@pytest.mark.parametrize("who", ["olga", "nina", "otto", "sam", "dana", "mona", None])
def test_evidence_is_hidden_from_everybody_else(waiting, who, client_for, request):
    url = uploads.of(waiting.evidence_scope)[0].url
    user = request.getfixturevalue(who) if who else None

    assert client_for(user).get(url).status_code == 404


def test_evidence_is_gone_after_the_decision(waiting, stranger, stella, viewer_of, client_for):
    url = uploads.of(waiting.evidence_scope)[0].url

    decide_claim(viewer=viewer_of(stella), claim=waiting, accept=False, reason=RefusalReason.OTHER, note="—")

    assert client_for(stranger).get(url).status_code == 404


def test_evidence_of_somebody_else_is_not_taken(waiting, olga):
    theirs = uploads.store(photo(), name="x.jpg", owner=olga.pseudonym)

    assert add_evidence(claim=waiting, upload_ids=[theirs.public_id]) == 1


def test_evidence_beyond_six_is_refused(waiting, stranger):
    more = [uploads.store(photo(), name="x.jpg", owner=stranger.pseudonym).public_id for _ in range(6)]

    with pytest.raises(TooMuchEvidence):
        add_evidence(claim=waiting, upload_ids=more)


def test_evidence_after_the_decision_is_refused(waiting, stella, viewer_of):
    decide_claim(viewer=viewer_of(stella), claim=waiting, accept=False, reason=RefusalReason.OTHER, note="—")

    with pytest.raises(DecidedAlready):
        add_evidence(claim=waiting, upload_ids=[])
