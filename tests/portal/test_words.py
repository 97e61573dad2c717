"""Dates, money, sizes, telephones and names as people read them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from portal.words import cn_date, cn_datetime, file_size, group_phone, mask_name, mask_phone, money, relative
from portal.worktime import at_clock

# 09:30 on Sunday the 22nd in China, still Saturday evening in London.
MOMENT = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)


def test_date_is_the_day_in_china_with_its_weekday():
    with translation.override("zh-hans"):
        assert cn_date(MOMENT) == "2026年11月22日 周日"
        assert cn_date(date(2026, 11, 23)) == "2026年11月23日 周一"
        assert cn_datetime(MOMENT) == "2026年11月22日 周日 09:30"


def test_date_in_english():
    with translation.override("en"):
        assert cn_date(MOMENT) == "22 Nov 2026 Sun"


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=30), "刚刚"),
        (timedelta(minutes=3), "3 分钟前"),
        (timedelta(hours=23), "23 小时前"),
        (timedelta(days=1), "11月21日"),
        (timedelta(days=400), "2025年10月18日"),
        (timedelta(days=-1), "11月23日"),
    ],
)
def test_relative_time_is_relative_only_under_a_day(passed: timedelta, said: str):
    with at_clock(MOMENT), translation.override("zh-hans"):
        html = relative(MOMENT - passed)

    assert f">{said}</time>" in html


def test_relative_time_carries_the_exact_moment():
    with at_clock(MOMENT), translation.override("zh-hans"):
        html = relative(MOMENT)

    assert 'datetime="2026-11-22T09:30:00+08:00"' in html
    assert 'title="2026年11月22日 周日 09:30"' in html


@pytest.mark.parametrize(("fen", "said"), [(128000, "¥1,280.00"), (5, "¥0.05"), (-1250, "-¥12.50"), (0, "¥0.00")])
def test_money_is_fen_written_as_yuan(fen: int, said: str):
    assert money(fen) == said


@pytest.mark.parametrize(("octets", "said"), [(720, "720 B"), (35_840, "35 KB"), (2_516_582, "2.4 MB")])
def test_file_size(octets: int, said: str):
    assert file_size(octets) == said


@pytest.mark.parametrize("phone", ["+8613800001501", "13800001501", "138 0000 1501"])
def test_mobile_numbers_are_grouped_and_masked(phone: str):
    assert group_phone(phone) == "138 0000 1501"
    assert mask_phone(phone) == "138 **** 1501"


def test_other_numbers_are_masked_but_for_their_end():
    assert group_phone("0931-8880000") == "0931-8880000"
    assert group_phone("+869318880000") == "0931-8880 000"
    assert mask_phone("0931-8880000") == "**** 00"


@pytest.mark.parametrize(("name", "masked"), [("周喆", "周*"), ("欧阳修文", "欧**"), ("周", "周"), ("", "")])
def test_names_keep_their_first_character(name: str, masked: str):
    assert mask_name(name) == masked
