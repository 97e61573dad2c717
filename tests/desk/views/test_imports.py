"""An office's list at the desk: sent, its columns named, tried, applied, taken back, exported."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from owners.actions import import_steps, imports
from owners.models import (
    ColumnMapping,
    FeeCharge,
    ImportChange,
    ImportKind,
    ImportRun,
    ImportState,
    Person,
    StaffRole,
    Unit,
)
from owners.registry.vault import is_kept
from owners.tasks import forget_imports
from portal.audit.models import AuditRow
from portal.uploads.models import Upload
from portal.worktime import at_clock, now
from tests.owners.registry.conftest import HEADER
from tests.owners.registry.test_import_again import LATER

pytestmark = pytest.mark.django_db

LIST, NEW = "/desk/imports/", "/desk/imports/new/"
ROWS = [
    ["业主台账"],
    HEADER,
    ["3", "1", "101", "周喆", "13800000001", ""],
    ["3", "1", "102", "吴桐", "138", ""],
    ["3", "1", "", "郑一", "13800000003", ""],
    ["3", "1", "104", "=HYPERLINK(1)", "13800000004", ""],
]


def xlsx(rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append([None if cell == "" else cell for cell in row])
    for cells in book.active.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.data_type = "s"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def url(name: str, run: ImportRun) -> str:
    return reverse(f"desk:import-{name}", args=[run.public_id])


@pytest.fixture
def client(stella, client_for):
    return client_for(stella)


@pytest.fixture
def send(client, estate):
    def post(rows=ROWS, *, kind=ImportKind.REGISTER, name="台账.xlsx", data=None):
        file = SimpleUploadedFile(name, data or xlsx(rows))
        return client.post(NEW, {"kind": kind, "estate": estate.pk, "file": file})

    return post


@pytest.fixture
def columns(client):
    """Confirms the columns as they are guessed, with what is given instead."""

    def post(run, **instead):
        sample = import_steps.sample_of_run(run)
        data = {f"column-{column.position}": column.meaning for column in sample.columns}
        return client.post(url("columns", run), data | {f"column-{key[1:]}": value for key, value in instead.items()})

    return post


@pytest.fixture
def checked(send, columns, drain) -> ImportRun:
    send()
    columns(ImportRun.objects.get())
    drain()
    return ImportRun.objects.get()


@pytest.fixture
def done(checked, client, drain) -> ImportRun:
    client.post(url("apply", checked))
    drain()
    return ImportRun.objects.get()


def test_import_new_takes_a_list_in_and_keeps_it_sealed(send):
    response = send()

    run = ImportRun.objects.get()
    assert response["Location"] == url("columns", run)
    assert (run.state, run.file_name) == (ImportState.UPLOADED, "台账.xlsx")
    stored = Upload.objects.get(scope=run.file_scope).file.read()
    assert stored.startswith(b"LS1")
    assert not Unit.objects.exists()


@pytest.mark.parametrize("data", [b"\xd0\xcf\x11\xe0 old", b"PK\x03\x04 broken", "你好".encode(), b"x"])
def test_import_new_says_beside_the_file_what_is_wrong_with_it(send, data):
    response = send(data=data)

    assert response.status_code == 422
    assert "id_file_error" in response.content.decode()
    assert not ImportRun.objects.exists()


def test_import_new_offers_and_takes_only_own_estates(client, estate, other_estate):
    page = client.get(NEW).content.decode()
    file = SimpleUploadedFile("a.xlsx", xlsx(ROWS))

    response = client.post(NEW, {"kind": "register", "estate": other_estate.pk, "file": file})

    assert "云栖台" not in page
    assert response.status_code == 422


def test_import_columns_shows_guesses_and_masked_rows(send, client):
    send()

    page = client.get(url("columns", ImportRun.objects.get())).content.decode()

    assert '<option value="name" selected>' in page
    assert "业主姓名" in page
    assert "周喆" not in page
    assert "13800000001" not in page
    assert "101" in page


def test_import_columns_can_be_corrected_and_are_remembered(send, client, columns, drain, estate):
    rows = [["甲", "乙", "丙", "丁"], ["3", "101", "周喆", "13800000001"]]
    send(rows)
    first = ImportRun.objects.get()
    assert columns(first).status_code == 422
    columns(first, c0="building", c1="room", c2="name", c3="phone")
    drain()

    first.refresh_from_db()
    assert (first.state, first.rows_new) == (ImportState.CHECKED, 1)
    send([["丁", "丙", "乙", "甲"], ["13800000001", "周喆", "101", "3"]], name="again.xlsx")
    again = import_steps.sample_of_run(ImportRun.objects.latest("id"))
    assert [column.meaning for column in again.columns] == ["phone", "name", "room", "building"]
    assert ColumnMapping.objects.get().estate == estate


def test_import_columns_refuses_one_meaning_twice(send, columns):
    send()

    response = columns(ImportRun.objects.get(), c1="building")

    assert response.status_code == 422
    assert "楼栋" in response.content.decode()


def test_trial_run_counts_and_changes_nothing(checked, client):
    page = client.get(url("run", checked)).content.decode()

    assert checked.state == ImportState.CHECKED
    assert (checked.rows_new, checked.rows_changed, checked.rows_same, checked.rows_rejected) == (3, 0, 0, 1)
    assert not Unit.objects.exists()
    assert not ImportChange.objects.exists()
    assert [problem.cell for problem in checked.problems.all()] == ["E4", "C5"]
    assert "E4" in page


def test_import_apply_brings_it_into_the_registry(done, client):
    page = client.get(url("run", done)).content.decode()

    assert (done.state, done.rows_new, done.rows_rejected) == (ImportState.DONE, 3, 1)
    assert Unit.objects.count() == 3
    assert url("undo", done) in page
    assert AuditRow.objects.filter(action="import.applied", subject=f"import:{done.pk}").exists()


def test_import_undo_empties_the_registry_again(done, client, drain):
    client.post(url("undo", done))
    drain()

    done.refresh_from_db()
    assert done.state == ImportState.UNDONE
    assert not Unit.objects.exists()
    assert not Person.objects.filter(naming__name="周喆").exists()


def test_import_undo_of_a_later_one_is_refused_with_the_reason(done, send, columns, client, drain):
    send(ROWS[:3], name="later.xlsx")
    later = ImportRun.objects.latest("id")
    columns(later)
    drain()
    client.post(url("apply", later))
    drain()

    page = client.post(url("undo", done), follow=True).content.decode()

    assert "later.xlsx" in page
    assert Unit.objects.count() == 3


def test_import_killed_in_the_middle_goes_on_where_it_was(checked, client, drain, monkeypatch):
    monkeypatch.setattr(imports, "CHUNK", 2)
    real = imports.apply_rows

    def killed(**given):
        if given["run"].rows_read:
            raise KeyboardInterrupt
        real(**given)

    run = import_steps.apply_import(viewer=_viewer(client), run=checked)
    monkeypatch.setattr(imports, "apply_rows", killed)
    with pytest.raises(KeyboardInterrupt):
        import_steps.work_off(run=run)
    half = Unit.objects.count()
    monkeypatch.setattr(imports, "apply_rows", real)

    import_steps.work_off(run=ImportRun.objects.get())

    run.refresh_from_db()
    assert half == 2
    assert (run.state, run.data_rows, run.rows_new, Unit.objects.count()) == (ImportState.DONE, 4, 3, 3)


def test_import_stopped_stays_where_it_is_and_can_go_on(checked, client, drain, monkeypatch):
    monkeypatch.setattr(imports, "CHUNK", 2)
    run = import_steps.apply_import(viewer=_viewer(client), run=checked)
    with pytest.raises(imports.ImportStopped), import_steps.opened_file(run) as path, imports.open_book(path) as book:
        imports.carry_out(
            run=run,
            sheets=imports.sheets_of(book, run.kind, run.estate),
            actor="test",
            progress=lambda rows: client.post(url("stop", run)),
        )
    run.refresh_from_db()
    assert (run.state, Unit.objects.count()) == (ImportState.STOPPED, 2)

    client.post(url("apply", run))
    drain()

    run.refresh_from_db()
    assert (run.state, Unit.objects.count()) == (ImportState.DONE, 3)


def test_import_progress_is_a_fragment_until_it_has_arrived(checked, client):
    ImportRun.objects.update(state=ImportState.RUNNING, rows_read=2, rows_total=4, moved_at=now())

    running = client.get(url("progress", checked))
    ImportRun.objects.update(state=ImportState.DONE)
    arrived = client.get(url("progress", checked))

    assert 'value="2" max="4"' in running.content.decode()
    assert "HX-Refresh" not in running
    assert arrived["HX-Refresh"] == "true"


def test_import_that_does_not_move_can_be_pushed(checked, client, drain):
    ImportRun.objects.update(state=ImportState.RUNNING, rows_read=0, data_rows=0, rows_new=0, moved_at=LATER)
    with at_clock(LATER.replace(hour=8)):
        assert "apply/" in client.get(url("progress", checked)).content.decode()
        client.post(url("apply", checked))
        drain()

    assert Unit.objects.count() == 3


@pytest.mark.parametrize("more", [0, 2])
def test_import_list_costs_the_same_for_one_and_three(estate, client, django_assert_num_queries, more):
    for number in range(1 + more):
        ImportRun.objects.create(
            estate=estate, file_name=f"{number}.xlsx", digest="x", state=ImportState.CHECKED, data_rows=3
        )
    client.get(LIST)

    with django_assert_num_queries(5):
        page = client.get(LIST).content.decode()

    assert page.count("data-desk-row") == 1 + more


@pytest.mark.parametrize("who", ["sam", "dana", "stranger"])
def test_imports_are_closed_to_everybody_else(who, done, client_for, request):
    other = client_for(request.getfixturevalue(who))

    for name in ("run", "columns", "progress", "report"):
        assert other.get(url(name, done)).status_code == 403
    assert other.post(url("undo", done)).status_code == 403
    assert other.get(LIST).status_code == 403


def test_imports_of_another_estate_are_not_there(done, stella, other_estate, client_for):
    StaffRole.objects.filter(user=stella).update(estate=other_estate)
    client = client_for(stella)

    assert done.file_name not in client.get(LIST).content.decode()
    for name in ("run", "columns", "progress", "report"):
        assert client.get(url(name, done)).status_code == 404
    for name in ("apply", "stop", "undo"):
        assert client.post(url(name, done)).status_code == 404
    assert client.get(reverse("desk:import-export", args=[done.estate.slug])).status_code == 404


def test_import_report_marks_the_bad_cells_and_holds_no_formula(done, client):
    response = client.get(url("report", done))

    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    sheet = book.worksheets[0]
    assert sheet["E4"].fill.fgColor.rgb == "FFFBE7B2"
    assert sheet["C5"].fill.fgColor.rgb == "FFF6C9BC"
    assert sheet["G5"].value.startswith("未采纳")
    assert sheet["E4"].comment is not None
    assert (sheet["E3"].value, sheet["E3"].data_type) == ("13800000001", "s")
    assert (sheet["D6"].value, sheet["D6"].data_type) == ("=HYPERLINK(1)", "s")
    assert "石黛" in book.properties.description
    assert AuditRow.objects.filter(action="import.report-taken").exists()


def test_import_report_is_only_for_whoever_sent_the_list(done, mona, estate, client_for):
    StaffRole.objects.create(user=mona, role="steward", estate=estate)
    other = client_for(mona)

    assert other.get(url("report", done)).status_code == 404
    assert url("report", done) not in other.get(url("run", done)).content.decode()


def test_import_export_gives_the_register_back_in_the_offices_layout(done, client, send, columns, drain):
    response = client.post(reverse("desk:import-export", args=[done.estate.slug]), {"purpose": "年度核对"})

    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert "年度核对" in rows[0][0]
    assert list(rows[1]) == HEADER
    assert rows[2][:5] == ("3", "1", "101", "周喆", "13800000001")
    assert sheet["D5"].data_type == "s"
    assert AuditRow.objects.get(action="registry.exported").facts["purpose"] == "年度核对"
    # What goes out comes in again, and changes nothing.
    send(rows, name="export.xlsx")
    again = ImportRun.objects.latest("id")
    columns(again)
    drain()
    again.refresh_from_db()
    assert (again.rows_new, again.rows_changed, again.rows_same) == (0, 0, 3)


def test_import_export_needs_a_purpose_and_stops_at_two_hundred(done, client, monkeypatch):
    address = reverse("desk:import-export", args=[done.estate.slug])
    assert client.post(address, {"purpose": ""}).status_code == 422

    monkeypatch.setattr("desk.views.import_export.MOST_ROWS", 2)
    response = client.post(address, {"purpose": "核对"})

    assert response["Content-Type"].startswith("text/html")
    assert not AuditRow.objects.filter(action="registry.exported").exists()


def test_imports_are_forgotten_after_seven_days(done, client):
    with at_clock(LATER):
        forget_imports()
        page = client.get(url("run", done)).content.decode()

    done.refresh_from_db()
    assert (done.forgotten, is_kept(done), done.changes.count()) == (True, False, 0)
    assert url("undo", done) not in page
    assert done.rows_new == 3


def test_import_of_fees_goes_the_same_way(done, send, columns, client, drain):
    send([["楼栋", "单元", "房号", "账期", "应收", "实收"], ["3", "1", "101", "2026-01", 100, 0]], kind=ImportKind.FEES)
    run = ImportRun.objects.latest("id")
    columns(run)
    drain()
    client.post(url("apply", run))
    drain()

    assert FeeCharge.objects.get().months_owed == 1


def _viewer(client):
    from owners.models import User
    from owners.viewers import viewer_for_user

    return viewer_for_user(User.objects.get(pk=client.session["_auth_user_id"]), second_factor=True)
