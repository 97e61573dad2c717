from hypothesis import given
from hypothesis import strategies as st

from club import codes, damm
from club.codes import ScannedCard, ScannedTicket, card_payload, new_card_number, read
from club.models.events import new_ticket_code


def test_new_card_number_is_twelve_digits_that_check():
    number = new_card_number()

    assert len(number) == 12
    assert number[0] != "0"
    assert damm.is_valid(number)


def test_card_payload_is_short_and_read_back():
    number = new_card_number()
    payload = card_payload(number)

    assert len(payload) == 31
    assert read(f" {payload}\n") == ScannedCard(number)


@given(st.integers(0, 30), st.sampled_from("AZaz09-_.x"))
def test_card_payload_with_one_character_changed_is_no_card(place, character):
    payload = card_payload("123456789012"[:11] + damm.check_digit("12345678901"))
    forged = payload[:place] + character + payload[place + 1 :]

    assert forged == payload or read(forged) is None


def test_card_number_alone_proves_nothing():
    assert read(new_card_number()) is None


def test_card_signed_with_an_older_key_is_still_read(settings):
    number = new_card_number()
    payload = card_payload(number)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, since this morning"

    assert card_payload(number) != payload
    assert read(payload) == ScannedCard(number)


def test_ticket_is_read_from_its_address_and_from_fingers():
    code = new_ticket_code()

    assert read(f"https://linli.example/club/t/{code}/") == ScannedTicket(code)
    assert read(f"{code[:4].upper()}-{code[4:].upper()}") == ScannedTicket(code)
    assert read(f" {code[:4]} {code[4:]} ") == ScannedTicket(code)


@given(st.text(max_size=60))
def test_reading_never_fails(text):
    assert read(text) is None or isinstance(read(text), ScannedTicket | ScannedCard)


def test_ticket_codes_avoid_letters_that_are_misread():
    assert not set("01ilo") & set("".join(new_ticket_code() for _ in range(200)))
    assert codes.read("k0mp3xq9") is None
