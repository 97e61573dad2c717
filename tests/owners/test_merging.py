"""Two rows, one human being: merged, split, and what follows the pointer."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from owners.actions import claim_unit
from owners.actions.merging import CannotMerge, MergeReasonMissing, NotYoursToMerge, merge_people, split_people
from owners.claim_matching import residents_of
from owners.models import LifeStage, Person, PersonMerge, Residency, StaffRole, Unit, User
from owners.viewers import viewer_for_user
from portal.audit.models import AuditRow
from tests.conftest import pledge

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward(stella, viewer_of):
    return viewer_of(stella)


@pytest.fixture
def known(unit):
    """`known(name)`: somebody with a home of their own at the estate."""

    def make(name="周吉", phone="", room=None):
        person = Person.objects.make(name, phone=phone)
        home = Unit.objects.create(estate=unit.estate, entrance=unit.entrance, room=room or f"9{person.pk:03}")
        Residency.objects.create(unit=home, person=person, role="owner", since=date(2021, 5, 1))
        return person

    return make


@pytest.fixture
def merging(steward):
    return lambda kept, merged, reason="同一人，核对过": merge_people(
        viewer=steward, kept=kept, merged=merged, reason=reason
    )


def canonical(*people):
    return [Person.objects.get(pk=person.pk).canonical for person in people]


def test_merge_points_at_the_one_that_stays_and_is_on_record(merging, known, steward):
    kept, merged = known(), known()

    merge = merging(kept, merged)

    assert canonical(kept, merged) == [None, kept]
    assert merge.reason == "同一人，核对过"
    row = AuditRow.objects.get(action="person.merged")
    assert (row.actor, row.subject, row.facts) == (steward.pseudonym, merged.subject, {"into": kept.subject})


def test_homes_of_both_rows_open_to_the_account(merging, known, olga):
    merged = known()

    merging(olga.person, merged)

    assert viewer_for_user(olga).resident_units == {
        home.unit_id for home in Residency.objects.filter(person__in=(olga.person, merged))
    }


def test_homes_of_both_rows_open_to_the_account_of_the_merged_row(merging, known, olga):
    kept = known()

    merging(kept, olga.person)

    assert len(viewer_for_user(User.objects.get(pk=olga.pk)).resident_units) == 2


def test_split_gives_each_their_own_again(merging, known, steward, olga):
    merged = known()
    merge = merging(olga.person, merged)

    split_people(viewer=steward, merge=merge, reason="不是同一人")

    assert canonical(olga.person, merged) == [None, None]
    assert len(viewer_for_user(olga).resident_units) == 1
    assert AuditRow.objects.filter(action="person.split", subject=merged.subject).exists()
    with pytest.raises(CannotMerge):
        split_people(viewer=steward, merge=merge, reason="再来一次")


def test_merging_a_row_with_merged_rows_keeps_every_pointer_one_hop_long(merging, known):
    first, second, third = known(), known(), known()

    merging(second, first)
    merging(third, second)

    assert canonical(first, second, third) == [third, third, None]


def test_split_in_the_middle_takes_its_own_along(merging, known, steward):
    first, second, third = known(), known(), known()
    merging(second, first)
    merge = merging(third, second)

    split_people(viewer=steward, merge=merge, reason="弄错了")

    assert canonical(first, second, third) == [second, None, None]


def test_merge_of_a_merged_one_and_of_oneself_are_refused(merging, known):
    first, second, third = known(), known(), known()
    merging(second, first)

    for kept, merged in ((first, second), (third, first), (first, third), (third, third)):
        with pytest.raises(CannotMerge):
            merging(kept, merged)
    assert canonical(first, second, third) == [second, None, None]


def test_merge_needs_a_reason(merging, known):
    with pytest.raises(MergeReasonMissing):
        merging(known(), known(), " ")


def test_merge_is_for_who_keeps_the_registry_of_both(known, otto, viewer_of, request, merging):
    here = known()

    with pytest.raises(NotYoursToMerge):
        merging(here, otto.person)
    for who in ("dana", "mona", "sam", "olga"):
        with pytest.raises(NotYoursToMerge):
            merge_people(viewer=viewer_of(request.getfixturevalue(who)), kept=here, merged=known(), reason="同一人")


def test_nobody_merges_themselves_into_somebody(known, olga, unit, viewer_of):
    StaffRole.objects.create(user=olga, role="steward", estate=unit.estate)
    pledge(olga)

    with pytest.raises(NotYoursToMerge):
        merge_people(viewer=viewer_of(olga), kept=known(), merged=olga.person, reason="同一人")


def test_residents_of_a_home_appear_once_with_all_their_numbers(merging, unit, olga, django_assert_num_queries):
    twin = Person.objects.make("奥丽佳", phone="+8613711112222")
    Residency.objects.create(unit=unit, person=twin, role="co_owner")
    merging(olga.person, twin)

    with django_assert_num_queries(4):
        residents = residents_of(unit.pk)

    assert [one.person for one in residents] == [olga.person]
    assert {one.value.open() for one in residents[0].person.reach.all()} >= {"+8613800001501", "+8613711112222"}
    assert residents[0].person.phone == "+8613800001501"
    assert list(residents[0].person.users.all()) == [olga]


def test_claim_matches_by_a_number_of_the_merged_row(merging, unit, known, stranger):
    owner, twin = known("陌生人", room="101"), known("陌生人", phone="+8613800009999", room="102")
    merging(owner, twin)

    claim = claim_unit(user=stranger, unit=owner.residencies.get().unit, name="陌生人")

    assert claim.state == "verified"
    assert len(viewer_for_user(User.objects.get(pk=stranger.pk)).resident_units) == 2


def test_claim_for_a_home_of_the_merged_row_is_a_home_already(merging, known, olga):
    from owners.actions.claims import LivesThereAlready

    twin = known("奥丽佳")
    merging(olga.person, twin)

    with pytest.raises(LivesThereAlready):
        claim_unit(user=olga, unit=twin.residencies.get().unit, name="奥丽佳")


def test_stage_counts_for_the_one_that_stays(merging, known, steward, estate):
    from owners.life import note_owners

    kept, merged = known(), known()
    note_owners(Residency.objects.select_related("unit").order_by("pk"), actor="test")
    assert set(LifeStage.objects.values_list("person", "stage")) == {(kept.pk, "owner"), (merged.pk, "owner")}

    merge = merging(kept, merged)
    assert list(LifeStage.objects.values_list("person", "stage")) == [(kept.pk, "repeat_buyer")]

    split_people(viewer=steward, merge=merge, reason="弄错了")
    assert set(LifeStage.objects.values_list("person", "stage")) == {(kept.pk, "owner"), (merged.pk, "owner")}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_stewards_merging_each_into_the_other_make_no_loop(steward, known):
    one, other = known(), known()
    start, outcomes = Barrier(2), []

    def merge(kept, merged):
        start.wait()
        try:
            merge_people(viewer=steward, kept=kept, merged=merged, reason="同一人")
            outcomes.append("merged")
        except CannotMerge:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=merge, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["merged", "refused"]
    assert PersonMerge.objects.count() == 1
    assert sum(pointer is not None for pointer in canonical(one, other)) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_three_merges_in_a_ring_leave_one_root(steward, known):
    people = [known() for _ in range(3)]
    start, errors = Barrier(3), []

    def merge(at):
        start.wait()
        try:
            merge_people(viewer=steward, kept=people[(at + 1) % 3], merged=people[at], reason="同一人")
        except CannotMerge:
            pass
        except Exception as error:  # the test is about exactly this: no deadlock, no broken constraint
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=merge, args=(at,)) for at in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    roots = {row.pk for row in Person.objects.filter(canonical__isnull=True)}
    pointers = set(Person.objects.filter(canonical__isnull=False).values_list("canonical_id", flat=True))
    assert pointers <= roots
    assert PersonMerge.objects.count() == 3 - len([one for one in people if one.pk in roots])
