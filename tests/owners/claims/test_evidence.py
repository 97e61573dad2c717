from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError

from owners.actions.claims import (
    DecidedAlready,
    TooMuchEvidence,
    add_evidence,
    decide_claim,
    remove_old_evidence,
)
from owners.models import ClaimState, RefusalReason
from portal import uploads
from portal.audit.models import AuditRow
from portal.uploads.models import Upload
from portal.uploads.sealed import SealBroken
from portal.worktime import at_clock, now
from tests.owners.claims.conftest import photo

pytestmark = pytest.mark.django_db

CANARY = b"%PDF-1.7 canary-7f3a"


@pytest.fixture
def stored_bytes(tmp_path, monkeypatch) -> Callable[[], list[bytes]]:
    """What really lies in the storage, past all of our code."""
    root = tmp_path / "vault"
    # The fields hold their storage since the models were loaded.
    monkeypatch.setitem(Upload._meta.get_field("file").storage.__dict__, "location", str(root))
    return lambda: [path.read_bytes() for path in root.rglob("*") if path.is_file()]


def test_evidence_lies_sealed_in_the_storage(stored_bytes, waiting, stranger):
    paper = uploads.store_bytes(CANARY, name="欧丽的合同.pdf", owner=stranger.pseudonym, sealed=True)
    add_evidence(claim=waiting, upload_ids=[paper.public_id])

    stored = stored_bytes()

    assert len(stored) == 3  # the photo, its thumb, the contract
    for data in stored:
        assert not data.startswith((b"\xff\xd8", b"%PDF"))
        assert b"JFIF" not in data
        assert b"canary" not in data
    assert "欧丽" not in str(Upload.objects.values())
    assert set(Upload.objects.values_list("sha256", flat=True)) == {""}


def test_evidence_is_opened_on_the_way_out(waiting, stranger, stella, client_for):
    paper = uploads.store_bytes(CANARY, name="合同.pdf", owner=stranger.pseudonym, sealed=True)
    add_evidence(claim=waiting, upload_ids=[paper.public_id])
    picture = uploads.of(waiting.evidence_scope)[0]

    fetched = client_for(stella).get(paper.url)
    thumb = client_for(stella).get(picture.thumb_url)

    assert b"".join(fetched.streaming_content) == CANARY
    assert b"".join(thumb.streaming_content).startswith(b"\xff\xd8\xff")
    assert (fetched["Cache-Control"], thumb["Cache-Control"]) == ("no-store", "no-store")


def test_evidence_of_one_file_opens_as_no_other(waiting):
    picture = uploads.of(waiting.evidence_scope)[0]
    picture.thumb, picture.file = picture.file.name, picture.thumb.name

    with pytest.raises(SealBroken):
        picture.read()


def test_evidence_that_lies_open_is_not_bound(waiting, stranger):
    loose = uploads.store(photo(), name="x.jpg", owner=stranger.pseudonym)

    assert add_evidence(claim=waiting, upload_ids=[loose.public_id]) == 1


def test_each_fetch_by_a_reviewer_is_written_down_first(waiting, stranger, stella, client_for):
    picture = uploads.of(waiting.evidence_scope)[0]

    for url in (picture.url, picture.thumb_url):
        client_for(stella).get(url)
    client_for(stranger).get(picture.url)

    rows = AuditRow.objects.filter(action="evidence.fetched")
    assert (
        list(rows.values_list("actor", "subject", "estate_id"))
        == [(stella.pseudonym, f"claim:{waiting.pk}", waiting.estate_id)] * 2
    )


def test_evidence_that_can_not_be_written_down_is_not_shown(waiting, stella, client_for, monkeypatch):
    def broken(**facts):
        raise DatabaseError

    monkeypatch.setattr("owners.realtime.audit.record", broken)

    with pytest.raises(DatabaseError):
        client_for(stella).get(uploads.of(waiting.evidence_scope)[0].url)


def test_the_decision_removes_evidence_from_the_storage_too(
    stored_bytes, waiting, stella, viewer_of, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        decide_claim(viewer=viewer_of(stella), claim=waiting, accept=False, reason=RefusalReason.OTHER, note="—")

    assert stored_bytes() == []
    row = AuditRow.objects.get(action="evidence.removed")
    assert (row.subject, row.facts) == (f"claim:{waiting.pk}", {"count": 1, "why": "decided"})


def test_evidence_that_nobody_decided_on_goes_after_thirty_days(
    stored_bytes, waiting, django_capture_on_commit_callbacks
):
    with at_clock(now() + timedelta(days=29)):
        assert remove_old_evidence() == 0
    with at_clock(now() + timedelta(days=31)), django_capture_on_commit_callbacks(execute=True):
        assert remove_old_evidence() == 1

    waiting.refresh_from_db()
    assert waiting.state == ClaimState.WAITING
    assert stored_bytes() == []
    assert AuditRow.objects.get(action="evidence.removed").facts == {"count": 1, "why": "expired"}


def test_evidence_of_a_claim_that_is_gone_goes_too(waiting, stranger):
    stranger.delete()

    with at_clock(now() + timedelta(days=31)):
        assert remove_old_evidence() == 1

    assert not Upload.objects.exists()


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
    theirs = uploads.store(photo(), name="x.jpg", owner=olga.pseudonym, sealed=True)

    assert add_evidence(claim=waiting, upload_ids=[theirs.public_id]) == 1


def test_evidence_beyond_six_is_refused(waiting, stranger):
    more = [uploads.store(photo(), name="x.jpg", owner=stranger.pseudonym, sealed=True).public_id for _ in range(6)]

    with pytest.raises(TooMuchEvidence):
        add_evidence(claim=waiting, upload_ids=more)


def test_evidence_after_the_decision_is_refused(waiting, stella, viewer_of):
    decide_claim(viewer=viewer_of(stella), claim=waiting, accept=False, reason=RefusalReason.OTHER, note="—")

    with pytest.raises(DecidedAlready):
        add_evidence(claim=waiting, upload_ids=[])
