"""Purchase lists as other offices keep them."""

from datetime import date, datetime

import pytest

from owners.models import ImportKind, Purchase
from owners.registry import problems
from tests.owners.registry.conftest import HEADER

pytestmark = pytest.mark.django_db

BOUGHT = {"3-1-101": 1460.5, "3-1-102": -60}

PLAIN = [
    ["日期", "楼栋", "单元", "房号", "姓名", "服务项目", "金额(元)"],
    ["2026/9/12", "3号楼", "1单元", "101", "周喆", "上门收费", "1,200.50"],
    ["2026/9/13", "3号楼", "1单元", "101", "周喆", "家政保洁", "260.00"],
    ["2026/9/13", "3号楼", "1单元", "102", "吴桐", "退款", "(60.00)"],
]
ONE_ADDRESS = [
    ["增值服务消费明细（2026年）"],
    ["客户姓名", "房屋地址", "消费项目", "消费金额", "消费时间"],
    ["周喆", "3-1-101", "保洁", "¥1,200.50", datetime(2026, 9, 12, 10, 30)],
    ["周喆", "3号楼1单元101室", "保洁", 260, 46278],
    ["吴桐", "3栋1-102", "退款", "-60元", "2026年9月13日"],
    ["总计", None, None, "1400.5"],
]
SECTIONS = [
    ["房号", "下单日期", "商品名称", "实付金额"],
    ["3号楼1单元"],
    ["101", "20260912", "净水器", "0.12005万"],
    ["101", "20260913", "滤芯", "２６０"],
    ["102", "20260913", "退款", "−60"],
]
ENGLISH = [
    ["date", "building", "entrance", "flat", "service", "amount"],
    ["2026-09-12", "3", "1", "101", "Cleaning", "1200.50"],
    ["2026-09-13", "3", "1", "101", "Cleaning", "260"],
    ["2026-09-13", "3", "1", "102", "Refund", "-60"],
]
TWO_LINES = [
    ["2026年消费"],
    ["房产信息", None, None, "消费信息", None, None],
    ["幢", "单元", "室号", "服务日期", "服务内容", "收费金额"],
    ["3", "1", "101", "26/9/12", "开荒保洁", "1200.5"],
    ["3", "1", "101", "26.9.13", "月嫂", "贰佰陆拾元整"],
    ["3", "1", "102", "2026.9.13", "退款", "(60)"],
    ["制表人：李四"],
]
ANOTHER_ORDER = [
    ["序号", "备注", "总价", "项目", "单元", "房间", "楼", "时间"],
    [1, "现金", "1,200.50元", "维修", "一单元", "0101", "三号楼", "2026-9-12 08:00:00"],
    [2, None, "RMB260", "维修", "一单元", "0101", "三号楼", "二〇二六年九月十三日"],
    [3, None, "-60", "退款", "一单元", "0102", "三号楼", "2026-9-13"],
]


@pytest.fixture
def units(workbook, importing) -> None:
    importing(workbook([HEADER, ["3", "1", "101", "周喆", "13800000001"], ["3", "1", "102", "吴桐", "13800000002"]]))


@pytest.mark.parametrize(
    "rows",
    [PLAIN, ONE_ADDRESS, SECTIONS, ENGLISH, TWO_LINES, ANOTHER_ORDER],
    ids=["plain", "one address", "sections", "English", "two lines", "another order"],
)
def test_import_purchases_reads_other_offices_lists(workbook, importing, units, rows):
    report = importing(workbook(rows), kind=ImportKind.PURCHASES)

    assert report.figures["purchases_yuan"] == BOUGHT
    assert report.problems == []
    assert set(Purchase.objects.values_list("bought_on", flat=True)) == {date(2026, 9, 12), date(2026, 9, 13)}


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_import_purchases_reads_csv_in_any_encoding(csv_file, importing, units, encoding, delimiter):
    path = csv_file(PLAIN, encoding=encoding, delimiter=delimiter)

    assert importing(path, kind=ImportKind.PURCHASES).figures["purchases_yuan"] == BOUGHT


def test_import_purchases_takes_the_same_twice_in_one_list_as_two(workbook, importing, units):
    path = workbook([PLAIN[0], PLAIN[2], PLAIN[2]])

    first = importing(path, kind=ImportKind.PURCHASES)
    again = importing(path, kind=ImportKind.PURCHASES)
    longer = importing(workbook([PLAIN[0], *[PLAIN[2]] * 3], name="longer.xlsx"), kind=ImportKind.PURCHASES)

    assert [(report.new, report.same) for report in (first, again, longer)] == [(2, 0), (0, 2), (1, 2)]


def test_import_purchases_reports_bad_rows_with_their_cells_and_goes_on(workbook, importing, units):
    rows = [
        PLAIN[0],
        ["2026/13/12", "3", "1", "101", "周喆", "保洁", "100"],
        [None, "3", "1", "101", "周喆", "保洁", "100"],
        ["2026/9/12", "3", "1", "101", "周喆", "保洁", "很多"],
        ["2026/9/12", "3", "1", "101", "周喆", "保洁", None],
        ["2026/9/12", "3", "1", "404", "周喆", "保洁", "100"],
        ["2026/9/12", "3", "1", "101", "周喆", "保洁", "100"],
    ]

    report = importing(workbook(rows), kind=ImportKind.PURCHASES)

    assert [(found.cell, found.problem) for found in report.problems] == [
        ("A2", problems.DATE_UNREADABLE),
        ("A3", problems.DATE_MISSING),
        ("G4", problems.AMOUNT_UNREADABLE),
        ("G5", problems.AMOUNT_MISSING),
        ("D6", problems.UNIT_UNKNOWN),
    ]
    assert (report.data_rows, report.new, report.rejected) == (6, 1, 5)


def test_import_purchases_seals_what_was_spent(workbook, importing, units):
    importing(workbook(PLAIN), kind=ImportKind.PURCHASES)

    purchase = Purchase.objects.get(service="上门收费")
    assert purchase.amount == 120050
    assert "120050" not in purchase.amount_sealed.token


def test_import_purchases_without_a_room_finds_the_buyer_by_name_and_number(workbook, importing, units):
    rows = [
        ["日期", "姓名", "手机", "服务项目", "金额"],
        ["2026/9/12", "周 喆", "138 0000 0001", "保洁", 100],
        ["2026/9/12", "周喆", "13800000002", "保洁", 100],
        ["2026/9/12", "生人", "13900000009", "保洁", 100],
    ]
    path = workbook(rows)

    report = importing(path, kind=ImportKind.PURCHASES)
    again = importing(path, kind=ImportKind.PURCHASES)

    purchase = Purchase.objects.get()
    assert (purchase.unit, purchase.person.name, purchase.amount) == (None, "周喆", 10000)
    assert [(found.cell, found.problem) for found in report.problems] == [
        ("B3", problems.PERSON_UNKNOWN),
        ("B4", problems.PERSON_UNKNOWN),
    ]
    assert (again.new, again.same) == (0, 1)


def test_import_purchases_costs_the_same_whatever_the_size_of_a_chunk(
    workbook, importing, units, django_assert_max_num_queries
):
    rows = [["2026/9/12", "3", "1", "101", "周喆", f"项目{n}", n] for n in range(300)]
    path = workbook([PLAIN[0], *rows])

    with django_assert_max_num_queries(42):
        importing(path, kind=ImportKind.PURCHASES)
