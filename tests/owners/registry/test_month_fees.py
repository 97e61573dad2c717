"""Fee lists with a column for each month."""

from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from owners.actions.undo_import import undo_import
from owners.models import FeeCharge, ImportKind, ImportRun
from owners.registry import problems
from owners.registry.columns import Field, find_header
from owners.registry.layouts import FEES
from owners.registry.month_fees import MonthsReader
from owners.registry.month_titles import MonthTitle, read_month_title, years_in, years_of
from owners.registry.reader import Book, Sheet
from owners.registry.samples import sample_of
from tests.owners.registry.conftest import HEADER

pytestmark = pytest.mark.django_db

AT_ONE, AT_TWO = ["3", "1", "101"], ["3", "1", "102"]
PLACE = ["楼栋", "单元", "房号"]
JAN_TO_MAR = ["1月", "2月", "3月"]
# What each variant says: 3-1-101 owes February, 3-1-102 nothing from January to March.
OWED = {"3-1-101": {2}, "3-1-102": set()}

PAID_AND_WORDS = [
    ["金水湾2026年物业费收缴明细"],
    ["房号", "业主", *JAN_TO_MAR, "备注"],
    ["3-1-101", "周喆", 250, "欠", "250.00", ""],
    ["3号楼1单元102室", "吴桐", "已缴", "已交清", "￥250", "老业主"],
    ["合计", None, 500, 0, 500, None],
]
TICKS = [
    ["2026年缴费情况表（单位：元）"],
    [*PLACE, "业主姓名", "2026-01", "2026-02", "2026-03"],
    [*AT_ONE, "周喆", "√", "×", "√"],
    [*AT_TWO, "吴桐", "√", "✓", "✔"],
]
DATES_ABOVE = [
    ["缴费明细"],
    [*PLACE, datetime(2026, 1, 1), datetime(2026, 2, 1), datetime(2026, 3, 1)],
    [*AT_ONE, datetime(2026, 1, 15), "未缴", "2026-03-15"],
    [*AT_TWO, datetime(2026, 1, 15), datetime(2026, 2, 15), "2026年3月15日"],
]
TWO_LINES = [
    ["2026年物业费"],
    [*PLACE, "业主", "1月", None, "2月", None, "3月", None, "合计", None],
    [None, None, None, None, *["应收", "实收"] * 4],
    [*AT_ONE, "周喆", 250, 250, 250, None, 250, 250, 750, 500],
    [*AT_TWO, "吴桐", "250元", "250", "250元", "250", "250元", "250", "750元", "750"],
    ["总计", None, None, None, 500, 500, 500, 250, 500, 500, 1500, 1250],
]
ONE_LINE_PAIRS = [
    [*PLACE, *[f"2026年{month}月{word}" for word in ("应收", "实收") for month in (1, 2, 3)], "欠费合计"],
    [*AT_ONE, 250, 250, 250, 250, 0, 250, 250],
    [*AT_TWO, 250, 250, 250, 250, 250, 250, 0],
]
ARREARS = [
    ["2026年度欠费统计表"],
    [*PLACE, "一月", "二月", "三月", "欠费合计"],
    [*AT_ONE, None, 250, "", 250],
    [*AT_TWO, "-", None, 0, None],
]
UNDER_A_YEAR = [
    [*PLACE, "户主", "2026年缴费情况", None, None],
    [None, None, None, None, *JAN_TO_MAR],
    [*AT_ONE, "周喆", 250, "欠费", 250],
    [*AT_TWO, "吴桐", 250, 250, "250（已缴）"],
]
NUMBERED = [
    [*PLACE, "2026年各月实收", None, None],
    [None, None, None, 1, 2, 3],
    [*AT_ONE, 250, "欠250", 250],
    [*AT_TWO, 250, 250, 250],
]
DATES_AS_TEXT = [
    ["缴费明细"],
    [*PLACE, "2026/1/1", "2026-02-01 00:00:00", "2026年3月1日", "1月份车位费"],
    [*AT_ONE, 250, "欠", 250, 50],
    [*AT_TWO, 250, "250", 250, 50],
]
LEGEND = [
    ["2026年物业费登记表  （○表示已缴费，空白为未缴）"],
    [*PLACE, "01月份", "02月份", "03月份"],
    [*AT_ONE, "○", None, "○"],
    [*AT_TWO, "○", "○", "○"],
]
STATES = [
    [*PLACE, *[f"202{6}.{month}月是否欠费" for month in (1, 2, 3)]],
    [*AT_ONE, "否", "是", "×"],
    [*AT_TWO, "否", "否", "×"],
]
EACH_MONTH = [
    ["2026年收缴台账"],
    [*PLACE, "月物业费", *JAN_TO_MAR],
    [*AT_ONE, "250", "250", "0", "250"],
    [*AT_TWO, "250", "250", "250", "300"],
]
SECTIONS = [
    ["物业费实收", None, None, None, None],
    ["制表日期：2027年1月5日", None, None, None, None],
    ["3月份", "2月份", "1月份", "户主", "房号"],
    ["一、3号楼1单元"],
    ["250", "欠", "250", "周喆", "101"],
    ["250", "免", "250", "吴桐", "102"],
    ["500", "0", "500", None, "小计"],
]
VARIANTS = {
    "paid and words": PAID_AND_WORDS, "ticks": TICKS, "dates above": DATES_ABOVE, "two lines": TWO_LINES,
    "pairs in one line": ONE_LINE_PAIRS, "arrears": ARREARS, "under a year": UNDER_A_YEAR, "numbered": NUMBERED,
    "dates as text": DATES_AS_TEXT,
    "legend": LEGEND, "states": STATES, "each month": EACH_MONTH,
}  # fmt: skip


