import json
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from portal import audit
from portal.audit.models import AuditPartition, AuditRow
from portal.audit.sealing import seal
from portal.audit.verifying import breaks
from portal.worktime import at_clock

pytestmark = pytest.mark.django_db


def write(*actions: str) -> None:
    for action in actions:
        audit.record(actor="user:abc", action=action, subject="claim:1", reason=3)


def test_sealer_numbers_rows_and_chains_them() -> None:
    write("a.one", "a.two")

    assert seal() == 2
    write("a.three")
    assert seal() == 1

    assert list(AuditRow.objects.order_by("position").values_list("position", "action")) == [
        (1, "a.one"),
        (2, "a.two"),
        (3, "a.three"),
    ]
    assert list(breaks()) == []


@pytest.mark.parametrize("change", ["UPDATE audit_auditrow SET action = 'x'", "DELETE FROM audit_auditrow"])
def test_database_refuses_to_touch_a_sealed_row(change: str) -> None:
    write("a.one")
    seal()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_unsealed_row_cannot_be_removed() -> None:
    write("a.one")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditRow.objects.all().delete()


def _raw(*statements: str) -> None:
    """As somebody with the database in hand would: past the guards."""
    with connection.cursor() as cursor:
        for table in ("audit_auditrow", "audit_auditpartition"):
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")
        for statement in statements:
            cursor.execute(statement)


OCTOBER, NOVEMBER = datetime(2026, 10, 31, 15, 59, tzinfo=UTC), datetime(2026, 10, 31, 16, 0, tzinfo=UTC)


@pytest.fixture
def two_months() -> list[int]:
    """Five rows, two of October and three of November as China counts; their ids."""
    with at_clock(OCTOBER):
        write("a.one", "a.two")
    with at_clock(NOVEMBER):
        write("a.three", "a.four", "a.five")
    seal()
    return list(AuditRow.objects.order_by("position").values_list("pk", flat=True))


def found(partition: str = "") -> list[tuple[str, int, str, int | None]]:
    return [(one.partition, one.position, one.problem, one.row) for one in breaks(partition)]


def test_months_chain_to_each_other(two_months: list[int]) -> None:
    october, november = AuditPartition.objects.order_by("first")

    assert (october.month, october.first, october.last) == ("2026-10", 1, 2)
    assert (november.month, november.first, november.last) == ("2026-11", 3, 5)
    assert november.opening == october.chain == AuditRow.objects.get(position=2).chain
    assert october.closed_at is not None
    assert november.closed_at is None
    assert found() == []


def test_row_that_comes_late_stands_in_the_open_month(two_months: list[int]) -> None:
    with at_clock(OCTOBER):
        write("a.late")
    seal()

    assert AuditPartition.objects.get(month="2026-11").last == 6
    assert found() == []


def test_changed_fact_is_named(two_months: list[int]) -> None:
    _raw("UPDATE audit_auditrow SET actor = 'somebody' WHERE position = 4")

    assert found() == [("2026-11", 4, "changed", two_months[3])]
    assert found("2026-10") == []


def test_removed_row_is_named(two_months: list[int]) -> None:
    _raw("DELETE FROM audit_auditrow WHERE position = 4")

    assert found() == [("2026-11", 4, "missing", None)]


def test_swapped_rows_are_named_from_the_first_on(two_months: list[int]) -> None:
    _raw(
        "UPDATE audit_auditrow SET position = 99 WHERE position = 3",
        "UPDATE audit_auditrow SET position = 3 WHERE position = 4",
        "UPDATE audit_auditrow SET position = 4 WHERE position = 99",
    )

    assert found()[0] == ("2026-11", 3, "changed", two_months[3])


def test_cut_tail_is_named_and_stays_so_when_the_trail_goes_on(two_months: list[int]) -> None:
    _raw("DELETE FROM audit_auditrow WHERE position >= 4")
    assert found() == [("2026-11", 4, "cut off", None)]

    with at_clock(NOVEMBER):
        write("a.six")
    seal()

    assert found() == [("2026-11", 4, "missing", None)]


def test_chain_written_anew_with_its_head_lacks_the_mark(two_months: list[int]) -> None:
    kept = AuditRow.objects.get(position=3)
    _raw(
        "DELETE FROM audit_auditrow WHERE position >= 4",
        f"UPDATE audit_auditpartition SET last = 3, chain = '{kept.chain}' WHERE month = '2026-11'",
    )

    assert found() == [("2026-11", 3, "head", None)]


def test_row_put_in_behind_the_head_is_named(two_months: list[int]) -> None:
    write("a.six")
    row = AuditRow.objects.get(position__isnull=True)
    _raw(f"UPDATE audit_auditrow SET position = 6, chain = 'x' WHERE id = {row.pk}")

    assert found() == [("2026-11", 6, "put in", row.pk)]


def test_missing_month_is_named_and_the_others_hold_on_their_own(two_months: list[int]) -> None:
    _raw("DELETE FROM audit_auditrow WHERE position < 3", "DELETE FROM audit_auditpartition WHERE month = '2026-10'")

    assert found() == [("2026-11", 3, "gap", None)]
    assert found("2026-11") == []


def test_database_refuses_to_touch_a_closed_month(two_months: list[int]) -> None:
    for change in ("UPDATE audit_auditpartition SET chain = 'x'", "DELETE FROM audit_auditpartition"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{change} WHERE month = '2026-10'")


def test_marks_follow_the_data_key(two_months: list[int], settings: Any) -> None:
    settings.DATA_KEYS_OLD, settings.DATA_KEY = [settings.DATA_KEY or settings.SECRET_KEY], "another key " * 5
    call_command("rotate_data_keys", stdout=StringIO())
    settings.DATA_KEYS_OLD = []

    assert found() == []


def test_verify_audit_names_the_first_bad_row(two_months: list[int], capsys: pytest.CaptureFixture[str]) -> None:
    _raw("UPDATE audit_auditrow SET action = 'x' WHERE position IN (2, 5)")

    with pytest.raises(
        CommandError, match=rf"2 places\. First bad row: partition 2026-10, position 2, row {two_months[1]}: changed"
    ):
        call_command("verify_audit", "--json")

    said = json.loads(capsys.readouterr().out)
    assert (said["holds"], said["first_bad"]["partition"], said["first_bad"]["position"]) == (False, "2026-10", 2)


def test_verify_audit_takes_one_month(two_months: list[int], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_audit", "--partition", "2026-10")

    assert "holds: 2 rows in 1 month" in capsys.readouterr().out
    with pytest.raises(CommandError, match="2020-01"):
        call_command("verify_audit", "--partition", "2020-01")


def test_verify_audit_says_that_the_chain_holds(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.one")

    call_command("verify_audit")

    assert "holds: 1 rows" in capsys.readouterr().out
