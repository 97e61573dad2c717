from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owners.registry.values import DateUnreadable, chinese_number, from_exponent, read_area, read_date, text_of

EPOCH = date(1899, 12, 30)
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=40),
    st.integers(),
    st.floats(),
    st.datetimes(),
    st.dates(),
    st.decimals(),
)


@pytest.mark.parametrize(
    "cell",
    [
        "2019/3/5", "2019-03-05", "2019.3.5", "2019年3月5日", "2019年03月05号", "20190305", 20190305, 43529, "43529",
        43529.0,
        "２０１９年３月５日", "2019-3-5 00:00:00", "2019-03-05T08:30", "二〇一九年三月五日", "19/3/5",
        date(2019, 3, 5), datetime(2019, 3, 5, 9, 30),
    ],
)  # fmt: skip
def test_read_date_understands_every_spelling(cell):
    assert read_date(cell) == (date(2019, 3, 5), True)


@pytest.mark.parametrize("cell", ["2019.3", 2019.3, "2019年3月", "2019-03"])
def test_read_date_of_a_month_is_its_first_and_not_exact(cell):
    assert read_date(cell) == (date(2019, 3, 1), False)


@pytest.mark.parametrize("cell", ["1968-13-05", "2019-02-29", "abc", "3月5日", "20191305", "待定", 5, 99999999])
def test_read_date_refuses_what_is_no_day(cell):
    with pytest.raises(DateUnreadable):
        read_date(cell)


@given(st.dates(min_value=date(1931, 1, 1), max_value=date(2030, 12, 31)))
def test_read_date_gives_back_any_day_in_each_spelling(day):
    spellings = [f"{day:%Y/%m/%d}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}", (day - EPOCH).days]

    assert {read_date(spelling) for spelling in spellings} == {(day, True)}


@given(CELLS)
def test_readers_answer_or_refuse_whatever_a_cell_holds(cell):
    text_of(cell)
    for reader in (read_date, read_area):
        with suppress(ValueError):
            reader(cell)


@pytest.mark.parametrize(
    ("cell", "area"),
    [(112.81, "112.81"), ("122.1㎡", "122.10"), ("1,122.1 平方米", "1122.10"), ("约120", "120.00"), ("90m2", "90.00")],
)
def test_read_area_leaves_the_unit_away(cell, area):
    assert read_area(cell) == Decimal(area)


@pytest.mark.parametrize("cell", ["-5", "0", "大户型", "12×10", 10**9])
def test_read_area_refuses_what_no_flat_has(cell):
    with pytest.raises(ValueError, match="no area"):
        read_area(cell)


@pytest.mark.parametrize("cell", [None, "", " ", "无", "-", "——", "/", "N/A", "暂无", True])
def test_text_of_nothing_is_empty(cell):
    assert text_of(cell) == ""


def test_from_exponent_is_honest_about_lost_digits():
    assert from_exponent("1.3800001009E+10") == "13800001009"
    assert from_exponent("1.38E+10") is None


@given(st.integers(min_value=1, max_value=99))
def test_chinese_number_counts_to_ninety_nine(number):
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    written = ("" if tens <= 1 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones else "")

    assert chinese_number(written) == number


def test_dates_far_from_now_are_days_too():
    assert read_date(1 + (date(1901, 1, 1) - EPOCH).days)[0] == date(1901, 1, 1) + timedelta(days=1)