@pytest.fixture
def units(workbook, importing) -> None:
    importing(workbook([HEADER, [*AT_ONE, "周喆", "13800000001", ""], [*AT_TWO, "吴桐", "13800000002", ""]]))


def owed_months() -> dict[str, set[int]]:
    found: dict[str, set[int]] = {"3-1-101": set(), "3-1-102": set()}
    for charge in FeeCharge.objects.select_related("unit"):
        assert (charge.first_month.year, charge.months) == (2026, 1)
        if charge.months_owed:
            found[f"3-1-{charge.unit.room}"].add(charge.first_month.month)
    return found


@pytest.mark.parametrize("rows", VARIANTS.values(), ids=VARIANTS.keys())
def test_import_fees_reads_a_column_for_each_month(workbook, importing, units, rows):
    path = workbook(rows, name="fees.xlsx")

    report = importing(path, kind=ImportKind.FEES)
    again = importing(path, kind=ImportKind.FEES)

    assert owed_months() == OWED
    assert FeeCharge.objects.count() == 6
    assert (report.problems, report.new) == ([], 2)
    assert (again.same, again.changed, again.new) == (2, 0, 0)
    assert report.figures["months_in_arrears"] == {"3-1-101": 1, "3-1-102": 0}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", ["paid and words", "ticks", "two lines", "arrears", "numbered", "legend"])
def test_import_fees_reads_them_as_csv_too(csv_file, importing, units, name, encoding):
    importing(csv_file(VARIANTS[name], encoding=encoding, name="fees.csv"), kind=ImportKind.FEES)

    assert owed_months() == OWED


def test_import_fees_takes_the_year_from_the_file(csv_file, importing, units):
    importing(csv_file(SECTIONS, encoding="gb18030", name="金水湾2026年.csv"), kind=ImportKind.FEES)

    assert not FeeCharge.objects.exists()

    forwards = [[*row[2::-1], *row[3:]] if len(row) > 3 else row for row in SECTIONS]
    importing(csv_file(forwards, encoding="gb18030", name="金水湾2026年.csv"), kind=ImportKind.FEES)

    assert owed_months() == OWED


def test_import_fees_reads_a_sheet_for_each_year(workbook, importing, units):
    header = [*PLACE, "11月", "12月"]
    path = workbook(sheets={"2025年缴费": [header, [*AT_ONE, "欠", 250]], "2026年缴费": [header, [*AT_ONE, 250, "欠"]]})

    importing(path, kind=ImportKind.FEES)

    owed = FeeCharge.objects.filter(months_owed=1).order_by("first_month")
    assert [charge.first_month for charge in owed] == [date(2025, 11, 1), date(2026, 12, 1)]


