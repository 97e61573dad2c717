"""Taking an import back: the registry is afterwards as if it had never been."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from owners.actions.imports import import_list
from owners.actions.undo_import import CHANGED_SINCE, IN_USE, NotToUndo, undo_import
from owners.models import FeeCharge, ImportChange, ImportKind, ImportRun, ImportState, Person, Residency, Unit
from portal.audit.models import AuditRow
from portal.sealed_fields import Sealed
from portal.worktime import at_clock, now
from tests.owners.registry.conftest import HEADER
from tests.owners.registry.test_import_again import LATER

pytestmark = pytest.mark.django_db

LEFT_OUT = {"importrun", "importproblem", "importchange"}
FIRST = [HEADER, ["3", "1", "101", "周喆", "13800000001", ""], ["3", "1", "102", "吴桐、钱一", "13800000002", ""]]
SECOND = [
    [*HEADER, "面积", "分期", "产权性质", "产权份额"],
    ["3", "1", "101", "郑一", "13800000003", "", 88.5, "一期", "商品房", ""],
    ["3", "1", "102", "吴桐、钱一", "13900000002", "", 90, "一期", "使用权", "50%、50%"],
    ["5", "2", "201", "孙二", "13800000005", "", 70, "一期", "", ""],
]


def contents() -> dict[str, list[tuple]]:
    """Every row of every table of this room, but for the imports' own."""
    models = [model for model in apps.get_app_config("owners").get_models() if model._meta.model_name not in LEFT_OUT]
    return {model._meta.model_name: sorted(map(shown, model._base_manager.values_list())) for model in models}


def shown(row: tuple) -> str:
    return repr([value.open() if isinstance(value, Sealed) else value for value in row])


def last_run() -> ImportRun:
    return ImportRun.objects.latest("id")


def test_undo_restores_the_exact_former_contents(workbook, importing):
    importing(workbook(FIRST))
    before = contents()
    with at_clock(LATER):
        report = importing(workbook(SECOND, name="second.xlsx"))
        after = contents()

        undone = undo_import(run=last_run(), actor="test")

    assert (report.new, report.changed, report.same, report.ended) == (2, 1, 0, 1)
    assert after != before
    assert contents() == before
    assert (undone.rows, undone.kept) == (4, [])
    assert last_run().state == ImportState.UNDONE
    assert AuditRow.objects.filter(action="registry.undone").exists()


def test_undo_of_the_first_import_leaves_nothing(workbook, importing, estate):
    empty = contents()
    importing(workbook(FIRST))

    undo_import(run=last_run(), actor="test")

    assert contents() == empty
    assert not Unit.objects.exists()


def test_undo_over_several_chunks_goes_backwards(workbook, importing, monkeypatch):
    monkeypatch.setattr("owners.actions.imports.CHUNK", 2)
    monkeypatch.setattr("owners.actions.undo_import._WINDOW", 2)
    rows = [[f"{n % 3}", "1", f"{100 + n // 2}", f"业主{n % 5}", f"138{n % 5:08}", ""] for n in range(1, 12)]
    importing(workbook(FIRST))
    before = contents()
    importing(workbook([HEADER, *rows], name="more.xlsx"))

    assert undo_import(run=last_run(), actor="test").kept == []
    assert contents() == before


def test_undo_keeps_what_somebody_changed_since_and_names_the_row(workbook, importing):
    importing(workbook(FIRST))
    Unit.objects.filter(room="101").update(area=99)

    undone = undo_import(run=last_run(), actor="test")

    assert undone.kept == [("", 2, CHANGED_SINCE)]
    assert [str(unit) for unit in Unit.objects.with_address()] == ["3号楼1单元101"]
    assert Person.objects.count() == 1
    assert ImportChange.objects.exclude(kept="").get().row == 2


def test_undo_keeps_people_who_have_an_account_by_now(workbook, importing, stranger):
    importing(workbook(FIRST))
    stranger.person = Person.objects.first()
    stranger.save(update_fields=["person"])

    undone = undo_import(run=last_run(), actor="test")

    assert undone.kept == [("", 2, IN_USE)]
    assert Residency.objects.get().person == stranger.person


def test_undo_keeps_units_that_fees_are_charged_for(workbook, importing, estate):
    importing(workbook(FIRST))
    run = last_run()
    fees = workbook(
        [["楼栋", "单元", "房号", "账期", "应收", "实收"], ["3", "1", "101", "2026-01", 100, 0]], name="f.xlsx"
    )
    import_list(kind=ImportKind.FEES, path=fees, estate=estate, actor="test")

    undone = undo_import(run=run, actor="test")

    assert [row for _sheet, row, _why in undone.kept] == [2]
    assert FeeCharge.objects.count() == 1


def test_undo_of_fees_gives_back_what_was_owed(workbook, importing, estate):
    importing(workbook(FIRST))
    header = ["楼栋", "单元", "房号", "账期", "应收", "实收", "收款日期"]
    for name, paid, day in (("a", 0, None), ("b", 100, date(2026, 2, 3))):
        path = workbook([header, ["3", "1", "101", "2026-01", 100, paid, day]], name=f"{name}.xlsx")
        report = import_list(kind=ImportKind.FEES, path=path, estate=estate, actor="test")
    assert (report.changed, FeeCharge.objects.get().months_owed) == (1, 0)

    undo_import(run=last_run(), actor="test")

    charge = FeeCharge.objects.get()
    assert (charge.months_owed, charge.paid, charge.due, charge.paid_on) == (1, 0, 10000, None)


def test_undo_is_refused_before_a_later_import_and_after_seven_days(workbook, importing):
    importing(workbook(FIRST))
    first = last_run()
    importing(workbook(SECOND, name="second.xlsx"))

    with pytest.raises(NotToUndo, match=r"second\.xlsx"):
        undo_import(run=first, actor="test")
    with at_clock(now() + timedelta(days=7, minutes=1)), pytest.raises(NotToUndo, match="7"):
        undo_import(run=last_run(), actor="test")
    undo_import(run=last_run(), actor="test")
    with pytest.raises(NotToUndo, match="已经撤销"):
        undo_import(run=last_run(), actor="test")
    undo_import(run=first, actor="test")
    assert not Unit.objects.exists()


def test_undo_by_command(workbook, importing):
    importing(workbook(FIRST))
    out = StringIO()

    call_command("import_registry", "--undo", str(last_run().pk), "--json", stdout=out)

    assert json.loads(out.getvalue()) == {"undone": 2, "kept": []}
    with pytest.raises(CommandError, match="kind"):
        call_command("import_fees", "--undo", str(last_run().pk))
    with pytest.raises(CommandError, match="已经撤销"):
        call_command("import_registry", "--undo", str(last_run().pk))


def test_journal_is_sealed(workbook, importing):
    importing(workbook(FIRST))
    importing(workbook(SECOND, name="second.xlsx"))

    for change in ImportChange.objects.all():
        assert "13800000002" not in change.sealed.token
