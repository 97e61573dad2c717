import pytest
from django.urls import reverse

from owners.actions.claims import claim_unit
from owners.models import Claim, ClaimState, Residency, StaffRole, Unit, User
from portal.audit.models import AuditRow
from portal.worktime import now
from tests.owners.claims.conftest import add_resident, owner, waiting, zhou

__all__ = ["owner", "waiting", "zhou"]

pytestmark = pytest.mark.django_db

LIST = "/desk/claims/"
QUERIES = 6
REVIEW_QUERIES = 18


def review_url(claim: Claim) -> str:
    return reverse("desk:claim-review", args=[claim.public_id])


def more_claims(unit: Unit, count: int) -> None:
    for number in range(count):
        user = User.objects.create(username=f"c{number}", phone=f"+861370000000{number}", phone_verified_at=now())
        home = Unit.objects.create(estate=unit.estate, entrance=unit.entrance, room=f"9{number}")
        claim_unit(user=user, unit=home, name=f"某{number}")


@pytest.mark.parametrize("more", [0, 2])
def test_claim_list_costs_the_same_for_one_and_three(
    waiting, stella, unit, client_for, django_assert_num_queries, more
):
    more_claims(unit, more)
    client = client_for(stella)
    client.get(LIST)

    with django_assert_num_queries(QUERIES):
        page = client.get(LIST).content.decode()

    assert page.count("data-desk-row") == 1 + more
    assert "周吉" not in page


def test_claim_list_shows_the_estates_of_the_steward_only(waiting, stella, other_estate, client_for):
    StaffRole.objects.filter(user=stella).update(estate=other_estate)
    client = client_for(stella)

    assert "1501" not in client.get(LIST).content.decode()
    assert client.get(review_url(waiting)).status_code == 404


@pytest.mark.parametrize("who", ["olga", "sam", "dana"])
def test_claims_are_closed_to_everybody_else(who, waiting, client_for, request):
    client = client_for(request.getfixturevalue(who))

    assert (client.get(LIST).status_code, client.get(review_url(waiting)).status_code) == (403, 403)


def test_claims_need_the_second_factor(waiting, stella, client_for):
    assert client_for(stella, second_factor=False).get(LIST).status_code == 302


def test_claim_review_sets_claim_and_registry_side_by_side(waiting, unit, owner, stella, client_for):
    add_resident(unit, "吴桐桐", "+8613800001778")

    page = client_for(stella).get(review_url(waiting)).content.decode()

    assert "周吉" in page
    assert "周喆" in page
    assert "138 **** 1777" in page
    assert "吴桐桐" not in page
    assert "吴**" in page
    assert AuditRow.objects.filter(action="claim.opened", actor=stella.pseudonym).count() == 1


def test_claim_review_accepts(waiting, stranger, owner, stella, client_for):
    answer = client_for(stella).post(review_url(waiting), {"decision": "accept", "person": owner.pk, "role": "owner"})

    stranger.refresh_from_db()
    assert answer.url == LIST
    assert stranger.person == owner


def test_claim_review_accepts_somebody_new(waiting, stranger, stella, client_for):
    client_for(stella).post(review_url(waiting), {"decision": "accept", "person": "new", "role": "tenant"})

    stranger.refresh_from_db()
    assert Residency.objects.get(person=stranger.person).role == "tenant"


@pytest.mark.parametrize(
    "answer", [{"decision": "accept"}, {"decision": "refuse"}, {"decision": "refuse", "reason": "other"}, {}]
)
def test_claim_review_without_an_answer_says_what_is_missing(answer, waiting, stella, client_for):
    page = client_for(stella).post(review_url(waiting), answer).content.decode()

    waiting.refresh_from_db()
    assert "error-summary" in page
    assert waiting.state == ClaimState.WAITING


def test_claim_review_refuses_and_moves_it_to_the_decided(waiting, stella, client_for):
    client = client_for(stella)

    client.post(review_url(waiting), {"decision": "refuse", "reason": "evidence_unreadable"})

    assert "1501" not in client.get(LIST).content.decode()
    assert "1501" in client.get(LIST, {"state": "decided"}).content.decode()
    assert "照片看不清" in client.get(review_url(waiting)).content.decode()


def test_claim_list_pages_by_key(waiting, stella, unit, client_for, monkeypatch):
    monkeypatch.setattr("desk.views.claims.PAGE", 2)
    more_claims(unit, 2)

    second = client_for(stella).get(LIST, {"after": Claim.objects.order_by("id")[1].pk}).content.decode()

    assert second.count("data-desk-row") == 1


def test_claim_review_goes_on_to_the_next_one(waiting, stella, unit, client_for):
    more_claims(unit, 2)
    first, second, third = Claim.objects.order_by("id")
    client = client_for(stella)

    after_second = client.post(review_url(second), {"decision": "refuse", "reason": "evidence_missing"})
    after_third = client.post(review_url(third), {"decision": "accept", "person": "new", "role": "owner"})
    after_first = client.post(review_url(first), {"decision": "refuse", "reason": "not_a_resident"})

    assert (after_second.url, after_third.url, after_first.url) == (review_url(third), review_url(first), LIST)


def test_claim_review_passes_over_the_reviewers_own_claim(waiting, stella, unit, client_for):
    home = Unit.objects.create(estate=unit.estate, entrance=unit.entrance, room="77")
    claim_unit(user=stella, unit=home, name="石黛")

    answer = client_for(stella).post(review_url(waiting), {"decision": "refuse", "reason": "not_a_resident"})

    assert answer.url == LIST


@pytest.mark.parametrize("more", [0, 2])
def test_claim_review_costs_the_same_for_one_and_three(
    waiting, stella, unit, owner, client_for, django_assert_num_queries, more
):
    more_claims(unit, more)
    for number in range(more):
        add_resident(unit, f"家人{number}", f"+8613700001{number:03}", role="family")
    client = client_for(stella)
    client.get(review_url(waiting))

    with django_assert_num_queries(REVIEW_QUERIES):
        client.get(review_url(waiting))


def test_claim_review_offers_one_key_for_each_answer(waiting, owner, stella, client_for):
    page = client_for(stella).get(review_url(waiting)).content.decode()

    assert 'data-desk-key="a"' in page
    assert 'data-desk-key="r"' in page
    assert "data-desk-walk" in page
    # With a document on the table, a refusal says that the registry does not know them.
    assert '<option value="not_a_resident" selected>' in page


def test_claim_review_chooses_nobody_where_nobody_is_likely(stranger, unit, owner, stella, client_for):
    claim = claim_unit(user=stranger, unit=unit, name="赵无关")

    page = client_for(stella).get(review_url(claim)).content.decode()

    people = page.split('id="id_person"')[1].split("</fieldset>")[0]
    assert 'name="person"' in people
    assert "checked" not in people


def test_claim_review_asks_for_a_document_where_none_was_sent(stranger, unit, stella, client_for):
    claim = claim_unit(user=stranger, unit=unit, name="周吉")

    page = client_for(stella).get(review_url(claim)).content.decode()

    assert '<option value="evidence_missing" selected>' in page
