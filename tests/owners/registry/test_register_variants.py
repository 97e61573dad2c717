"""Owners' registers as other offices keep them: phases, titles, shares, orders, words, encodings."""

from datetime import date, datetime

import pytest

from owners.models import Building, Person, Residency, ResidencyRole, TitleKind, Unit
from owners.registry import problems

pytestmark = pytest.mark.django_db

# Every variant lists the same two flats: 3-1-101 of 周喆 (13800000001) and 3-1-102 of 吴桐.
HOMES = {"3号楼1单元101": "周喆", "3号楼1单元102": "吴桐"}

ONE_CELL = [
    ["房屋地址", "业主", "联系电话"],
    ["金水湾3号楼1单元101室", "周喆", "138-0000-0001"],
    ["3-1-102", "吴桐", ""],
]
DOWN_THE_BLOCK = [
    ["金水湾花名册"],
    [],
    ["幢号", "单元号", "室号", "产权人", "手机"],
    ["三号楼", "一单元", "0101", "周喆", 13800000001],
    [None, None, "0102", "吴桐", None],
    ["合计", None, "2户", None, None],
]
TWO_LINES = [
    ["房产", None, None, "业主", None],
    ["楼栋", "单元", "房号", "姓名", "电话"],
    ["3#", "1", 101.0, "周喆（代理人王五）", "+86 138 0000 0001"],
    ["3#", "1", 102.0, "吴 桐", "无"],
]
BACKWARDS = [["手机号码", "姓名", "房号", "单元", "楼栋"], ["１３８００００００01", "周喆", "101室", "1门", "3栋"],
             [None, "吴桐先生", "102室", "1门", "3栋"]]  # fmt: skip
ENGLISH = [["Building", "Entrance", "Flat", "Owner name", "Mobile"], ["3", "1", "101", "周喆", "008613800000001"],
           ["3", "1", "102", "吴桐", ""]]  # fmt: skip
TRADITIONAL = [["樓棟", "單元", "房號", "業主姓名", "手機"], ["3號樓", "1單元", "101", "周喆", "13800000001"],
               ["3號樓", "1單元", "102", "吴桐", None]]  # fmt: skip
SECTIONS = [["房号", "户主", "联系方式"], ["一、3号楼1单元"], ["101", "周喆", "13800000001"], ["102", "吴桐", None]]
HASHES = [
    ["楼座", "房间", "业主名称", "移动电话"],
    ["3", "1-101", "周喆", "1.3800000001E+10"],
    ["3", "1-102", "吴桐", None],
]
REPEATED = [
    ["楼栋", "单元", "房号", "业主姓名", "手机号码"],
    ["3", "1", "101", "周喆", "86-13800000001"],
    ["楼栋", "单元", "房号", "业主姓名", "手机号码"],
    ["3", "1", "102", "吴桐", None],
    ["制表人：李四"],
]
WORDY = [
    ["序号", "楼宇名称（期）", "单 元*", "房 间 号", "业主\n姓名", "联系电话（手机）", "备注"],
    [1, "3幢", "01", "101", "周喆", "手机：13800000001", "老业主"],
    [2, "3幢", "01", "102", "吴桐", "/", None],
]
VARIANTS = {
    "one cell": ONE_CELL, "down the block": DOWN_THE_BLOCK, "two lines": TWO_LINES, "backwards": BACKWARDS,
    "English": ENGLISH, "traditional": TRADITIONAL, "sections": SECTIONS, "hashes": HASHES, "repeated": REPEATED,
    "wordy": WORDY,
}  # fmt: skip


@pytest.mark.parametrize("rows", VARIANTS.values(), ids=VARIANTS.keys())
def test_import_register_reads_other_offices_registers(workbook, importing, rows):
    report = importing(workbook(rows))

    homes = Residency.objects.select_related("unit__entrance__building", "person__naming")
    assert {str(home.unit): home.person.name for home in homes} == HOMES
    assert Person.objects.get(naming__name="周喆").phone.open() == "+8613800000001"
    assert (report.new, report.problems) == (2, [])


@pytest.mark.parametrize("name", ["down the block", "backwards", "sections"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_import_register_reads_them_as_csv_too(csv_file, importing, name, encoding):
    importing(csv_file(VARIANTS[name], encoding=encoding))

    assert {str(unit) for unit in Unit.objects.with_address()} == set(HOMES)


RICH = [
    ["分期", "楼栋", "单元", "房号", "业主姓名", "产权性质", "产权份额", "交付日期"],
    ["一期", "3号楼", "1", "101", "周喆、吴桐", "商品房", "70%、30%", "26/3/1"],
    ["二期", "3号楼", "1", "101", "郑一、王二", "单位分房", "各50%", datetime(2025, 3, 1)],
    ["二期", "3号楼", "1", "102", "孙三", "使用权", "1/2", 46082],
    ["二期", "5号楼", "", "B12", "李四", "地下车位", "全部", "2025年3月"],
    ["二期", "5号楼", "", "B13", "钱五", "", "一半多", ""],
]


def test_import_register_keeps_phases_titles_and_shares(workbook, importing):
    report = importing(workbook(RICH))

    assert {str(building) for building in Building.objects.all()} == {"1期3号楼", "2期3号楼", "2期5号楼"}
    assert [unit.title_kind for unit in Unit.objects.order_by("id")] == [
        TitleKind.OWNERSHIP,
        TitleKind.SUBSIDISED,
        TitleKind.USE_RIGHT,
        TitleKind.PARKING,
        "",
    ]
    shares = dict(Residency.objects.values_list("person__naming__name", "share"))
    assert shares == {"周喆": 7000, "吴桐": 3000, "郑一": 5000, "王二": 5000, "孙三": 5000, "李四": 10000, "钱五": None}
    assert [unit.handed_over_on for unit in Unit.objects.order_by("id")][:2] == [date(2026, 3, 1), date(2025, 3, 1)]
    assert [(found.cell, found.problem) for found in report.problems] == [("G6", problems.SHARE_UNREADABLE)]


def test_import_register_without_phases_asks_where_a_number_stands_in_several(workbook, importing):
    importing(workbook(RICH))

    report = importing(
        workbook(
            [["楼栋", "单元", "房号", "业主姓名"], ["3", "1", "101", "周喆"], ["5", "", "B12", "李四"]], name="b.xlsx"
        )
    )

    assert [(found.cell, found.problem) for found in report.problems] == [("A2", problems.BUILDING_AMBIGUOUS)]
    assert report.same == 1


def test_import_register_gives_a_building_its_phase_later(workbook, importing):
    importing(workbook([["楼栋", "房号", "业主姓名"], ["3", "101", "周喆"]]))

    importing(workbook([["分期", "楼栋", "房号", "业主姓名"], ["一期", "3", "101", "周喆"]], name="b.xlsx"))

    assert Building.objects.get().phase == "1"
    assert Residency.objects.get().role == ResidencyRole.OWNER