def test_import_fees_keeps_amounts_and_days(workbook, importing, units):
    importing(workbook([*TWO_LINES[:3], [*AT_ONE, "周喆", 250, 100, 250, None, None, None]]), kind=ImportKind.FEES)
    importing(workbook([*DATES_ABOVE[:3]], name="b.xlsx"), kind=ImportKind.FEES)

    kept = [
        (charge.first_month.month, charge.due, charge.paid, charge.months_owed, charge.paid_on)
        for charge in FeeCharge.objects.order_by("first_month")
    ]
    assert kept == [
        (1, None, None, 0, date(2026, 1, 15)),
        (2, None, None, 1, None),
        (3, None, None, 0, date(2026, 3, 15)),
    ]


def test_import_fees_reads_quarters_as_columns(workbook, importing, units):
    rows = [["2026年收缴表"], [*PLACE, "一季度", "第二季度"], [*AT_ONE, 750, "欠"], [*AT_TWO, 750, 750]]

    report = importing(workbook(rows), kind=ImportKind.FEES)

    assert report.figures["months_in_arrears"] == {"3-1-101": 3, "3-1-102": 0}
    assert set(FeeCharge.objects.values_list("first_month", "months")) == {(date(2026, 1, 1), 3), (date(2026, 4, 1), 3)}


def test_import_fees_reads_months_of_two_years(workbook, importing, units):
    rows = [["2025—2026年度收缴表"], [*PLACE, "12月", "1月"], [*AT_ONE, 250, "欠"]]

    importing(workbook(rows), kind=ImportKind.FEES)

    assert list(FeeCharge.objects.order_by("id").values_list("first_month", "months_owed")) == [
        (date(2025, 12, 1), 0),
        (date(2026, 1, 1), 1),
    ]


@pytest.mark.parametrize(
    ("heading", "months", "cells", "found"),
    [
        ("收缴表", ["1月", "2月"], [250, "欠"], [("D3", problems.PERIOD_MISSING)]),
        (
            "2026年收缴表",
            ["12月", "1月"],
            [250, "欠"],
            [("D3", problems.PERIOD_MISSING)],
        ),
        ("2026年物业费台账", ["1月", "2月"], [250, 250], [("D3", problems.MONTH_UNCLEAR)]),
        ("2026年收缴及欠费表", ["1月", "2月"], [250, 250], [("D3", problems.MONTH_UNCLEAR)]),
        ("2026年应收物业费", ["1月", "2月"], [250, 250], [("D3", problems.MONTH_UNCLEAR)]),
        ("2026年欠费表", ["1月", "2月"], ["√", None], [("D3", problems.MONTH_UNCLEAR)]),
        ("2026年收缴表", ["1月", "2月"], ["○", 250], [("D3", problems.MONTH_UNCLEAR)]),
        ("2026年收缴表", ["1月", "2月"], [0, 250], [("D3", problems.MONTH_UNCLEAR)]),
        ("2026年收缴表", ["1月", "2月"], ["空置", 250], [("D3", problems.AMOUNT_UNREADABLE)]),
        ("2026年收缴表", ["1月", "2月"], ["2026-13-40", 250], [("D3", problems.PAID_ON_UNREADABLE)]),
        ("2026年收缴表", ["1月", "2月"], [None, 250], [("D3", problems.AMOUNT_MISSING)]),
        ("2026年收缴表", ["1月", "2月"], [None, None], [("D3", problems.AMOUNT_MISSING)]),
        ("2026年物业费", ["1月应收", "2月应收"], [250, 250], [("D3", problems.MONTH_UNCLEAR)]),
    ],
)
def test_what_cannot_be_told_is_reported_at_its_cell(workbook, importing, units, heading, months, cells, found):
    report = importing(workbook([[heading], [*PLACE, *months], [*AT_ONE, *cells]]), kind=ImportKind.FEES)

    assert [(problem.cell, problem.problem) for problem in report.problems] == found
    assert not FeeCharge.objects.filter(first_month__month=1).exists()
    assert not FeeCharge.objects.filter(months_owed__gt=0).exists()


