"""Fee lists as other offices keep them."""

from datetime import date, datetime

import pytest

from owners.models import FeeCharge, ImportKind
from owners.registry import problems
from owners.registry.reader import NoRegister
from tests.owners.registry.conftest import HEADER

pytestmark = pytest.mark.django_db

# What every variant below says of 3-1-101 (three months owed) and 3-1-102 (none).
OWED = {"3-1-101": 3, "3-1-102": 0}

BY_MONTH = [
    ["金水湾物业费收缴明细表"],
    ["楼号", "单元号", "房间号", "费用期间", "应收金额(元)", "实收金额", "收款日期"],
    *[["3#", "一单元", "101室", f"2026年{month}月", "￥155.37", 0, None] for month in (1, 2, 3)],
    *[["3#", "一单元", "102室", f"2026年{month}月", "155.37元", 155.37, "2026.3.1"] for month in (1, 2, 3)],
    ["合计", None, None, None, 932.22, 466.11],
]
QUARTERS = [
    ["收费项目", "房产地址", "账单周期", "应缴", "已缴", "缴费时间"],
    ["物业服务费", "3-1-101", "第一季度", "466.11", "0.00", ""],
    ["物业服务费", "3号楼1单元102室", "第一季度", "466.11", "466.11", "26/3/1"],
]
FROM_TO = [
    ["2026年欠费情况"],
    [],
    ["楼栋", "单元", "房号", "业主", "开始日期", "结束日期", "应收", "欠费金额"],
    ["3号楼", "1单元", "101", "周喆", datetime(2026, 1, 1), datetime(2026, 6, 30), "600元", "３００"],
    ["3号楼", "1单元", "102", "吴桐", 46023, 46203, "600元", "-"],
]
COUNTED = [
    ["金水湾2026年物业费"],
    ["栋", "房屋", "业主姓名", "欠费月数", "欠费金额"],
    ["3", "1-101", "周喆", "3个月", "(含滞纳金)"],
    ["3", "1-102", "吴桐", 0, None],
]
BY_WORD = [
    ["2026年"],
    ["楼栋", "单元", "房号", "季度", "缴费情况"],
    ["3幢", "1", "101", "一季度", "未缴"],
    ["3幢", "1", "102", "一季度", "已缴清"],
]
TICKED = [
    ["building", "entrance", "room", "month", "是否欠费"],
    ["3", "1", "101", "2026年1月–3月", "√"],
    ["3", "1", "102", "2026年1月–3月", "×"],
]
PARTS = [
    ["房号", "账期", "应收", "实收"],
    ["一、3号楼1单元"],
    ["101", "2026年1-6月", "1.2万", "6,000.00"],
    ["102", "2026年1-6月", "1.2万", "壹万贰仟元整"],
    ["小计", None, "24000", "18000"],
]
SWAPPED = [
    ["實收金額", "應收金額", "月份", "房號", "單元", "樓棟"],
    *[[0, 155.37, f"2026-{month:02}", "101", "1單元", "3號樓"] for month in (1, 2, 3)],
    [155.37, 155.37, "2026-01", "102", "1單元", "3號樓"],
]


@pytest.fixture
def units(workbook, importing) -> None:
    importing(workbook([HEADER, ["3", "1", "101", "周喆", "13800000001"], ["3", "1", "102", "吴桐", "13800000002"]]))


@pytest.mark.parametrize(
    "rows",
    [BY_MONTH, QUARTERS, FROM_TO, BY_WORD, TICKED, PARTS, SWAPPED],
    ids=["by month", "quarters", "from to", "by word", "ticked", "parts", "swapped"],
)
def test_import_fees_reads_other_offices_lists(workbook, importing, units, rows):
    name = "金水湾2026年收费.xlsx"

    report = importing(workbook(rows, name=name), kind=ImportKind.FEES)

    assert report.figures["months_in_arrears"] == OWED
    assert report.problems == []


def test_import_fees_takes_the_offices_own_count_of_months(workbook, importing, units):
    rows = [row[:4] for row in COUNTED]

    report = importing(workbook(rows), kind=ImportKind.FEES)

    assert report.figures["months_in_arrears"] == OWED
    assert set(FeeCharge.objects.values_list("first_month", "months")) == {(date(2026, 1, 1), 12)}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_import_fees_reads_csv_in_any_encoding(csv_file, importing, units, encoding):
    report = importing(csv_file(BY_MONTH, encoding=encoding, name="2026.csv"), kind=ImportKind.FEES)

    assert report.figures["months_in_arrears"] == OWED
    assert FeeCharge.objects.filter(paid_on=date(2026, 3, 1)).count() == 3


