"""What is remembered of a sign-up: marks that compare, for a week."""

from datetime import timedelta

import pytest
from django.urls import reverse

from owners.actions import register_account
from owners.actions.sign_ups import forget_sign_ups, note_counter, note_sign_up
from owners.models import CounterPlace, SignUp
from owners.tasks import forget_where_they_came_from
from portal.worktime import now
from tests.owners.accounts.test_signing_up import PHONE, enter, last_code

pytestmark = pytest.mark.django_db


def marks(address: str, browser: str = "b", *, n: int = 1, phone: str = "") -> SignUp:
    user = register_account(phone=phone or f"+861380000{n:04}")
    return note_sign_up(user=user, address=address, browser=browser)


def test_signing_up_on_the_site_is_remembered_once_the_number_is_confirmed(client) -> None:
    client.post("/accounts/signup/", {"phone": "138-0000-1501", "nickname": "阿丽", "email": ""})
    assert not SignUp.objects.exists()

    enter(client, last_code(), "/accounts/phone/verify/")

    made = SignUp.objects.get()
    assert made.user.phone == PHONE
    assert all([made.browser, made.address, made.network, made.numbers])


def test_signing_in_is_no_sign_up(client) -> None:
    register_account(phone=PHONE)
    client.post("/accounts/login/", {"login": PHONE})
    enter(client, last_code(), "/accounts/login/code/confirm/")

    assert client.session["_auth_user_id"] and not SignUp.objects.exists()


def test_marks_are_hashes_that_name_neither_number_nor_address() -> None:
    made = marks("203.0.113.7", phone="+8613800001501")

    told = "".join(str(getattr(made, field.name)) for field in SignUp._meta.fields if field.name != "user")
    assert "203.0" not in told and "1380000" not in told and len(made.address) == 64


def test_one_household_has_one_address_and_its_neighbours_one_network() -> None:
    one, beside, far = marks("203.0.113.7", n=1), marks("203.0.113.9", n=2), marks("198.51.100.7", n=3)
    home, phone_at_home = marks("2001:db8:1:1::5", n=4), marks("2001:db8:1:1:aaaa::6", n=5)

    assert one.address != beside.address and one.network == beside.network != far.network
    assert home.address == phone_at_home.address


def test_a_hundred_numbers_share_a_mark() -> None:
    numbers = [marks("", phone=f"+86138000015{end}").numbers for end in ("01", "99")]
    other = marks("", phone="+8613800001601").numbers

    assert numbers[0] == numbers[1] != other


def test_counter_form_marks_the_place_it_is_opened_at(stella, unit, client_for) -> None:
    client_for(stella).get(reverse("desk:counter-home", args=[unit.pk]))
    client_for(stella).get(reverse("desk:counter-home", args=[unit.pk]))

    here = marks("127.0.0.1").address
    assert here in set(CounterPlace.objects.values_list("address", flat=True))


def test_after_a_week_nothing_is_left(clock) -> None:
    marks("203.0.113.7")
    note_counter(address="203.0.113.7", browser="b")

    with clock(now() + timedelta(days=6, hours=23)):
        assert forget_sign_ups() == 1
        assert SignUp.objects.exists() and not CounterPlace.objects.exists()
    with clock(now() + timedelta(days=7, minutes=1)):
        forget_where_they_came_from()
    assert not SignUp.objects.exists()