def test_a_flat_listed_twice_is_reported_for_each_month(workbook, importing, units):
    rows = [
        ["2026年收缴表"],
        [*PLACE, "1月", "2月"],
        [*AT_ONE, 250, "?"],
        [*AT_ONE, 250, 250],
        [*AT_ONE, 250, 250],
        ["3", "1", "999", 250, 250],
    ]

    report = importing(workbook(rows), kind=ImportKind.FEES)

    assert [(found.cell, found.problem, found.severity) for found in report.problems] == [
        ("E3", problems.AMOUNT_MISSING, "warning"),
        ("D4", problems.CHARGE_LISTED, "warning"),
        ("D5", problems.CHARGE_LISTED, "rejected"),
        ("C6", problems.UNIT_UNKNOWN, "rejected"),
    ]
    assert FeeCharge.objects.count() == 2


def test_arrears_that_are_gone_from_the_next_list_are_none(workbook, importing, units):
    importing(workbook([["2026年欠费表"], [*PLACE, "1月", "2月"], [*AT_ONE, 250, 250]]), kind=ImportKind.FEES)

    rows = [["2026年欠费表"], [*PLACE, "1月", "2月"], [*AT_ONE, None, 250]]
    report = importing(workbook(rows, name="b.xlsx"), kind=ImportKind.FEES)

    assert report.figures["months_in_arrears"] == {"3-1-101": 1}


def test_months_without_a_meaning_leave_the_lists_own_count(workbook, importing, units):
    rows = [["2026年物业费台账"], [*PLACE, "1月", "2月", "欠费月数"], [*AT_ONE, 250, 250, 2]]

    report = importing(workbook(rows), kind=ImportKind.FEES)

    assert report.figures["months_in_arrears"] == {"3-1-101": 2}
    assert FeeCharge.objects.get().months == 12


def test_undo_takes_the_months_back(workbook, importing, units):
    importing(workbook(ARREARS, name="a.xlsx"), kind=ImportKind.FEES)
    report = importing(workbook(TWO_LINES, name="b.xlsx"), kind=ImportKind.FEES)

    undo_import(run=ImportRun.objects.get(pk=report.number), actor="test")

    assert owed_months() == OWED
    assert {charge.due for charge in FeeCharge.objects.filter(unit__room="101", first_month__month=2)} == {25000}
    assert {charge.due for charge in FeeCharge.objects.filter(unit__room="101", first_month__month=1)} == {None}


def test_import_fees_by_months_costs_the_same_whatever_its_size(
    workbook, importing, units, django_assert_max_num_queries
):
    header = [*PLACE, "收费项目", *[f"{month}月" for month in range(1, 13)]]
    rows = [[*AT_ONE, f"项目{n}", *[100] * 12] for n in range(60)]
    path = workbook([["2026年实收"], header, *rows])

    with django_assert_max_num_queries(40):
        importing(path, kind=ImportKind.FEES)

    assert FeeCharge.objects.count() == 720


def test_the_mapping_screen_shows_months_masked(workbook):
    sample = sample_of(workbook(DATES_ABOVE), FEES, {})

    assert [(column.title, column.meaning) for column in sample.columns][3:] == [
        ("2026年1月", "month"),
        ("2026年2月", "month"),
        ("2026年3月", "month"),
    ]
    assert "2026-01-15" not in str(sample)


def test_a_month_that_is_not_needed_is_left_out(workbook):
    header = find_header([[*PLACE, "2026年1月", "2026年2月", "2026年3月"]], FEES, {"2026年2月": None})

    assert header is not None
    assert [month.title.first for month in header.months] == [1, 3]


@pytest.mark.parametrize(
    "row",
    [
        ["房号", "账期", "应收", "1月", "2月"],
        ["房号", "应收", "1月"],
        ["房号", "截止1月欠费", "截止2月欠费"],
        ["房号", "应收", "1月滞纳金", "2月滞纳金"],
    ],
)
def test_other_lists_stay_what_they_are(row):
    header = find_header([row, ["3-1-101", "2026-01", 250, 250, 250]], FEES)

    assert header is not None
    assert header.months == ()
    assert Field.MONTH not in header.columns


def test_a_month_is_what_somebody_confirmed():
    header = find_header(
        [["房号", "1月份车位费", "2月份车位费"]], FEES, {"1月份车位费": Field.MONTH, "2月份车位费": Field.MONTH}
    )

    assert header is not None
    assert [month.field for month in header.months] == [None, None]


