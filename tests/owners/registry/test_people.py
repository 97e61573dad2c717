from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owners.registry import problems
from owners.registry.people import id_check_digit, read_email, read_id_number, read_names, read_phones


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("田兰涵、常娜", ["田兰涵", "常娜"]),
        ("田兰涵/常娜", ["田兰涵", "常娜"]),
        ("田兰涵，常娜", ["田兰涵", "常娜"]),
        ("田兰涵;常娜", ["田兰涵", "常娜"]),
        ("田兰涵&常娜", ["田兰涵", "常娜"]),
        ("田兰涵 常娜", ["田兰涵", "常娜"]),
        ("田兰涵\n常娜", ["田兰涵", "常娜"]),
        ("田兰涵及常娜", ["田兰涵", "常娜"]),
        ("田兰涵（共有人：常娜）", ["田兰涵", "常娜"]),
        ("田兰涵（共有）", ["田兰涵"]),
        ("金水湾置业及物业有限公司", ["金水湾置业及物业有限公司"]),
        ("罗  美国", ["罗美国"]),
        ("张  三", ["张三"]),
        ("欧阳 文山", ["欧阳文山"]),
        ("阿依古丽·买买提", ["阿依古丽·买买提"]),
        ("John Smith", ["John Smith"]),
        ("李和平", ["李和平"]),
        ("张三（已故）", ["张三"]),
        ("张三、张三", ["张三"]),
        ("金水湾置业有限公司", ["金水湾置业有限公司"]),
        ("空置", []),
        (None, []),
        (12345, []),
    ],
)
def test_read_names_tells_people_apart(cell, names):
    assert read_names(cell) == names


@pytest.mark.parametrize(
    "cell",
    [
        "13800001009", 13800001009, 13800001009.0, "138 0000 1009", "138-0000-1009", "+86 138 0000 1009",
        "0086-13800001009",
        "8613800001009", "１３８００００１００９", "1.3800001009E+10",
        "手机：13800001009", "13800001009（本人）", "013800001009",
    ],
)  # fmt: skip
def test_read_phones_understands_every_spelling(cell):
    assert read_phones(cell) == (["+8613800001009"], [])


@pytest.mark.parametrize(
    "cell",
    ["13800001007/13900001007", "13800001007、13900001007", "13800001007 13900001007", "13800001007\n13900001007"],
)
def test_read_phones_takes_two_from_one_cell(cell):
    assert read_phones(cell) == (["+8613800001007", "+8613900001007"], [])


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("010-88880000", "+861088880000"),
        ("（0931）8888000", "+869318888000"),
        ("0931-8888000转12", "+869318888000;12"),
        ("400-800-1234", "+864008001234"),
        ("+852 9123 4567", "+85291234567"),
    ],
)
def test_read_phones_takes_landlines_and_numbers_abroad(cell, number):
    assert read_phones(cell) == ([number], [])


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("138000010", problems.PHONE_TOO_SHORT),
        ("1380000100999", problems.PHONE_TOO_LONG),
        ("12800001009", problems.PHONE_IMPOSSIBLE),
        ("1.38E+10", problems.PHONE_DAMAGED),
        ("88880000", problems.PHONE_NO_AREA_CODE),
        ("见前台", problems.PHONE_UNREADABLE),
    ],
)
def test_read_phones_says_what_is_wrong(cell, problem):
    assert read_phones(cell) == ([], [problem])


def test_read_phones_keeps_the_good_one_of_two():
    assert read_phones("13800001009/138000") == (["+8613800001009"], [problems.PHONE_TOO_SHORT])


@given(
    st.integers(min_value=13_000_000_000, max_value=19_999_999_999), st.sampled_from(["", "+86", "86", "0086", "+86 "])
)
def test_read_phones_gives_back_any_mobile_number(number, prefix):
    assert read_phones(f"{prefix}{number}") == ([f"+86{number}"], [])


@given(st.one_of(st.text(max_size=40), st.integers(), st.floats()))
def test_readers_answer_whatever_a_cell_holds(cell):
    numbers, _wrong = read_phones(cell)

    assert all(number.startswith("+") and len(number) <= 20 for number in numbers)
    read_names(cell)
    read_id_number(cell)
    read_email(cell)


@given(
    st.integers(min_value=100000, max_value=999999),
    st.dates(min_value=date(1930, 1, 1), max_value=date(2020, 12, 31)),
    st.integers(min_value=0, max_value=999),
)
def test_read_id_number_checks_its_digit(region, born, sequence):
    first = f"{region}{born:%Y%m%d}{sequence:03}"
    right = first + id_check_digit(first)
    wrong = first + str((int(right[-1].replace("X", "9")) + 1) % 10)

    assert read_id_number(right.lower())[0].born == born
    assert read_id_number(wrong) == (read_id_number("")[0], problems.ID_CHECK_DIGIT)


def test_read_id_number_of_fifteen_digits_is_the_same_person():
    identity, problem = read_id_number("990102850427123")

    assert (identity.number, identity.born, problem) == ("990102198504271239", date(1985, 4, 27), "")


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("9.90102E+17", problems.ID_DAMAGED),
        (9.90102198004216e17, problems.ID_DAMAGED),
        (990102198004216000, problems.ID_DAMAGED),
        ("99010219800421643", problems.ID_LENGTH),
        ("见合同", problems.ID_UNREADABLE),
    ],
)
def test_read_id_number_says_what_is_wrong(cell, problem):
    assert read_id_number(cell)[1] == problem


def test_read_id_number_takes_a_passport():
    assert read_id_number("E12345678")[0].number == "E12345678"
