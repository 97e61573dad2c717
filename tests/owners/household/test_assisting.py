import pytest

from owners.actions.assisting import HasAccount, NotAnOwner, NotAtTheCounter, WitnessMissing, assist
from owners.actions.households import accept_invitation, find_invitation
from owners.actions.notice_codes import use_paper_code
from owners.models import AssistedClaim, NoticeCode, Residency, User
from owners.viewers import estate_key, viewer_for_user
from portal.audit.models import AuditRow
from tests.owners.claims.conftest import owner

__all__ = ["owner"]

pytestmark = pytest.mark.django_db

FACTS = {"way": "paper", "document": "id_card", "consent": "signed"}


@pytest.fixture
def place(owner) -> Residency:
    """The registered owner's place; nobody has an account for it."""
    return Residency.objects.get(person=owner)


@pytest.mark.parametrize("who", ["stella", "dana"])
def test_assist_by_paper_gives_an_account_that_the_code_opens(who, place, owner, estate, viewer_of, request):
    given = assist(viewer=viewer_of(request.getfixturevalue(who)), residency=place, **FACTS)

    account = use_paper_code(code=given.code)
    assert account.person == owner
    assert not account.phone
    assert viewer_for_user(account).can_see(estate_key(estate.pk))
    assert use_paper_code(code=given.code) is None
    assert given.code.replace("-", "") not in str(NoticeCode.objects.values())


def test_assist_again_makes_a_new_code_for_the_same_account(place, stella, viewer_of):
    first = assist(viewer=viewer_of(stella), residency=place, **FACTS)
    second = assist(viewer=viewer_of(stella), residency=place, **FACTS)

    assert use_paper_code(code=first.code) is None
    assert use_paper_code(code=second.code) == first.record.account
    assert User.objects.filter(person=place.person).count() == 1


def test_assist_by_family_invites_the_child_in_the_owners_name(place, stella, stranger, estate, viewer_of):
    given = assist(viewer=viewer_of(stella), residency=place, **FACTS | {"way": "family"}, label="女儿")

    member = accept_invitation(user=stranger, invitation=find_invitation(given.token), name="周小", consent=True)

    assert (member.residency.role, member.host) == ("family", place)
    assert AssistedClaim.objects.get().invitation == member.invitation


@pytest.mark.parametrize("who", ["olga", "sam", "mona", "eddy", "stranger"])
def test_assist_is_for_the_counter(who, place, viewer_of, request):
    with pytest.raises(NotAtTheCounter):
        assist(viewer=viewer_of(request.getfixturevalue(who)), residency=place, **FACTS)


def test_assist_is_for_owners_only(place, stella, viewer_of):
    Residency.objects.filter(pk=place.pk).update(role="tenant")

    with pytest.raises(NotAnOwner):
        assist(viewer=viewer_of(stella), residency=place, **FACTS)


def test_assist_makes_no_second_key_to_an_account(place, stella, stranger, viewer_of):
    stranger.person = place.person
    stranger.save(update_fields=["person"])

    with pytest.raises(HasAccount):
        assist(viewer=viewer_of(stella), residency=place, **FACTS)


def test_consent_by_word_of_mouth_needs_a_witness(place, stella, viewer_of):
    with pytest.raises(WitnessMissing):
        assist(viewer=viewer_of(stella), residency=place, **FACTS | {"consent": "verbal"})

    assist(viewer=viewer_of(stella), residency=place, **FACTS | {"consent": "verbal"}, witness="李见证")

    assert AssistedClaim.objects.get().witness == "李见证"


def test_assist_is_on_record_without_names(place, stella, viewer_of):
    assist(viewer=viewer_of(stella), residency=place, **FACTS, witness="李见证", note="带了老花镜")

    row = AuditRow.objects.get(action="assisted.verified")
    assert row.facts == FACTS
    assert "李见证" not in str(AuditRow.objects.values())
