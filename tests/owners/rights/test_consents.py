"""What holds is what was said last; the club's own proof counts until then; rows are never changed."""

import pytest
from django.db import DatabaseError, transaction

from club.actions import apply
from owners import consents
from owners.actions import choose_consent
from owners.actions.consents import NothingChanged, NotYoursToChange, Words, change_words
from owners.actions.rights import WordsChanged
from owners.consents import equip_purposes
from owners.models import Consent, ConsentPurpose, ConsentWording

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _purposes(db):
    equip_purposes()


def test_nothing_holds_unasked(olga):
    assert not any(consents.holds(olga, purpose.code) for purpose in ConsentPurpose.objects.all())


def test_holders_in_two_queries_for_any_number(olga, nina, otto, django_assert_num_queries):
    for user in (olga, otto):
        choose_consent(user=user, code="surveys", given=True)
    choose_consent(user=otto, code="surveys", given=False)

    with django_assert_num_queries(1):
        assert consents.holders([nina, otto, olga], "surveys") == [olga]


def test_the_same_again_writes_nothing_and_a_new_version_does(olga):
    choose_consent(user=olga, code="surveys", given=True)
    assert choose_consent(user=olga, code="surveys", given=True) is None
    ConsentPurpose.objects.filter(code="surveys").update(version=2)

    choose_consent(user=olga, code="surveys", given=True)

    assert list(Consent.objects.order_by("pk").values_list("version", flat=True)) == [1, 2]


def test_the_clubs_application_counts_until_it_is_withdrawn(olga, estate, viewer_of):
    apply(viewer=viewer_of(olga), estate=estate, consent=True)
    before = consents.holds(olga, "club")

    choose_consent(user=olga, code="club", given=False)

    assert (before, consents.holds(olga, "club")) == (True, False)


def test_a_consent_is_never_changed_or_removed(olga):
    row = choose_consent(user=olga, code="surveys", given=True)

    for write in (lambda: Consent.objects.update(given=False), lambda: Consent.objects.filter(pk=row.pk).delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


WORDS = Words(
    name="满意度调查", name_zh_hant="滿意度調查", name_en="Surveys",
    text="每月请您评价一次。", text_zh_hant="每月請您評價一次。", text_en="Once a month.",
)  # fmt: skip


def test_every_purpose_keeps_its_first_words_once():
    equip_purposes()

    assert ConsentWording.objects.count() == ConsentPurpose.objects.count()
    assert set(ConsentWording.objects.values_list("version", "written_by")) == {(1, "")}


@pytest.mark.parametrize(("material", "holds"), [(False, True), (True, False)])
def test_an_old_yes_counts_unless_the_change_is_material(material, holds, olga, nina, petra, viewer_of):
    choose_consent(user=olga, code="surveys", given=True)
    purpose = ConsentPurpose.objects.get(code="surveys")

    change_words(viewer=viewer_of(petra), purpose=purpose, words=WORDS, version=1, material=material)
    stands = next(one for one in consents.standing(olga) if one.purpose.code == "surveys")
    kept = consents.holds(olga, "surveys")
    choose_consent(user=nina, code="surveys", given=True)
    choose_consent(user=olga, code="surveys", given=True)

    assert (kept, stands.given, stands.asked_anew) == (holds, holds, material)
    assert consents.holders([olga, nina], "surveys") == [olga, nina]


def test_the_clubs_application_before_a_material_change_counts_no_more(olga, nina, estate, petra, viewer_of):
    apply(viewer=viewer_of(olga), estate=estate, consent=True)
    purpose = ConsentPurpose.objects.get(code="club")

    change_words(viewer=viewer_of(petra), purpose=purpose, words=WORDS, version=1, material=True)
    apply(viewer=viewer_of(nina), estate=estate, consent=True)

    stands = next(one for one in consents.standing(olga) if one.purpose.code == "club")
    assert consents.holders([olga, nina], "club") == [nina]
    assert (stands.given, stands.asked_anew) == (False, True)


def test_a_no_stays_a_no_whatever_the_words(olga, petra, viewer_of):
    choose_consent(user=olga, code="surveys", given=False)

    purpose = ConsentPurpose.objects.get(code="surveys")
    change_words(viewer=viewer_of(petra), purpose=purpose, words=WORDS, version=1, material=False)

    assert not consents.holds(olga, "surveys")


def test_words_are_changed_by_the_officer_of_all_estates_and_the_old_ones_stay(olga, petra, adam, estate, viewer_of):
    purpose = ConsentPurpose.objects.get(code="surveys")
    before = purpose.text

    change_words(viewer=viewer_of(petra), purpose=purpose, words=WORDS, version=1, material=False)
    with pytest.raises(WordsChanged):
        change_words(viewer=viewer_of(petra), purpose=purpose, words=WORDS, version=1, material=False)
    with pytest.raises(NothingChanged):
        change_words(viewer=viewer_of(petra), purpose=purpose, words=WORDS, version=2, material=False)
    petra.staff_roles.update(estate=estate)
    for viewer in (viewer_of(adam), viewer_of(petra)):
        with pytest.raises(NotYoursToChange):
            change_words(viewer=viewer, purpose=purpose, words=WORDS, version=2, material=False)

    purpose.refresh_from_db()
    assert (purpose.version, purpose.text) == (2, WORDS.text)
    assert list(purpose.wordings.order_by("version").values_list("text", flat=True)) == [before, WORDS.text]
    with pytest.raises(DatabaseError), transaction.atomic():
        ConsentWording.objects.update(text="x")


def test_a_yes_to_words_that_changed_meanwhile_is_asked_again(olga, petra, viewer_of):
    purpose = ConsentPurpose.objects.get(code="surveys")
    change_words(viewer=viewer_of(petra), purpose=purpose, words=WORDS, version=1, material=False)

    with pytest.raises(WordsChanged):
        choose_consent(user=olga, code="surveys", given=True, version=1)

    assert choose_consent(user=olga, code="surveys", given=True, version=2).version == 2
