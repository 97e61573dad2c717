"""Which names pass for the company's, on a labelled list."""

import pytest
from django.core.exceptions import ValidationError

from owners.nicknames import clean_nickname, passes_for_official, skeleton

IMPOSTORS = [
    "官方", "金水湾物业", "物業服務", "客　服", "客・服", "客_服_小王", "官.方", "宫方", "宦方", "發言人", "发 言 人",
    "ａｄｍｉｎ", "Admin", "ADMIN2", "аdmin", "аdmіn", "adm1n", "ádmin", "a-d-m-i-n", "Ⓐⓓⓜⓘⓝ", "𝐚𝐝𝐦𝐢𝐧", "οfficial",
    "0fficial", "Officiаl", "staff_8", "5taff", "Ꮪtaff客服", "牧业", "物亚", "⽅官方", "管理員", "版主大人", "邻里平台",
    "Customer Service", "linIi", "L1NL1",
]  # fmt: skip
NEIGHBOURS = [
    "阿丽", "海棠", "三栋老周", "O'Neil", "Nina2", "老方", "官妈妈", "小客车", "业余选手", "服装店老板娘", "桂花糕🍡",
    "👨‍👩‍👧一家",
    "言午", "Adam", "Stella", "管二姐", "理发师", "米粒😀", "Émile", "張三丰",
]  # fmt: skip
UNSEEN = ["官\u200b方", "阿\u202e丽", "\u2066海棠\u2069", "阿\u00ad丽", "ㅤ", "阿\u3164丽", "海\u2060棠", "\u2800"]


@pytest.mark.parametrize("nickname", IMPOSTORS)
def test_names_that_pass_for_the_company_are_refused(nickname: str) -> None:
    assert passes_for_official(nickname), skeleton(nickname)


@pytest.mark.parametrize("nickname", NEIGHBOURS)
def test_names_of_neighbours_are_taken_as_they_are(nickname: str) -> None:
    assert clean_nickname(f" {nickname} ") == nickname


@pytest.mark.parametrize("nickname", UNSEEN)
def test_what_nobody_sees_is_refused(nickname: str) -> None:
    with pytest.raises(ValidationError):
        clean_nickname(nickname)


def test_a_telephone_number_is_no_name() -> None:
    with pytest.raises(ValidationError):
        clean_nickname("13800001501")
