import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from portal import audit
from portal.audit.models import AuditRow
from portal.audit.sealing import breaks, seal

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


def test_verify_audit_finds_a_row_changed_behind_the_guard() -> None:
    write("a.one", "a.two", "a.three")
    seal()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_auditrow DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER audit_auditrow_no_update")
        cursor.execute("UPDATE audit_auditrow SET actor = 'somebody' WHERE position = 2")

    assert [(place.position, place.problem) for place in breaks()] == [(2, "changed")]
    with pytest.raises(CommandError, match="broken in 1 place"):
        call_command("verify_audit")


def test_verify_audit_says_that_the_chain_holds(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.one")

    call_command("verify_audit")

    assert "holds: 1 rows" in capsys.readouterr().out
