from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from crm.ledger import COLUMNS, ledger_rows, mark_for, write_workbook
from crm.models import Case
from portal.worktime import now


@pytest.fixture
def book_of(dana, viewer_of):
    def make():
        viewer, file = viewer_of(dana), BytesIO()
        mark = mark_for(viewer, now(), "2026")
        count = write_workbook(file, Case.objects.visible_to(viewer), mark=mark)
        return file, count

    return make


def test_write_workbook_holds_each_visible_case_in_order(book_of, open_matter, other_estate):
    first, second = open_matter("甲"), open_matter("乙")
    open_matter("别处", at=other_estate)

    file, count = book_of()

    sheet = load_workbook(file).active
    assert count == 2
    assert [sheet.cell(row, 1).value for row in (4, 5)] == [first.number, second.number]
    assert [cell.value for cell in sheet[3]] == [str(column.label) for column in COLUMNS]


@pytest.mark.parametrize(
    "subject", ['=HYPERLINK("http://evil.example","x")', "+1+1", "@SUM(1)", "http://evil.example/"]
)
def test_write_workbook_never_makes_a_formula_or_link(book_of, open_matter, subject):
    open_matter(subject)

    file, _count = book_of()

    cell = load_workbook(file).active.cell(4, 8)
    assert (cell.value, cell.data_type, cell.hyperlink) == (subject, "s", None)
    sheet_xml = ZipFile(file).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet_xml
    assert "hyperlink" not in sheet_xml


def test_write_workbook_says_who_made_it(book_of, case, dana):
    file, _count = book_of()

    sheet = load_workbook(file).active
    assert "戴娜" in sheet.cell(1, 1).value
    assert dana.pseudonym in sheet.cell(1, 1).value
    assert dana.pseudonym in sheet.oddFooter.left.text


def test_ledger_rows_cost_the_same_for_one_and_three(open_matter, dana, viewer_of, django_assert_num_queries):
    viewer = viewer_of(dana)
    for rows in (1, 3):
        while Case.objects.count() < rows:
            open_matter()
        with django_assert_num_queries(1):
            seen = [
                [column.value(case) for column in COLUMNS]
                for case in ledger_rows(Case.objects.visible_to(viewer)).order_by("id")
            ]
        assert len(seen) == rows
