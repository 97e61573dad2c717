import pytest

from owners.claim_matching import Agreement, compare, confirmed_contacts, residents_of
from owners.models import PersonContact
from tests.owners.claims.conftest import add_resident

pytestmark = pytest.mark.django_db


def test_compare_puts_the_likeliest_first_and_marks_what_differs(waiting, unit, stranger, owner):
    add_resident(unit, "吴桐")

    first, second = compare(waiting, residents_of(unit.pk), confirmed_contacts(stranger))

    assert first.person == owner
    assert (first.name, first.phone, first.contact) == (Agreement.NEAR, Agreement.SAME, Agreement.DIFFERENT)
    assert (second.name, second.phone, second.contact) == (Agreement.DIFFERENT, Agreement.UNKNOWN, Agreement.UNKNOWN)


def test_compare_knows_a_former_number(waiting, unit, stranger, owner):
    PersonContact.objects.create(person=owner, kind="phone", value=stranger.phone, until="2025-01-01")

    assert compare(waiting, residents_of(unit.pk), confirmed_contacts(stranger))[0].contact == Agreement.NEAR
