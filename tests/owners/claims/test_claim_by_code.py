from datetime import timedelta

import pytest
from django.core.management import call_command

from owners.actions.claims import CodeNeedsName, CodeNotAccepted, claim_by_code
from owners.actions.notice_codes import make_notice_codes
from owners.models import ClaimMeans, ClaimState, NoticeCode, ResidencyRole
from portal.worktime import at_clock, now
from tests.owners.claims.conftest import add_resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(unit, owner) -> str:
    return make_notice_codes(units=[unit], actor="test")[0].code


def test_claim_by_code_verifies_the_owner_at_once(code, stranger, owner):
    claim = claim_by_code(user=stranger, code=code)

    stranger.refresh_from_db()
    assert (claim.state, claim.means) == (ClaimState.VERIFIED, ClaimMeans.CODE)
    assert stranger.person == owner


def test_claim_by_code_reads_it_in_any_writing(code, stranger):
    typed = f" {code.lower().replace('-', ' ')} ".translate({ord(c): ord(c) + 0xFEE0 for c in "23456789"})

    assert claim_by_code(user=stranger, code=typed).state == ClaimState.VERIFIED


def test_claim_by_code_works_once(code, stranger, zhou):
    claim_by_code(user=stranger, code=code)

    with pytest.raises(CodeNotAccepted):
        claim_by_code(user=zhou, code=code)


def test_claim_by_code_expires(code, stranger):
    with at_clock(now() + timedelta(days=61)), pytest.raises(CodeNotAccepted):
        claim_by_code(user=stranger, code=code)


def test_claim_by_code_that_nobody_printed_is_refused_in_the_same_words(code, stranger, zhou):
    claim_by_code(user=zhou, code=code)
    said = set()
    for typed in (code, "BCDF-2345", ""):
        with pytest.raises(CodeNotAccepted) as refused:
            claim_by_code(user=stranger, code=typed)
        said.add(refused.value.message)

    assert len(said) == 1


def test_claim_by_code_of_a_home_with_two_owners_asks_which_one(code, stranger, unit):
    wife = add_resident(unit, "吴桐", role=ResidencyRole.CO_OWNER)

    with pytest.raises(CodeNeedsName) as refused:
        claim_by_code(user=stranger, code=code)
    with pytest.raises(CodeNotAccepted):
        claim_by_code(user=stranger, code=code, name="某人")
    claim_by_code(user=stranger, code=code, name="吴 桐")

    stranger.refresh_from_db()
    assert stranger.person == wife
    assert "吴" not in refused.value.message


def test_claim_by_code_of_an_owner_who_has_an_account_goes_to_review(code, stranger, zhou, owner):
    zhou.person = owner
    zhou.save(update_fields=["person"])

    claim = claim_by_code(user=stranger, code=code)

    stranger.refresh_from_db()
    assert (claim.state, claim.means, stranger.person) == (ClaimState.WAITING, ClaimMeans.CODE, None)


def test_claim_by_code_answers_the_claim_that_was_waiting(waiting, stranger, unit):
    code = make_notice_codes(units=[unit], actor="test")[0].code

    claim = claim_by_code(user=stranger, code=code)

    assert (claim.pk, claim.state) == (waiting.pk, ClaimState.VERIFIED)


def test_make_notice_codes_ends_the_codes_before(code, unit, stranger):
    make_notice_codes(units=[unit], actor="test")

    with pytest.raises(CodeNotAccepted):
        claim_by_code(user=stranger, code=code)


def test_make_notice_codes_keeps_no_code_in_clear(code):
    assert code.replace("-", "") not in str(NoticeCode.objects.values())


def test_make_notice_codes_prints_a_table(unit, owner, nina, capsys):
    call_command("make_notice_codes", "--estate", "jinshuiwan", "--building", "3号楼")

    header, first, second = capsys.readouterr().out.split()
    assert header == "building,entrance,room,code,made_on"
    assert first.startswith("3,1,1501,")
    assert second.startswith("3,1,1502,")