def test_import_fees_reads_a_sheet_for_each_month(workbook, importing, units):
    header = ["楼栋", "单元", "房号", "应收", "实收"]
    rows = [["3号楼", "1单元", "101", 100, 0], ["3号楼", "1单元", "102", 100, 100]]
    path = workbook(sheets={f"2026年{month}月": [header, *rows] for month in (1, 2, 3)})

    report = importing(path, kind=ImportKind.FEES)

    assert report.figures["months_in_arrears"] == OWED


def test_import_fees_reads_merged_cells(workbook, importing, units):
    rows = [["楼栋", "单元", "房号", "账期", "应收", "实收"], ["3", "1", "101", "2026-01", 5, 0]]
    rows += [[None, None, None, f"2026-{month:02}", 5, 0] for month in (2, 3)]

    report = importing(workbook(rows, merge=["A2:A4", "B2:B4", "C2:C4"]), kind=ImportKind.FEES)

    assert report.figures["months_in_arrears"] == {"3-1-101": 3}


def test_import_fees_reports_bad_rows_with_their_cells_and_goes_on(workbook, importing, units):
    rows = [
        ["楼栋", "单元", "房号", "账期", "应收", "实收", "收款日期"],
        ["3", "1", "999", "2026-01", 100, 0, None],
        ["3", "1", "101", "2026-13", 100, 0, None],
        ["3", "1", "101", "2026-01", "一百多", 0, None],
        ["3", "1", "101", "2026-01", 100, "?钱", None],
        ["3", "1", "101", "2026-01", 100, 100, "三月底"],
        ["3", "1", "101", "2026-01", 100, 0, None],
        ["3", "1", None, "2026-01", 100, 0, None],
        ["3", "1", "102", "2026-01", None, None, None],
        ["3", "1", "102", "2026-01", 100, 0, None],
    ]

    report = importing(workbook(rows), kind=ImportKind.FEES)

    assert [(found.cell, found.problem, found.severity) for found in report.problems] == [
        ("C2", problems.UNIT_UNKNOWN, "rejected"),
        ("D3", problems.PERIOD_UNREADABLE, "rejected"),
        ("E4", problems.DUE_UNREADABLE, "rejected"),
        ("F5", problems.PAID_UNREADABLE, "rejected"),
        ("G6", problems.PAID_ON_UNREADABLE, "warning"),
        ("D7", problems.CHARGE_LISTED, "rejected"),
        ("C8", problems.ROOM_MISSING, "rejected"),
        ("9", problems.AMOUNT_MISSING, "rejected"),
    ]
    assert report.figures["months_in_arrears"] == {"3-1-101": 0, "3-1-102": 1}
    assert (report.data_rows, report.new, report.rejected) == (9, 2, 7)


def test_import_fees_keeps_different_fees_of_one_month_apart(workbook, importing, units):
    header = ["楼栋", "单元", "房号", "收费项目", "账期", "应收", "实收"]
    rows = [header, ["3", "1", "101", "物业费", "2026-01", 100, 0], ["3", "1", "101", "车位费", "2026-01", 50, 50]]

    report = importing(workbook(rows), kind=ImportKind.FEES)

    assert (report.new, report.figures["months_in_arrears"]) == (2, {"3-1-101": 1})


def test_import_fees_without_any_header_says_what_is_missing(workbook, importing, units):
    with pytest.raises(NoRegister, match="应收／实收"):
        importing(workbook([["房号", "姓名"], ["101", "周喆"]]), kind=ImportKind.FEES)


def test_import_fees_costs_the_same_whatever_the_size_of_a_chunk(
    workbook, importing, units, django_assert_max_num_queries
):
    header = ["楼栋", "单元", "房号", "收费项目", "账期", "应收", "实收"]
    rows = [["3", "1", "101", f"项目{n}", "2026-01", 100, 0] for n in range(300)]
    path = workbook([header, *rows])

    with django_assert_max_num_queries(40):
        importing(path, kind=ImportKind.FEES)
