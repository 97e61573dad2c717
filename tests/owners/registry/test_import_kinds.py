"""Registers as other offices keep them: other headers, sheets, sections, encodings."""

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from owners.models import Person, Residency, ResidencyRole, Unit
from owners.registry import problems
from owners.registry.reader import NoRegister
from tests.owners.registry.conftest import HEADER

pytestmark = pytest.mark.django_db


def units() -> set[str]:
    return {str(unit) for unit in Unit.objects.with_address()}


def said(report) -> list[tuple[int, str]]:
    return [(found.row, found.problem) for found in report.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_import_reads_csv_in_any_encoding(csv_file, importing, encoding, delimiter):
    rows = [["金水湾业主台账"], HEADER, ["3号楼", "1单元", "1501", "周喆", "13800001501", ""], [], ["合计", "", "1户"]]

    report = importing(csv_file(rows, encoding=encoding, delimiter=delimiter))

    assert (report.data_rows, report.units, report.people, report.problems) == (1, 1, 1, [])
    assert Person.objects.get().name == "周喆"


@pytest.mark.parametrize(
    "header",
    [
        ["楼号", "门洞", "房间号", "户主姓名", "联系电话", "证件号码"],
        ["幢", "单元号", "室号", "产权人", "手机", "身份证"],
        ["栋号（期）", "单 元", "房 号*", "业主\n姓名", "联系方式（手机）", "身份证号码"],
        ["Building", "Entrance", "Room", "Owner name", "Mobile", "ID number"],
        ["樓棟", "單元", "房號", "業主姓名", "手機號碼", "身份證號"],
    ],
)
def test_import_finds_the_header_by_many_names(workbook, importing, header):
    importing(workbook([["台账"], [], header, ["3#", "一单元", "1501室", "周喆", 13800001501, None]]))

    assert units() == {"3号楼1单元1501"}
    assert Person.objects.get().phone == "+8613800001501"


def test_import_finds_a_header_of_two_lines(workbook, importing):
    above = ["房产信息", None, None, "业主信息", None]
    below = ["楼栋", "单元", "房号", "姓名", "电话"]
    importing(workbook([["台账"], above, below, ["3号楼", "1单元", "1501", "周喆", "13800001501"]]))

    assert units() == {"3号楼1单元1501"}


def test_import_reads_the_sheet_that_has_a_register(workbook, importing):
    cover = [["金水湾客户服务中心"], ["填表说明:请勿改动"]]
    fees = [["项目", "金额"], ["物业费", 100]]
    path = workbook(sheets={"说明": cover, "收费": fees, "台账": [HEADER, ["3", "1", "1501", "周喆", "13800001501"]]})

    report = importing(path)

    assert report.data_rows == 1
    assert "sheet" not in report.as_json()["problems"]


def test_import_reads_a_sheet_for_each_building(workbook, importing):
    header = ["单元", "房号", "业主姓名", "电话"]
    path = workbook(
        sheets={"1号楼": [header, ["1", "101", "周喆", "138"]], "2号楼": [header, ["1", "101", "吴桐", "13800000002"]]}
    )

    report = importing(path)

    assert units() == {"1号楼1单元101", "2号楼1单元101"}
    assert report.as_json()["problems"] == [
        {"row": 2, "problem": problems.PHONE_TOO_SHORT, "severity": "warning", "sheet": "1号楼"}
    ]


def test_import_leaves_hidden_sheets_alone(workbook, importing):
    path = workbook(sheets={"台账": [HEADER, ["3", "1", "1501", "周喆"]], "旧": [HEADER, ["4", "1", "101", "旧人"]]})
    book = load_workbook(path)
    book["旧"].sheet_state = "hidden"
    book.save(path)

    assert importing(path).units == 1


def test_import_carries_sections_and_merged_cells_down(workbook, importing):
    rows = [
        ["房号", "业主姓名", "手机"],
        ["一、3号楼1单元"],
        ["101", "周喆", "13800000001"],
        ["102", "吴桐", "13800000002"],
        ["小计", "2户"],
        [],
        ["二、5号楼"],
        ["101", "郑一", "13800000003"],
        ["房号", "业主姓名", "手机"],
        ["102", "王二", "13800000004"],
        ["总计：4户"],
        ["制表人：李四", None, "审核：张三"],
    ]

    report = importing(workbook(rows, merge=["A2:C2"]))

    assert (report.data_rows, report.problems) == (4, [])
    assert units() == {"3号楼1单元101", "3号楼1单元102", "5号楼101", "5号楼102"}


def test_import_gives_both_units_to_an_owner_in_a_merged_cell(workbook, importing):
    rows = [HEADER, ["3", "1", "101", "周喆", "13800000001", None], ["3", "1", "102", None, None, None]]

    report = importing(workbook(rows, merge=["D2:D3", "E2:E3"]))

    assert (report.units, report.people, report.problems) == (2, 1, [])


def test_import_takes_the_whole_address_from_one_column(workbook, importing):
    rows = [
        ["房屋地址", "业主", "电话"],
        ["3-1-1501", "周喆", "13800000001"],
        ["5号楼2单元301室", "吴桐", "13800000002"],
    ]

    importing(workbook(rows))

    assert units() == {"3号楼1单元1501", "5号楼2单元301"}


def test_import_shares_two_numbers_between_two_owners(workbook, importing):
    importing(workbook([HEADER, ["3", "1", "101", "周喆、吴桐", "13800000001/13800000002", None]]))

    assert {one.name: one.phone.open() for one in Person.objects.all()} == {
        "周喆": "+8613800000001",
        "吴桐": "+8613800000002",
    }
    assert list(Residency.objects.order_by("id").values_list("role", flat=True)) == ["owner", "co_owner"]


def test_import_never_merges_people_by_name_alone(workbook, importing):
    rows = [
        HEADER,
        ["3", "1", "101", "王伟", "13800000001"],
        ["3", "1", "102", "王伟", "13800000002"],
        ["3", "1", "103", "王伟"],
    ]

    assert importing(workbook(rows)).people == 3


def test_import_knows_one_person_over_several_units(workbook, importing):
    rows = [
        HEADER,
        ["3", "1", "101", "王伟", "13800000001", "99010219900123537X"],
        ["3", "1", "102", "王伟", "13900000009", "99010219900123537x"],
        ["3", "1", "103", "王 伟", "13800000001", None],
    ]

    report = importing(workbook(rows))

    assert (report.units, report.people) == (3, 1)
    assert Person.objects.get().phone == "+8613800000001"


def test_import_drops_an_id_number_that_is_somebody_elses(workbook, importing):
    rows = [
        HEADER,
        ["3", "1", "101", "王伟", "13800000001", "99010219900123537X"],
        ["3", "1", "102", "赵敏", "13800000002", "99010219900123537X"],
    ]

    report = importing(workbook(rows))

    assert report.people == 2
    assert said(report) == [(3, problems.ID_OTHER_NAME)]
    assert "99010219900123537X" not in str(report.as_json())


def test_import_joins_another_owner_of_a_listed_unit_and_says_so(workbook, importing):
    rows = [
        HEADER,
        ["3", "1", "101", "周喆", "13800000001"],
        ["3", "1", "101", "吴桐", "13800000002"],
        ["3", "1", "101", "周喆"],
    ]

    report = importing(workbook(rows))

    assert said(report) == [(3, problems.UNIT_LISTED_OTHER), (4, problems.UNIT_LISTED_SAME)]
    assert Residency.objects.get(person__naming__name="吴桐").role == ResidencyRole.CO_OWNER


def test_import_takes_tenants_beside_owners(workbook, importing):
    rows = [[*HEADER, "住户类型"], ["3", "1", "101", "周喆", "1380000000", None, "业主"]]
    rows += [["3", "1", "101", "租客甲", "13800000002", None, "租户"], ["3", "1", "101", "周小喆", None, None, "家属"]]

    report = importing(workbook(rows))

    assert list(Residency.objects.order_by("id").values_list("role", flat=True)) == [
        "owner",
        "tenant",
        "family",
    ]
    assert said(report) == [(2, problems.PHONE_TOO_SHORT)]


def test_import_goes_on_after_every_kind_of_bad_row(workbook, importing):
    header = ["楼栋", "单元", "房号", "业主姓名", "出生日期", "身份证号", "手机", "面积", "交付日期"]
    rows = [
        header,
        ["3", "1", "101", "甲", "2090-01-01", None, None, "大", "2019-13-01"],
        ["3", "1", "102", "乙", "1990-01-24", "99010219900123537X", None, None, None],
        ["3", "1", "见合同", "丙", None, None, "13800000001", None, None],
        ["3", "1", "104", "丁", "1990.1", "99010219900123537X", "13800000004", 99, 43529],
    ]

    report = importing(workbook(rows))

    assert said(report) == [
        (2, problems.AREA_UNREADABLE),
        (2, problems.HANDOVER_IMPOSSIBLE),
        (2, problems.BIRTH_IMPOSSIBLE),
        (3, problems.BIRTH_AGAINST_ID),
        (4, problems.ROOM_UNREADABLE),
        (5, problems.ID_OTHER_NAME),
    ]
    assert report.units == 3


def test_import_without_a_building_rejects_the_row(workbook, importing):
    report = importing(workbook([["房号", "业主姓名"], ["101", "周喆"]]))

    assert said(report) == [(2, problems.BUILDING_MISSING)]
    assert report.units == 0


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old", "项目,金额\n物业费,1\n".encode()]
)
def test_import_of_something_else_says_what_is_wrong(tmp_path, importing, content):
    path = tmp_path / "other.xlsx"
    path.write_bytes(content)

    with pytest.raises(NoRegister):
        importing(path)


def test_import_registry_tells_a_person_what_happened(workbook, estate, capsys):
    path = workbook([HEADER, ["3", "1", "101", "周喆", "138"], ["3", "1", None, "吴桐", "13800000002"]])

    call_command("import_registry", str(path), "--estate", estate.slug, "--dry-run")

    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["row 2 (E2): phone too short (warning)", "row 3 (C3): room number missing (rejected)"]
    assert lines[2] == "2 rows read: 1 new, 0 changed, 0 unchanged, 1 rejected."
    assert any("1 units" in line and "1 people" in line for line in lines[3:])
