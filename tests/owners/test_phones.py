import pytest

from owners.phones import PhoneNumberError, normalise_phone


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("13800001501", "+8613800001501"),
        ("138 0000 1501", "+8613800001501"),
        ("138-0000-1501", "+8613800001501"),
        ("+86 138 0000 1501", "+8613800001501"),
        ("86 13800001501", "+8613800001501"),
        ("0086 138 0000 1501", "+8613800001501"),
        ("（+86）13800001501", "+8613800001501"),
        ("１３８００００１５０１", "+8613800001501"),
        ("+852 9123 4567", "+85291234567"),
        ("00886 912 345 678", "+886912345678"),
    ],
)
def test_number_is_kept_in_one_spelling(written, kept):
    assert normalise_phone(written) == kept


@pytest.mark.parametrize(
    "written", ["", "1380000150", "138000015011", "12345678901", "0931-8880000", "+86 931 8880000", "abc", "９"]
)
def test_what_is_no_mobile_number_is_refused(written):
    with pytest.raises(PhoneNumberError):
        normalise_phone(written)
