"""The pledge opens the desk for a year, and only under the text that is in force."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from owners.actions import NotYourName, PledgeChanged, accept_pledge
from owners.models import PledgeAcceptance, PledgeText
from owners.pledge import HOLDS, about_to_lapse, current_text, ensure_first_text, lapsed_since, standing
from owners.viewers import viewer_for_user
from portal.audit.models import AuditRow
from portal.worktime import now

pytestmark = pytest.mark.django_db


def new_text(**given: object) -> PledgeText:
    return PledgeText.objects.create(**{"text": "新", "text_zh_hant": "新", "text_en": "New"} | given)


@pytest.fixture
def newcomer(sam):
    """Staff who have not pledged yet."""
    PledgeAcceptance.objects.filter(user=sam).delete()
    return sam


def test_without_the_pledge_nothing_of_the_staff_is_open(newcomer, estate, viewer_of):
    viewer = viewer_of(newcomer)

    assert (viewer.is_staff, viewer.second_factor, viewer.pledged, viewer.works_here) == (True, True, False, False)
    assert not any(key.startswith("staff") for key in viewer.keys)
    assert not viewer.has_role("spokesperson")
    assert viewer.estates_for("spokesperson") == frozenset()


def test_accepting_opens_the_desk_and_leaves_a_record(newcomer, viewer_of):
    acceptance = accept_pledge(user=newcomer, text=current_text(), full_name=" 沈 言 ")

    assert viewer_of(newcomer).works_here
    assert (acceptance.full_name, acceptance.language) == ("沈 言", "zh-hans")
    row = AuditRow.objects.get(action="pledge.accepted")
    assert (row.actor, row.facts) == (newcomer.pseudonym, {"version": current_text().version})


def test_accepting_twice_is_once(newcomer):
    first = accept_pledge(user=newcomer, text=current_text(), full_name="沈言")

    assert accept_pledge(user=newcomer, text=current_text(), full_name="沈言") == first


def test_another_name_is_refused(newcomer):
    with pytest.raises(NotYourName):
        accept_pledge(user=newcomer, text=current_text(), full_name="王五")
    assert not PledgeAcceptance.objects.filter(user=newcomer).exists()


def test_it_ends_after_a_year(sam, viewer_of, clock):
    with clock(now() + HOLDS - timedelta(hours=1)):
        assert viewer_of(sam).works_here
    with clock(now() + HOLDS + timedelta(hours=1)):
        assert not viewer_of(sam).works_here
        assert standing(sam) is None


def test_a_new_version_has_to_be_accepted_when_it_begins(sam, viewer_of, clock):
    text = new_text(valid_from=now() + timedelta(days=3))
    assert viewer_of(sam).works_here

    with clock(now() + timedelta(days=4)):
        assert not viewer_of(sam).works_here
        with pytest.raises(PledgeChanged):
            accept_pledge(user=sam, text=PledgeText.objects.get(version=1), full_name="沈言")
        accept_pledge(user=sam, text=text, full_name="沈言")
        assert viewer_of(sam).works_here


def test_near_its_end_it_can_be_renewed(sam, clock):
    with clock(now() + HOLDS - timedelta(days=10)):
        assert [held.user for held in about_to_lapse()] == [sam]

        renewed = accept_pledge(user=sam, text=current_text(), full_name="沈言")

        assert standing(sam) == renewed
        assert list(about_to_lapse()) == []
    assert PledgeAcceptance.objects.filter(user=sam).count() == 2


def test_lapsed_since_names_those_whose_year_is_over(sam, dana, clock):
    PledgeAcceptance.objects.filter(user=dana).update(accepted_at=now() - timedelta(days=100))

    with clock(now() + HOLDS + timedelta(minutes=5)):
        assert lapsed_since(now() - timedelta(minutes=15)) == {sam.public_id}


def test_lapsed_since_names_everybody_when_a_new_text_begins(sam, dana, olga):
    new_text(valid_from=now() - timedelta(minutes=1))

    assert lapsed_since(now() - timedelta(minutes=15)) == {sam.public_id, dana.public_id}


def test_a_version_that_was_accepted_never_changes(sam):
    text = current_text()
    text.text = "什么都可以说。"

    with pytest.raises(ValidationError):
        text.clean()
    with pytest.raises(ValueError, match="accepted"):
        text.save()


def test_a_version_that_nobody_accepted_may_change(db):
    text = new_text()
    text.text = "更好的"
    text.clean()
    text.save()

    assert PledgeText.objects.get().text == "更好的"
    assert text.version == 1


def test_versions_count_up_and_begin_one_after_the_other(db):
    new_text()
    later = new_text(valid_from=now() + timedelta(days=5))

    assert later.version == 2
    with pytest.raises(ValidationError):
        PledgeText(text="x", text_zh_hant="x", text_en="x").clean()


def test_first_text_comes_once_in_three_languages(db):
    text = ensure_first_text()

    assert ensure_first_text() == text
    assert all(len(words) > 300 for words in (text.text, text.text_zh_hant, text.text_en))


def test_no_text_at_all_keeps_the_desk_closed(stranger, estate):
    from owners.actions import assign_role

    assign_role(user=stranger, role="steward", estate=estate)

    assert not viewer_for_user(stranger, second_factor=True).works_here


@pytest.mark.parametrize(("who", "queries"), [("olga", 1), ("sam", 1), ("eddy", 2)])
def test_pledge_costs_no_query_of_its_own(request, who, queries, django_assert_num_queries):
    user = request.getfixturevalue(who)

    with django_assert_num_queries(queries):
        viewer_for_user(user, second_factor=True)
