"""What is sealed opens only with a key that is here, and is found by any of them."""

import io
import pickle

import pytest
from django.core.exceptions import FieldError
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from owners.models import Person, PersonContact, PersonIdentity, User
from portal import sealing
from portal.sealed_fields import CLOSED, Sealed
from portal.sealing import SealBroken, fingerprint, fingerprints, seal, seal_bytes, unseal, unseal_bytes

PHONE = "+8613800001777"


@given(st.text())
def test_sealed_text_opens_to_itself(text):
    assert unseal(seal(text)) == text


def test_sealing_twice_looks_different():
    assert seal("周喆") != seal("周喆")


@pytest.mark.parametrize("broken", ["", "s1.", "s1.abc.def", "gAAAAAB", "s9.x.y"])
def test_unseal_of_something_else_is_broken(broken):
    with pytest.raises(SealBroken):
        unseal(broken)


def test_unseal_of_a_changed_text_is_broken():
    sealed = seal("990102196611049343")
    changed = sealed[:-2] + ("AA" if sealed[-2:] != "AA" else "BB")

    with pytest.raises(SealBroken):
        unseal(changed)


def test_sealed_bytes_hide_and_open(settings):
    data = b"\xff\xd8\xff" + bytes(range(256))

    sealed = seal_bytes(data)

    assert data[:16] not in sealed
    assert unseal_bytes(sealed) == data
    settings.DATA_KEY = "another"
    with pytest.raises(SealBroken):
        unseal_bytes(sealed)


def test_former_key_still_opens_and_finds(settings):
    settings.DATA_KEY = "old"
    sealed, found_by = seal("x"), fingerprint("x", purpose="contact")

    settings.DATA_KEY, settings.DATA_KEYS_OLD = "new", ["old"]

    assert unseal(sealed) == "x"
    assert found_by in fingerprints("x", purpose="contact")
    assert not sealed.startswith(sealing.current_prefix())


def test_sealed_value_shows_nothing_by_accident():
    value = Sealed.of(PHONE)

    assert f"{value} {value!s} {value!r} {value:>10}" == f"{CLOSED} {CLOSED} <Sealed {CLOSED}> {CLOSED:>10}"
    assert PHONE.encode() not in pickle.dumps(value)
    assert pickle.loads(pickle.dumps(value)).open() == PHONE


@pytest.mark.django_db
def test_sealed_field_keeps_no_plain_text_and_finds_by_fingerprint(django_assert_num_queries):
    person = Person.objects.make("周喆", phone=PHONE, id_number="990102196611049343")

    row = PersonContact.objects.values_list("value", "value_fp").get(person=person)

    assert PHONE not in f"{row[0].token}{row[1]}"
    with django_assert_num_queries(1):
        assert PersonContact.objects.get(value=PHONE).person_id == person.pk
    assert not PersonContact.objects.filter(value="+8613800001778").exists()
    assert PersonContact.objects.filter(value__in=["x", PHONE]).count() == 1
    assert PersonIdentity.objects.filter(id_number="990102196611049343").exists()


@pytest.mark.django_db
def test_sealed_field_without_a_value_is_empty_and_found_as_such(stranger):
    user = User.objects.create(username="nobody")

    assert not user.phone
    assert str(User.objects.get(pk=user.pk).phone) == ""
    assert list(User.objects.filter(phone="").exclude(pk=user.pk)) == []
    assert User.objects.filter(phone=stranger.phone).get() == stranger


@pytest.mark.django_db
def test_sealed_field_can_not_be_written_past_the_row(stranger):
    with pytest.raises(TypeError, match="sealed"):
        User.objects.filter(pk=stranger.pk).update(phone="+8613800000000")


@pytest.mark.django_db
def test_sealed_field_is_never_ordered_or_searched(stranger):
    with pytest.raises(FieldError):
        list(User.objects.filter(phone__startswith="+86138"))


@pytest.mark.django_db
def test_rotate_data_keys_seals_anew_and_the_old_key_is_needed_no_more(settings):
    settings.DATA_KEY = "old"
    person = Person.objects.make("周喆", phone=PHONE, email="z@example.com", id_number="990102196611049343")
    settings.DATA_KEY, settings.DATA_KEYS_OLD = "new", ["old"]

    call_command("rotate_data_keys", stdout=io.StringIO())

    settings.DATA_KEYS_OLD = []
    fresh = Person.objects.get(pk=person.pk)
    assert (fresh.phone.open(), fresh.id_number.open()) == (PHONE, "990102196611049343")
    assert PersonContact.objects.get(value=PHONE).person_id == person.pk


@pytest.mark.django_db
def test_rotate_data_keys_leaves_what_no_key_opens_and_says_so(settings):
    settings.DATA_KEY = "lost"
    Person.objects.make("周喆", phone=PHONE)
    settings.DATA_KEY = "new"
    Person.objects.make("吴桐", phone="+8613800001888")
    told, warned = io.StringIO(), io.StringIO()

    call_command("rotate_data_keys", stdout=told, stderr=warned)

    assert "1 rows were sealed with a key that is not here" in warned.getvalue()
    assert PersonContact.objects.get(value="+8613800001888")
