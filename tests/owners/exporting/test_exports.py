"""A list of people leaves the house with a purpose, an owner, a mark and an end."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.storage import storages

from notify.models import Notification
from owners.actions import exports
from owners.actions.exports import ListWanted, ask_for_export, decide_export, expire_exports, fetch_export
from owners.exporting.making import make_export
from owners.models import Estate, ExportRequest, ExportState, Person, Residency, StaffRole, Unit, User
from portal.audit.models import AuditRow
from portal.worktime import at_clock, now

pytestmark = pytest.mark.django_db

NAMES = {"unit": True, "name": True, "phone": True}


@pytest.fixture
def evil(unit: Unit) -> Person:
    """Somebody whose name is a formula."""
    person = Person.objects.make('=HYPERLINK("http://x.example")', phone="+8613800001501")
    Residency.objects.create(unit=unit, person=person, role="owner", since=date(2020, 5, 1))
    return person


def wanted(estate: Estate, fields: dict[str, bool] | None = None, **facts: Any) -> ListWanted:
    return ListWanted(estate=estate, fields=fields or NAMES, **{"purpose": "notice", "why": "上门送停水通知", **facts})


def made(viewer: Any, estate: Estate, **facts: Any) -> tuple[ExportRequest, bytes]:
    export = ask_for_export(viewer=viewer, wanted=wanted(estate, **facts))
    make_export(export.pk)
    export.refresh_from_db()
    return export, fetch_export(viewer=viewer, export=export)


def test_small_list_is_made_at_once_and_marked(
    evil: Person, estate: Estate, dana: User, viewer_of: Callable[..., Any]
) -> None:
    export, data = made(viewer_of(dana), estate)

    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert dana.pseudonym in rows[0][0]
    assert export.public_id in rows[1][0]
    assert "上门送停水通知" in rows[1][0]
    assert rows[3][1:] == ['=HYPERLINK("http://x.example")', "13800001501"]
    assert export.public_id in book.active.oddHeader.left.text
    assert dana.pseudonym in book.active.oddFooter.left.text
    assert book.properties.keywords == export.public_id
    assert "上门送停水通知" in book.properties.subject
    assert dana.pseudonym in book.properties.creator


def test_formula_stays_a_quoted_text_in_xlsx(
    evil: Person, estate: Estate, dana: User, viewer_of: Callable[..., Any]
) -> None:
    _export, data = made(viewer_of(dana), estate)

    book = zipfile.ZipFile(io.BytesIO(data))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower().replace('=hyperlink("http', "")
    cell = openpyxl.load_workbook(io.BytesIO(data)).active.cell(4, 2)
    assert cell.quotePrefix


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formula_is_disarmed_in_csv(
    start: str, evil: Person, estate: Estate, dana: User, viewer_of: Callable[..., Any]
) -> None:
    evil.naming.set_name(f"{start}cmd|' /C calc'!A0")
    evil.naming.save()

    _export, data = made(viewer_of(dana), estate, format="csv")

    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[3][1].startswith(f"'{start}")
    assert rows[3][2] == "13800001501"


def test_masked_is_masked_and_nobody_is_logged(
    olga: User, estate: Estate, dana: User, viewer_of: Callable[..., Any]
) -> None:
    _export, data = made(viewer_of(dana), estate, fields={"name": False, "phone": False}, format="csv")

    assert "奥**" in data.decode()
    assert "138 **** 1501" in data.decode()
    assert not AuditRow.objects.filter(action="data.exported").exists()


def test_everybody_in_full_is_on_record_and_so_is_each_step(
    olga: User, estate: Estate, dana: User, viewer_of: Callable[..., Any]
) -> None:
    export, _data = made(viewer_of(dana), estate)

    row = AuditRow.objects.get(action="data.exported")
    assert (row.actor, row.subject, row.facts["fields"]) == (dana.pseudonym, olga.person.subject, ["name", "phone"])
    steps = AuditRow.objects.filter(subject=export.subject).order_by("pk").values_list("action", flat=True)
    assert list(steps) == ["export.asked", "export.made", "export.downloaded"]


def test_file_lies_sealed(olga: User, estate: Estate, dana: User, viewer_of: Callable[..., Any]) -> None:
    export, _data = made(viewer_of(dana), estate, format="csv")

    with storages["private"].open(export.file_name) as file:
        kept = file.read()
    assert kept.startswith(b"LS1")
    assert "奥丽佳".encode() not in kept


def test_large_list_waits_for_a_second_person(
    olga: User, nina: User, estate: Estate, dana: User, mona: User, viewer_of: Callable[..., Any],
    drain: Callable[[], int], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(exports, "ALONE_AT_MOST", 1)
    export = ask_for_export(viewer=viewer_of(dana), wanted=wanted(estate))
    drain()
    assert (export.state, make_export(export.pk)) == (ExportState.ASKED, None)
    assert Notification.objects.filter(user=mona, kind="export.asked").count() == 1

    with pytest.raises(exports.NotYoursToDecide):
        decide_export(viewer=viewer_of(dana), export=export, agree=True)
    decide_export(viewer=viewer_of(mona), export=export, agree=True)
    drain()

    export.refresh_from_db()
    assert (export.state, export.rows_done, export.decided_by) == (ExportState.MADE, 2, mona)
    assert Notification.objects.filter(user=dana, kind="export.made").count() == 1


def test_nobody_agrees_to_their_own(estate: Estate, olga: User, mona: User, viewer_of: Callable[..., Any]) -> None:
    export = ask_for_export(viewer=viewer_of(mona), wanted=wanted(estate, {"id_number": True}))

    with pytest.raises(exports.NotYoursToDecide):
        decide_export(viewer=viewer_of(mona), export=export, agree=True)


def test_identity_always_takes_two(estate: Estate, olga: User, stella: User, viewer_of: Callable[..., Any]) -> None:
    export = ask_for_export(viewer=viewer_of(stella), wanted=wanted(estate, {"name": True, "id_number": True}))

    assert (export.rows, export.needs_approval, export.state) == (1, True, ExportState.ASKED)


def test_officers_get_no_identity(estate: Estate, olga: User, dana: User, viewer_of: Callable[..., Any]) -> None:
    with pytest.raises(exports.NotYoursToExport):
        ask_for_export(viewer=viewer_of(dana), wanted=wanted(estate, {"born": True}))


@pytest.mark.parametrize("who", ["sam", "eddy", "olga"])
def test_others_ask_for_nothing(
    who: str, estate: Estate, olga: User, viewer_of: Callable[..., Any], request: pytest.FixtureRequest
) -> None:
    with pytest.raises(exports.NotYoursToExport):
        ask_for_export(viewer=viewer_of(request.getfixturevalue(who)), wanted=wanted(estate))


def test_other_estate_is_closed(other_estate: Estate, otto: User, dana: User, viewer_of: Callable[..., Any]) -> None:
    with pytest.raises(exports.NotYoursToExport):
        ask_for_export(viewer=viewer_of(dana), wanted=wanted(other_estate))


def test_list_takes_a_purpose_and_somebody_in_it(estate: Estate, dana: User, viewer_of: Callable[..., Any]) -> None:
    with pytest.raises(exports.PurposeMissing):
        ask_for_export(viewer=viewer_of(dana), wanted=wanted(estate, why="  "))
    with pytest.raises(exports.NothingToExport):
        ask_for_export(viewer=viewer_of(dana), wanted=wanted(estate))


def test_refusal_says_why(estate: Estate, olga: User, stella: User, mona: User, viewer_of: Callable[..., Any]) -> None:
    export = ask_for_export(viewer=viewer_of(stella), wanted=wanted(estate, {"id_number": True}))

    with pytest.raises(exports.PurposeMissing):
        decide_export(viewer=viewer_of(mona), export=export, agree=False)
    decide_export(viewer=viewer_of(mona), export=export, agree=False, why="不需要身份证号")

    with pytest.raises(exports.NotWaiting):
        decide_export(viewer=viewer_of(mona), export=export, agree=True)
    assert ExportRequest.objects.get().refusal.open() == "不需要身份证号"


def test_agreement_is_over_after_seven_days(
    estate: Estate, olga: User, stella: User, mona: User, viewer_of: Callable[..., Any]
) -> None:
    export = ask_for_export(viewer=viewer_of(stella), wanted=wanted(estate, {"id_number": True}))

    with at_clock(now() + timedelta(days=7, minutes=1)):
        with pytest.raises(exports.NotWaiting):
            decide_export(viewer=viewer_of(mona), export=export, agree=True)
        assert expire_exports() == 1
    assert ExportRequest.objects.get().state == ExportState.EXPIRED


def test_file_is_gone_after_48_hours(estate: Estate, olga: User, dana: User, viewer_of: Callable[..., Any]) -> None:
    export, _data = made(viewer_of(dana), estate)

    with at_clock(now() + timedelta(hours=48, minutes=1)):
        with pytest.raises(exports.FileGone):
            fetch_export(viewer=viewer_of(dana), export=export)
        assert expire_exports() == 1
    assert not storages["private"].exists(export.file_name)


def test_file_is_for_its_asker_alone_and_only_while_the_role_lasts(
    estate: Estate, olga: User, dana: User, mona: User, viewer_of: Callable[..., Any]
) -> None:
    export, _data = made(viewer_of(dana), estate)

    with pytest.raises(exports.FileGone):
        fetch_export(viewer=viewer_of(mona), export=export)
    StaffRole.objects.filter(user=dana).delete()
    with pytest.raises(exports.FileGone):
        fetch_export(viewer=viewer_of(dana), export=export)
