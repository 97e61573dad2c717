import pytest

from club import actions
from club.actions.membership import AlreadyApplied, AlreadyDecided, ConsentMissing, NotEligible, ReasonMissing
from club.actions.points import NotTheSteward
from club.models import Card, Membership, MembershipState
from club.permissions import eligibility
from notify.models import Notification
from owners.viewers import MEMBERS, viewer_for_user
from portal.audit.models import AuditRow
from portal.outbox.models import OutboxEntry


@pytest.fixture
def applied(viewer_of, olga, estate):
    return actions.apply(viewer=viewer_of(olga), estate=estate, consent=True)


def decide(viewer, membership, accept=True, reason=""):
    return actions.decide_application(viewer=viewer, membership=membership, accept=accept, reason=reason)


def test_eligibility_in_words(viewer_of, olga, stranger, estate):
    assert eligibility(viewer_of(None)).why == "visitor"
    assert eligibility(viewer_of(stranger)).why == "unverified"
    assert eligibility(viewer_of(olga)).estates == (estate,)


def test_apply_keeps_what_was_asked_for(viewer_of, olga, estate):
    membership = actions.apply(
        viewer=viewer_of(olga),
        estate=estate,
        dates=[actions.WishedDate("birthday", "lunar", 8, 15)],
        contact_by=["email"],
        consent=True,
    )

    assert (membership.state, membership.by_email, membership.by_sms) == ("applied", True, False)
    assert membership.important_dates.get().calendar == "lunar"
    assert membership.consented_at is not None


def test_apply_twice_is_refused(applied, viewer_of, olga, estate):
    with pytest.raises(AlreadyApplied):
        actions.apply(viewer=viewer_of(olga), estate=estate, consent=True)


def test_apply_without_consent_is_refused(viewer_of, olga, estate):
    with pytest.raises(ConsentMissing):
        actions.apply(viewer=viewer_of(olga), estate=estate, consent=False)


@pytest.mark.parametrize("who", ["stranger", "otto"])
def test_apply_where_one_does_not_live_is_refused(who, request, viewer_of, estate):
    with pytest.raises(NotEligible):
        actions.apply(viewer=viewer_of(request.getfixturevalue(who)), estate=estate, consent=True)


def test_accept_gives_card_key_and_welcome(member, olga, balance):
    card = member.cards.get()

    assert (member.state, member.tier.rank) == (MembershipState.ACTIVE, 1)
    assert len(card.number) == 12
    assert MEMBERS in viewer_for_user(olga).keys
    assert balance(olga) == 100
    assert Notification.objects.get(kind="club.accepted").user == olga
    assert OutboxEntry.objects.get(kind="MembershipAccepted").payload == {"membership_id": member.pk}
    assert AuditRow.objects.filter(action="club.accepted", subject=f"club.membership:{member.pk}").exists()


def test_accept_twice_is_refused_and_gives_one_card(member, viewer_of, stella):
    with pytest.raises(AlreadyDecided):
        decide(viewer_of(stella), member)
    assert Card.objects.count() == 1


def test_refuse_needs_a_reason_and_tells_it(applied, viewer_of, stella, olga):
    with pytest.raises(ReasonMissing):
        decide(viewer_of(stella), applied, accept=False)

    refused = decide(viewer_of(stella), applied, accept=False, reason="房产信息尚未更新")

    assert refused.state == MembershipState.REFUSED
    assert Notification.objects.get(user=olga).params == {"reason": "房产信息尚未更新"}
    assert MEMBERS not in viewer_for_user(olga).keys
    assert eligibility(viewer_for_user(olga)).eligible


@pytest.mark.parametrize("who", ["olga", "sam", "dana"])
def test_decide_is_for_stewards(applied, who, request, viewer_of):
    with pytest.raises(NotTheSteward):
        decide(viewer_of(request.getfixturevalue(who)), applied)


def test_steward_without_the_second_factor_decides_nothing(applied, stella):
    with pytest.raises(NotTheSteward):
        decide(viewer_for_user(stella), applied)


def test_leaving_closes_the_key_and_the_card_but_keeps_the_points(member, viewer_of, olga, balance):
    actions.leave_club(viewer=viewer_of(olga), membership=member)

    assert MEMBERS not in viewer_for_user(olga).keys
    assert not member.cards.filter(revoked_at__isnull=True).exists()
    assert balance(olga) == 100


def test_coming_back_gives_a_new_card_and_no_second_welcome(member, join, viewer_of, olga, balance):
    actions.leave_club(viewer=viewer_of(olga), membership=member)

    again = join(olga)

    assert again.cards.get().number != member.cards.get().number
    assert Membership.objects.of(olga).count() == 2
    assert balance(olga) == 100


def test_nobody_leaves_for_somebody_else(member, viewer_of, nina):
    with pytest.raises(AlreadyDecided):
        actions.leave_club(viewer=viewer_of(nina), membership=member)


def test_suspended_member_has_no_key_until_resumed(member, viewer_of, stella, olga):
    actions.suspend_membership(viewer=viewer_of(stella), membership=member, reason="待核实")
    assert MEMBERS not in viewer_for_user(olga).keys

    actions.resume_membership(viewer=viewer_of(stella), membership=member)
    assert MEMBERS in viewer_for_user(olga).keys
