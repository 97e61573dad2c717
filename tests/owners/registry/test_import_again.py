"""A register that comes again: later, corrected, cut off, or twice at once."""

from datetime import UTC, date, datetime

import pytest

from owners.actions import imports
from owners.actions.imports import AnotherImportRuns, apply_rows, import_register, start_import
from owners.models import ImportRun, ImportState, Person, PersonContact, Residency, Unit
from owners.registry.apply import Blocks
from owners.viewers import viewer_for_user
from portal.audit.models import AuditRow
from portal.worktime import at_clock
from tests.owners.registry.conftest import HEADER

pytestmark = pytest.mark.django_db

LATER = datetime(2027, 5, 2, 4, tzinfo=UTC)


def test_import_of_a_later_register_ends_the_former_owner(workbook, importing, stranger):
    importing(workbook([HEADER, ["3", "1", "101", "周喆", "13800000001"], ["3", "1", "102", "吴桐", "13800000002"]]))
    stranger.person = Person.objects.get(naming__name="周喆")
    stranger.save(update_fields=["person"])

    with at_clock(LATER):
        report = importing(workbook([HEADER, ["3", "1", "101", "郑一", "13800000003"]]))
        viewer = viewer_for_user(stranger)

    former, staying, new = Residency.objects.order_by("id")
    assert (report.ended, report.people) == (1, 2)
    assert (former.until, staying.until, new.until) == (date(2027, 5, 1), None, None)
    assert new.since == date(2027, 5, 2)
    assert viewer.resident_units == frozenset()
    assert AuditRow.objects.filter(action="residency.ended", subject=f"residency:{former.pk}").exists()


def test_import_keeps_joint_owners_listed_on_lines_of_their_own(workbook, importing):
    path = workbook([HEADER, ["3", "1", "101", "周喆", "13800000001"], ["3", "1", "101", "吴桐", "13800000002"]])
    importing(path)

    report = importing(path)

    assert report.ended == 0
    assert Residency.objects.filter(until__isnull=True).count() == 2


def test_import_does_not_end_what_no_register_listed(workbook, importing, unit, olga):
    importing(workbook([HEADER, ["3", "1", "1501", "周喆", "13800000001"]]))

    assert Residency.objects.get(person=olga.person).until is None


def test_import_finds_an_owner_again_who_came_back(workbook, importing):
    first = workbook([HEADER, ["3", "1", "101", "周喆", "13800000001"]], name="1.xlsx")
    second = workbook([HEADER, ["3", "1", "101", "吴桐", "13800000002"]], name="2.xlsx")
    for path in (first, second, first):
        importing(path)

    assert Person.objects.count() == 2
    assert Residency.objects.filter(person__naming__name="周喆").count() == 2
    assert Residency.objects.get(until__isnull=True).person.name == "周喆"


def test_import_of_a_new_number_keeps_the_former_one_with_an_end(workbook, importing):
    importing(workbook([HEADER, ["3", "1", "101", "周喆", "13800000001"]]))

    with at_clock(LATER):
        importing(workbook([HEADER, ["3", "1", "101", "周喆", "13900000001"]]))

    assert Person.objects.get().phone == "+8613900000001"
    assert {one.value.open(): one.until for one in PersonContact.objects.all()} == {
        "+8613800000001": date(2027, 5, 2),
        "+8613900000001": None,
    }


def test_import_corrects_area_and_never_empties_it(workbook, importing):
    header = [*HEADER[:4], "面积"]
    for area in (88, 90.5, None):
        importing(workbook([header, ["3", "1", "101", "周喆", area]]))

    assert str(Unit.objects.get().area) == "90.50"


def test_import_cut_off_goes_on_where_it_stopped(workbook, estate, monkeypatch):
    path = workbook([HEADER, *(["3", "1", str(100 + n), f"业主{n}", f"138{n:08}"] for n in range(1, 8))])
    monkeypatch.setattr(imports, "CHUNK", 3)

    def stop(rows: int) -> None:
        if rows >= 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_register(path=path, estate=estate, actor="test", progress=stop)
    half = Unit.objects.count()
    report = import_register(path=path, estate=estate, actor="test")

    assert half == 6
    assert (report.data_rows, report.units, report.problems) == (7, 7, [])
    assert ImportRun.objects.get().state == ImportState.DONE


def test_import_of_another_file_gives_the_cut_off_one_up(workbook, importing, estate):
    cut_off = start_import(estate=estate, file_name="old.xlsx", digest="x" * 64)

    importing(workbook([HEADER, ["3", "1", "101", "周喆", "13800000001"]]))

    cut_off.refresh_from_db()
    assert cut_off.state == ImportState.GIVEN_UP
    with pytest.raises(AnotherImportRuns):
        apply_rows(run=cut_off, blocks=Blocks(estate), rows=[(1, None)])


def test_import_chunk_costs_the_same_whatever_its_size(workbook, estate, django_assert_max_num_queries):
    rows = [["3", "1", str(100 + n), f"业主{n}", f"138{n:08}"] for n in range(1, 200)]
    path = workbook([HEADER, *rows])

    with django_assert_max_num_queries(60):
        import_register(path=path, estate=estate, actor="test")
