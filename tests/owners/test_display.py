import pytest

from owners.display import group_phone, mask_email, mask_name, mask_phone


@pytest.mark.parametrize(
    ("phone", "grouped", "masked"),
    [
        ("+8613800001501", "138 0000 1501", "138 **** 1501"),
        ("+861088880000", "010-8888 0000", "**** 00"),
        ("+869318888000;12", "0931-8888 000-12", "**** 12"),
        ("+85291234567", "+85291234567", "**** 67"),
        ("110", "110", "****"),
    ],
)
def test_phones_are_grouped_and_masked(phone, grouped, masked):
    assert (group_phone(phone), mask_phone(phone)) == (grouped, masked)


@pytest.mark.parametrize(("name", "masked"), [("周喆", "周*"), ("欧阳文山", "欧**"), ("周", "周"), ("", "")])
def test_mask_name_leaves_the_first_character(name, masked):
    assert mask_name(name) == masked


def test_mask_email_leaves_the_host():
    assert mask_email("olga@lzbank.example") == "o***@lzbank.example"
