"""Registers that give further owners columns, or lines, of their own."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owners.actions.undo_import import undo_import
from owners.forms.imports import ColumnsForm
from owners.models import ColumnMapping, Estate, ImportKind, ImportRun, MappedColumn, Person, Residency, ResidencyRole
from owners.registry import problems
from owners.registry.columns import Field, find_header, plain
from owners.registry.layouts import REGISTER
from owners.registry.reader import Book, Sheet
from owners.registry.register_book import layout_of, register_workbook
from owners.registry.rows import RowReader
from owners.registry.samples import sample_of

pytestmark = pytest.mark.django_db

ID_ONE, ID_TWO = "11010519491231002X", "990102198004216436"
HEAD = ["楼栋", "单元", "房号", "业主姓名", "手机号码"]
FLAT = ["3", "1", "101"]
# What each variant says of 3-1-101: its owner and two further ones, each with a telephone.
OWNERS = {
    "周喆": (ResidencyRole.OWNER, "+8613800000001"),
    "吴桐": (ResidencyRole.CO_OWNER, "+8613800000002"),
    "郑一": (ResidencyRole.CO_OWNER, "+8613800000003"),
}
ONE, TWO, THREE = "13800000001", "13800000002", "13800000003"
VARIANTS = {
    "one column": [[*HEAD, "共有人", "共有人电话"], [*FLAT, "周喆", ONE, "吴桐、郑一", f"{TWO}、{THREE}"]],
    "numbered": [
        ["房屋地址", "业主1", "业主1电话", "业主2", "业主2电话", "业主3", "业主3手机"],
        ["3-1-101", "周喆", ONE, "吴桐", TWO, "郑一", int(THREE)],
    ],
    "numbers at the end": [
        ["房屋地址", "姓名", "电话", "姓名2", "电话2", "姓名3", "电话3"],
        ["3-1-101", "周喆", ONE, "吴桐", TWO, "郑一", THREE],
    ],
    "numbers in brackets": [
        ["房屋地址", "业主姓名", "业主电话", "共有人（1）", "共有人(2)", "共有人(1)电话", "共有人(2)电话"],
        ["3-1-101", "周喆", ONE, "吴桐", "郑一", TWO, THREE],
    ],
    "Chinese numbers": [
        ["房屋地址", "产权人（一）", "产权人（二）", "产权人（三）", "手机（一）", "手机（二）", "手机（三）"],
        ["3-1-101", "周喆", "吴桐", "郑一", ONE, TWO, THREE],
    ],
    "the same title twice": [
        ["共有人电话", "共有人", "共有人", "共有人电话", "手机", "户主", "房号", "楼栋", "单元"],
        [TWO, "吴桐", "郑一", THREE, ONE, "周喆", "101室", "3号楼", "1单元"],
    ],
    "two lines": [
        ["房产", None, None, "业主信息", None, "共有人", None, "备注"],
        ["楼栋", "单元", "房号", "姓名", "电话", "姓名", "电话", None],
        [*FLAT, "周喆", ONE, "吴桐\n郑一", f"{TWO}\n{THREE}", "无"],
    ],
    "words": [
        ["金水湾花名册"],
        ["序号", *HEAD, "第二产权人姓名", "第二产权人联系方式", "其他共有权人", "其他共有权人电话", "产权人是否共有"],
        [1, *FLAT, "周喆", ONE, "妻：吴桐", TWO, "郑一（子）", THREE, "是"],
        ["合计", None, None, "1户", None, None, None, None, None, None],
    ],
    "traditional": [
        ["樓棟", "單元", "房號", "業主姓名", "手機", "業主2", "業主2電話", "其他業主", "其他業主電話"],
        [*FLAT, "周喆", ONE, "吴桐", TWO, "郑一", THREE],
    ],
    "English": [
        ["Building", "Entrance", "Room", "Owner", "Phone", "Co-owner name", "Co-owner phone"],
        [*FLAT, "周喆", ONE, "吴桐;郑一", f"{TWO};{THREE}"],
    ],
    "named twice": [
        [*HEAD, "产权共有人", "产权共有人手机号码"],
        [*FLAT, "周喆、吴桐", f"{ONE}、{TWO}", "周喆、吴桐、郑一", f"{ONE}、{TWO}、{THREE}"],
    ],
    "telephones only": [[*HEAD, "共有人电话"], [*FLAT, "周喆、吴桐、郑一", ONE, f"{TWO}/{THREE}"]],
    "lines of their own": [
        ["序号", *HEAD, "建筑面积"],
        [1, *FLAT, "周喆", ONE, 88.5],
        [None, None, None, None, "吴桐", TWO, None],
        [None, None, None, None, "郑一", THREE, None],
    ],
}  # fmt: skip


def owners_of(room: str = "101") -> dict[str, tuple[str, str]]:
    homes = Residency.objects.open().filter(unit__room=room).select_related("person__naming").order_by("id")
    return {home.person.name: (home.role, home.person.phone.open()) for home in homes}


@pytest.mark.parametrize("rows", VARIANTS.values(), ids=VARIANTS.keys())
def test_import_register_reads_further_owners(workbook, importing, rows):
    path = workbook(rows)

    report = importing(path)
    again = importing(path)

    assert owners_of() == OWNERS
    assert {found.problem for found in report.problems} <= {problems.UNIT_LISTED_OTHER}
    assert again.changed == again.new == again.ended == 0
    assert (again.units, again.people) == (1, 3)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", ["one column", "numbered", "two lines", "words", "lines of their own"])
def test_import_register_reads_them_as_csv_too(csv_file, importing, name, encoding):
    importing(csv_file(VARIANTS[name], encoding=encoding))

    assert owners_of() == OWNERS


def test_import_register_takes_a_line_for_each_owner_that_names_the_others(workbook, importing):
    rows = [[*HEAD, "共有人"], [*FLAT, "周喆", ONE, "吴桐、郑一"], [*FLAT, "吴桐", TWO, "周喆、郑一"],
            [*FLAT, "郑一", THREE, "周喆、吴桐"], [*FLAT, "周喆", ONE, "吴桐、郑一"]]  # fmt: skip

    report = importing(workbook(rows))

    assert owners_of() == OWNERS
    assert [(found.row, found.problem) for found in report.problems] == [(5, problems.UNIT_LISTED_SAME)]


def test_undo_takes_further_owners_back(workbook, importing):
    report = importing(workbook(VARIANTS["one column"]))

    undo_import(run=ImportRun.objects.get(pk=report.number), actor="test")

    assert not Person.objects.exists()
    assert not Residency.objects.exists()


def test_a_later_register_ends_a_further_owner(workbook, importing):
    importing(workbook(VARIANTS["one column"], name="1.xlsx"))

    report = importing(workbook([[*HEAD, "共有人", "共有人电话"], [*FLAT, "周喆", ONE, "吴桐", TWO]], name="2.xlsx"))

    assert report.ended == 1
    assert list(owners_of()) == ["周喆", "吴桐"]


def test_bad_values_of_further_owners_are_warned_about_in_their_cells(workbook, importing):
    header = [*HEAD, "身份证号", "共有人", "共有人电话", "共有人身份证号", "共有人2", "共有人2电话"]
    rows = [
        [*FLAT, "周喆", ONE, ID_ONE, "吴桐", "1380000", "123", None, None],
        ["3", "1", "102", "郑一", TWO, None, "王二、孙三", f"、{THREE}", f"、{ID_TWO}", None, "13900000009"],
        ["3", "1", "103", "钱五", None, None, "共同共有", None, None, "无", "/"],
    ]

    report = importing(workbook([header, *rows]))

    assert [(found.cell, found.problem, found.severity) for found in report.problems] == [
        ("H2", problems.PHONE_TOO_SHORT, "warning"),
        ("I2", problems.ID_LENGTH, "warning"),
        ("J3", problems.NAME_MISSING, "warning"),
    ]
    assert owners_of("102") == {
        "郑一": (ResidencyRole.OWNER, "+8613800000002"),
        "王二": (ResidencyRole.CO_OWNER, ""),
        "孙三": (ResidencyRole.CO_OWNER, "+8613800000003"),
    }
    assert Person.objects.get(naming__name="孙三").id_number.open() == ID_TWO
    assert list(owners_of("103")) == ["钱五"]


def test_a_further_owner_of_the_same_name_and_another_number_is_somebody_else(workbook, importing):
    header = [*HEAD, "身份证号", "共有人", "共有人身份证号"]

    importing(workbook([header, [*FLAT, "王芳", ONE, ID_ONE, "王芳", ID_TWO]]))

    assert {person.id_number.open() for person in Person.objects.all()} == {ID_ONE, ID_TWO}
    assert Residency.objects.filter(role=ResidencyRole.CO_OWNER).count() == 1


def test_shares_are_given_out_over_all_owners(workbook, importing):
    header = [*HEAD, "共有人", "产权份额"]
    rows = [[*FLAT, "周喆", ONE, "吴桐", "70%、30%"], ["3", "1", "102", "郑一", TWO, "王二", "各50%"]]

    importing(workbook([header, *rows]))

    shares = dict(Residency.objects.values_list("person__naming__name", "share"))
    assert shares == {"周喆": 7000, "吴桐": 3000, "郑一": 5000, "王二": 5000}


def test_a_sheet_without_the_column_is_of_the_same_list(workbook, importing):
    sheets = {
        "3号楼": [["房号", "业主", "电话", "共有人"], ["1-101", "周喆", ONE, "吴桐"]],
        "4号楼": [["房号", "业主", "电话"], ["1-101", "郑一", THREE]],
    }

    report = importing(workbook(sheets=sheets))

    assert (report.units, report.people) == (2, 3)


@pytest.mark.parametrize(
    "title",
    ["共有情况", "共有方式", "共有人数", "共有人关系", "共有人出生日期", "共有人性别", "共有人证件类型", "是否共有"],
)
def test_what_is_said_about_further_owners_otherwise_is_nobodys(title):
    header = find_header([[*HEAD, title], [*FLAT, "周喆", ONE, "2"]], REGISTER)

    assert header is not None
    assert header.field_at(len(HEAD)) is None


def test_a_column_for_all_owners_is_the_first_owners_still():
    header = find_header([["房号", "业主及共有人姓名", "电话", "电话2"]], REGISTER)

    assert header is not None
    assert [header.field_at(column) for column in range(4)] == [
        Field.ROOM,
        Field.NAME,
        Field.PHONE,
        Field.MORE_PHONES,
    ]


# Lines without a room, one after 3-1-101 with 88.5 m².
LINES: dict[str, tuple[list[Any], ...]] = {
    "an area of its own": ([None, None, None, None, "吴桐", TWO, 88.5],),
    "a number of its own": ([2, None, None, None, "吴桐", TWO, None],),
    "another building": ([None, "4", None, None, "吴桐", TWO, None],),
    "not directly below": ([], [None, None, None, None, "吴桐", TWO, None]),
}


@pytest.mark.parametrize("lines", LINES.values(), ids=LINES.keys())
def test_a_line_whose_room_was_forgotten_is_nobodys(workbook, importing, lines):
    report = importing(workbook([["序号", *HEAD, "面积"], [1, *FLAT, "周喆", ONE, 88.5], *lines]))

    assert [found.problem for found in report.problems] == [problems.ROOM_MISSING]
    assert list(owners_of()) == ["周喆"]


def test_a_line_without_a_room_in_a_list_of_all_who_live_there_is_no_owners(workbook, importing):
    rows = [["序号", *HEAD[:3], "姓名", "电话"], [1, *FLAT, "周喆", ONE], [None, None, None, None, "吴桐", TWO]]

    report = importing(workbook(rows))

    assert [(found.row, found.problem) for found in report.problems] == [(3, problems.ROOM_MISSING)]


def test_a_line_without_a_room_below_a_rejected_one_is_nobodys(workbook, importing):
    rows = [
        ["序号", *HEAD, "面积"],
        [1, "3", "1", None, "周喆", ONE, 88.5],
        [None, None, None, None, "吴桐", TWO, None],
    ]

    report = importing(workbook(rows))

    assert [(found.row, found.problem) for found in report.problems] == [
        (2, problems.ROOM_MISSING),
        (3, problems.ROOM_MISSING),
    ]


def test_a_room_merged_over_two_lines_has_two_owners(workbook, importing):
    rows = [[*HEAD, "面积"], [*FLAT, "周喆", ONE, 88], [None, None, None, "吴桐", TWO, None]]

    report = importing(workbook(rows, merge=["A2:A3", "B2:B3", "C2:C3", "F2:F3"]))

    assert report.rejected == 0
    assert owners_of() == {name: OWNERS[name] for name in ("周喆", "吴桐")}


def test_the_mapping_screen_offers_further_owners_in_several_columns(workbook):
    path = workbook([[*HEAD, "另一位", "另一位", "备注"], [*FLAT, "周喆", ONE, "吴桐", "郑一", ""]])
    sample = sample_of(path, REGISTER, {plain("另一位"): Field.CO_NAME})

    form = ColumnsForm(
        {ColumnsForm.name_of(column.position): column.meaning for column in sample.columns},
        sample=sample,
        layout=REGISTER,
    )

    assert form.is_valid(), form.errors
    assert [column.meaning for column in sample.columns] == [
        "building", "entrance", "room", "name", "phone", "co_name", "co_name", "",
    ]  # fmt: skip
    assert "吴桐" not in str(sample)


@pytest.fixture
def remember(estate: Estate) -> Callable[[list[str]], None]:
    """Confirms what the titles say by themselves."""

    def confirm(titles: list[str]) -> None:
        header = find_header([titles], REGISTER)
        assert header is not None
        mapping = ColumnMapping.objects.create(estate=estate, kind=ImportKind.REGISTER, confirmed_by="test")
        MappedColumn.objects.bulk_create(
            MappedColumn(mapping=mapping, position=column, title=title, meaning=header.field_at(column) or "")
            for column, title in enumerate(titles)
        )

    return confirm


@pytest.mark.parametrize("name", ["one column", "numbered", "numbers at the end", "the same title twice"])
def test_the_offices_own_layout_comes_back_the_same(workbook, importing, estate, remember, name):
    titles, row = VARIANTS[name]
    remember(titles)
    importing(workbook([titles, row]))

    taken = list(register_workbook(estate, layout_of(estate)))
    again = importing(workbook(taken, name="again.xlsx"))

    assert taken[0] == titles
    named = [
        value for title, value in zip(titles, taken[1], strict=True) if "电话" not in title and "手机" not in title
    ]
    assert str(named).count("周喆") == str(named).count("吴桐") == str(named).count("郑一") == 1
    assert (again.same, again.changed, again.new, again.ended, again.problems) == (1, 0, 0, 0, [])
    assert owners_of() == OWNERS


def test_more_further_owners_than_columns_share_the_last(workbook, importing, estate, remember):
    importing(
        workbook([[*HEAD, "共有人", "共有人电话"], [*FLAT, "周喆", ONE, "吴桐、郑一、王二", f"{TWO}、、{THREE}"]])
    )
    remember([*HEAD, "业主2", "业主2电话", "业主3", "业主3电话", "业主3身份证"])

    _titles, row = register_workbook(estate, layout_of(estate))

    assert row == ["3", "1", "101", "周喆", ONE, "吴桐", TWO, "郑一、王二", f"、{THREE}", ""]


PHONES = st.sampled_from(["", ONE, TWO, THREE, "13900000001"])
TOGETHER = [
    ("共有人", "共有人手机"),
    ("其他产权人姓名", "其他产权人联系电话"),
    ("产权共有人", "产权共有人电话（手机）"),
]
APART = [
    ("业主{}", "业主{}电话"),
    ("第{}产权人", "第{}产权人手机号"),
    ("姓名（{}）", "电话（{}）"),
    ("共有人", "共有人电话"),
]


@given(
    st.lists(st.tuples(st.sampled_from(["吴桐", "郑一", "欧阳娜娜"]), PHONES), unique_by=lambda one: one[0]), st.data()
)
def test_further_owners_are_the_same_in_any_layout_and_order(owners, data):
    name_title, phone_title = data.draw(st.sampled_from(TOGETHER + APART))
    pairs: list[tuple[str, str]] = []
    if (name_title, phone_title) in TOGETHER:
        between = data.draw(st.sampled_from(["、", "，", "\n", ";"]))
        phones = between.join(phone for _name, phone in owners) if any(phone for _name, phone in owners) else ""
        pairs = [(name_title, between.join(name for name, _phone in owners)), (phone_title, phones)]
    for number, (name, phone) in zip("二三四", owners, strict=False) if not pairs else ():
        pairs += [(name_title.format(number), name), (phone_title.format(number), phone)]
    known = [("房号", "3-1-101"), ("业主姓名", "周喆"), ("联系电话", "13700000001"), ("备注", "共有")]
    columns = [*data.draw(st.permutations(known)), *pairs] if data.draw(st.booleans()) else [*pairs, *known]
    header = find_header([[title for title, _cell in columns]], REGISTER)
    assert header is not None

    listed = RowReader(Sheet("台账", header, Book())).read(2, [cell for _title, cell in columns])

    assert listed is not None
    assert listed.problems == []
    found = {person.name: "".join(person.phones) for person in listed.people}
    expected = {"周喆": "13700000001", **dict(owners)}
    assert found == {name: f"+86{phone}" if phone else "" for name, phone in expected.items()}
    assert [person.co_owner for person in listed.people] == [False, *[True] * len(owners)]


@given(st.lists(st.one_of(st.text(max_size=12), st.integers(), st.none()), min_size=5, max_size=9))
def test_any_titles_make_a_header_or_none(titles):
    header = find_header([[*HEAD, "共有人", *titles, "业主2电话"]], REGISTER)

    assert header is not None
    for column in range(len(titles) + 7):
        header.field_at(column)
