import pytest
from hypothesis import given
from hypothesis import strategies as st

from club import damm

digits = st.text(alphabet="0123456789", min_size=2, max_size=16)


def test_check_digit_of_a_known_number():
    assert damm.check_digit("572") == "4"


@given(digits)
def test_number_with_its_digit_is_valid(number):
    assert damm.is_valid(number + damm.check_digit(number))


@given(digits, st.data())
def test_one_wrong_digit_is_always_caught(number, data):
    whole = number + damm.check_digit(number)
    place = data.draw(st.integers(0, len(whole) - 1))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != whole[place]]))

    assert not damm.is_valid(whole[:place] + wrong + whole[place + 1 :])


@given(digits, st.data())
def test_swapped_neighbours_are_always_caught(number, data):
    whole = number + damm.check_digit(number)
    place = data.draw(st.integers(0, len(whole) - 2))
    swapped = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]

    assert damm.is_valid(swapped) == (swapped == whole)


@pytest.mark.parametrize("text", ["", "12a", "１２３", "-1"])
def test_what_is_no_number_has_no_digit(text):
    assert not damm.is_valid(text) or text == ""
    if text:
        with pytest.raises(ValueError, match="digits only"):
            damm.check_digit(text)