def test_a_row_of_data_is_no_line_of_titles():
    rows = [
        ["房号", "自", "至", "欠费"],
        ["3-1-101", "2026-01", "2026-03", 750],
        ["3-1-102", "2026-01", "2026-03", 750],
    ]

    header = find_header(rows, FEES)

    assert header is not None
    assert header.last_row == 1


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("1月", MonthTitle(1)),
        ("十二月份（元）", MonthTitle(12)),
        ("2026.10", MonthTitle(10, 1, 2026)),
        ("202601", MonthTitle(1, 1, 2026)),
        ("26年3月", MonthTitle(3, 1, 2026)),
        ("1-3月", MonthTitle(1, 3)),
        ("下半年", MonthTitle(7, 6)),
        ("March 2026", MonthTitle(3, 1, 2026)),
        ("2月（实收）", MonthTitle(2, 1, None, "实收")),
        ("12月31日", None),
        ("3", None),
        ("1个月", None),
        ("截止12月", None),
        ("13月", None),
        ("3-1月", None),
    ],
)
def test_read_month_title(title, found):
    assert read_month_title(title) == found


def test_years_of_titles_are_never_guessed():
    months = [MonthTitle(11), MonthTitle(12), MonthTitle(1)]

    assert years_of(months[:2], ["台账", "2026年"]) == [2026, 2026]
    assert years_of(months, ["2026年"]) == [None, None, None]
    assert years_of(months, ["2025—2026年"]) == [2025, 2025, 2026]
    assert years_of(months[:2], ["2025—2026年"]) == [None, None]
    assert years_of([MonthTitle(11, 1, 2025), MonthTitle(12), MonthTitle(1)], ["2026年"]) == [2025, 2025, None]
    assert years_in("2026年物业费 制表日期：2027-01-03 20260701") == [2026]


SPELLINGS = st.sampled_from([(month, title) for month in range(1, 7) for title in (
    f"2026年{month}月", f"2026-{month:02}", f"2026{month:02}", f"26年{month}月份（元）", f"2026/{month}",
)])  # fmt: skip
CELL_OWED = {
    True: ["欠", "未缴", "×", "欠费250", "250(未交)"],
    False: ["已缴", "√", 250, "250.00", "￥250元", "免", date(2026, 5, 1)],
}


@given(st.lists(SPELLINGS, min_size=2, max_size=6, unique_by=lambda one: one[0]), st.data())
def test_a_list_of_receipts_says_the_same_in_any_spelling_and_order(columns, data):
    owed = {month: data.draw(st.booleans()) for month, _title in columns}
    cells = [data.draw(st.sampled_from(CELL_OWED[owed[month]])) for month, _title in columns]
    header = find_header([["业主", *[title for _month, title in columns], "房号"]], FEES)
    assert header is not None
    reader = MonthsReader(Sheet("实收", header, Book()), file_name="x.csv")

    charges, unclear = reader.read(["周喆", *cells, "3-1-101"])

    assert unclear == []
    assert {charge.period.first.month: bool(charge.months_owed) for charge in charges} == owed


CELLS = st.one_of(
    st.text(max_size=12), st.integers(-(10**6), 10**6), st.floats(), st.booleans(), st.none(), st.dates(),
    st.sampled_from(["√", "×", "欠", "已缴", "欠250", "250", "2026-01-05", "免", "空", "-"]),
)  # fmt: skip


@given(
    st.lists(CELLS, min_size=6, max_size=6),
    st.sampled_from(["2026年收缴", "2026年欠费", "2026年", "应收", ""]),
    st.sampled_from([TWO_LINES[1:3], [[*PLACE, *JAN_TO_MAR, "一季度", "月物业费", "2月状态"]]]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_cells_hold_is_read_or_reported(cells, caption, lines):
    header = find_header(lines, FEES)
    assert header is not None
    reader = MonthsReader(Sheet("台账", header, Book(), caption=caption), file_name="x.csv")

    charges, unclear = reader.read([*AT_ONE, *cells])

    assert all(0 <= charge.months_owed <= charge.period.months for charge in charges)
    assert all(problem.column >= len(PLACE) for problem in unclear)


@given(st.text(max_size=24))
def test_any_title_is_a_month_or_none(title):
    found = read_month_title(title)

    assert found is None or (1 <= found.first <= 12 and 1 <= found.months <= 12)
