from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owners.registry.money import MoneyUnreadable, read_money
from owners.registry.periods import Period, PeriodUnreadable, period_in, read_period


@pytest.mark.parametrize(
    "cell",
    [1280, 1280.0, "¥1,280.00", "￥1280", "1280元", "1,280元整", "１２８０．００", "RMB 1 280", "人民币1280元",
     "0.128万", "1.28千", "壹仟贰佰捌拾元整", "一千二百八十元", "+1280", "1280元0角"],
)  # fmt: skip
def test_read_money_is_one_amount_in_every_spelling(cell):
    assert read_money(cell) == 128000


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("(1,280.00)", -128000),
        ("（35.5）", -3550),
        ("-3", -300),
        ("¥-3", -300),
        ("−3", -300),
        (155.37, 15537),
        ("0.005", 1),
        ("免", 0),
        ("1.2万元", 1200000),
        ("壹万零叁佰元伍角", 1030050),
        ("12元5角", 1250),
        (None, None),
        ("-", None),
        ("无", None),
    ],
)
def test_read_money_takes_signs_parts_and_nothing(cell, fen):
    assert read_money(cell) == fen


@pytest.mark.parametrize("cell", ["12,80", "abc", "#REF!", "=1+1", "1280元/月", "99999999999", True and "是"])
def test_read_money_refuses_what_is_no_amount(cell):
    with pytest.raises(MoneyUnreadable):
        read_money(cell)


@pytest.mark.parametrize(
    "cell",
    ["2026-01", "2026年1月", "202601", "2026.1", "2026/01/15", "26/1", "26年1月", "二〇二六年一月", "1月", 46023,
     "46023", datetime(2026, 1, 1), date(2026, 1, 31), "2026年1月份", "２０２６年１月"],
)  # fmt: skip
def test_read_period_is_one_month_in_every_spelling(cell):
    assert read_period(cell, year=2026) == Period(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("cell", "first", "months"),
    [
        ("2026年1月–6月", date(2026, 1, 1), 6),
        ("2026年1-6月", date(2026, 1, 1), 6),
        ("1-6月", date(2026, 1, 1), 6),
        ("2026.1-2026.6", date(2026, 1, 1), 6),
        ("2026/01/01-2026/06/30", date(2026, 1, 1), 6),
        ("2026年1月1日至2026年6月30日", date(2026, 1, 1), 6),
        ("2026年上半年", date(2026, 1, 1), 6),
        ("202601-202606", date(2026, 1, 1), 6),
        ("第一季度", date(2026, 1, 1), 3),
        ("2026年第2季度", date(2026, 4, 1), 3),
        ("2026Q4", date(2026, 10, 1), 3),
        ("2025年11月—2026年2月", date(2025, 11, 1), 4),
        ("2026年度", date(2026, 1, 1), 12),
        (2026, date(2026, 1, 1), 12),
    ],
)
def test_read_period_takes_spans(cell, first, months):
    assert read_period(cell, year=2026) == Period(first, months)


@pytest.mark.parametrize("cell", ["13月", "x", "3", 2026.1, "2026-13", "2026年6月-1月", "1899年1月-2026年1月"])
def test_read_period_refuses_what_is_none_or_two(cell):
    with pytest.raises(PeriodUnreadable):
        read_period(cell, year=2026)


def test_read_period_without_a_year_needs_one():
    with pytest.raises(PeriodUnreadable):
        read_period("第一季度")


def test_period_in_finds_the_months_of_a_title():
    assert period_in("金水湾2026年物业费收缴明细") == Period(date(2026, 1, 1), 12)
    assert period_in("2026年第一季度欠费表") == Period(date(2026, 1, 1), 3)
    assert period_in("收费") is None


@given(st.one_of(st.text(max_size=40), st.integers(), st.floats()))
def test_readers_answer_or_refuse_whatever_a_cell_holds(cell):
    with suppress(MoneyUnreadable):
        read_money(cell)
    with suppress(PeriodUnreadable):
        read_period(cell, year=2026)
