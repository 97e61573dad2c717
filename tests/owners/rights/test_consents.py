"""What holds is what was said last; the club's own proof counts until then; rows are never changed."""

import pytest
from django.db import DatabaseError, transaction

from club.actions import apply
from owners import consents
from owners.actions import choose_consent
from owners.consents import equip_purposes
from owners.models import Consent, ConsentPurpose

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
