import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from owners.models import Estate, FeeCharge, ImportRun, Purchase

SAMPLES = Path(__file__).parents[3] / "samples/registry"
REGISTER = SAMPLES / "金水湾业主台账.xlsx"
FEES = SAMPLES / "金水湾物业费收缴明细2026.xlsx"
PURCHASES = SAMPLES / "金水湾增值服务消费2026.csv"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text())

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(db, capsys) -> Estate:
    call_command("import_registry", str(REGISTER), "--estate", "jinshuiwan", "--name", "金水湾", "--json")
    capsys.readouterr()
    return Estate.objects.get()


def told(capsys, command: str, path: Path, *options: str) -> dict:
    call_command(command, str(path), "--estate", "jinshuiwan", "--json", *options)
    return json.loads(capsys.readouterr().out)


def test_import_fees_of_the_sample_is_exactly_as_expected(registry, capsys):
    report = told(capsys, "import_fees", FEES)

    assert report["months_in_arrears"] == EXPECTED["months_in_arrears"]
    assert (report["data_rows"], report["problems"]) == (1860, [])
    charge = FeeCharge.objects.filter(unit__room="301", first_month=date(2026, 3, 1)).earliest("id")
    assert (charge.due, charge.paid, charge.months_owed, charge.paid_on) == (16110, 0, 1, None)
    assert "16110" not in charge.due_sealed.token


def test_import_purchases_of_the_sample_is_exactly_as_expected(registry, capsys):
    report = told(capsys, "import_purchases", PURCHASES)

    assert report["purchases_yuan"] == EXPECTED["purchases_yuan"]
    assert (report["data_rows"], report["problems"]) == (398, [])
    assert Purchase.objects.filter(unit__isnull=True).count() == 0


@pytest.mark.parametrize(("command", "path"), [("import_fees", FEES), ("import_purchases", PURCHASES)])
def test_import_of_a_sample_twice_changes_nothing(registry, capsys, command, path):
    first = told(capsys, command, path)
    before = everything()

    again = told(capsys, command, path)

    assert everything() == before
    assert again["counts"] == {"new": 0, "changed": 0, "unchanged": first["data_rows"], "rejected": 0, "ended": 0}
    assert first["counts"]["new"] == first["data_rows"]


@pytest.mark.parametrize(("command", "path"), [("import_fees", FEES), ("import_purchases", PURCHASES)])
def test_import_of_a_sample_dry_says_the_same_and_keeps_nothing(registry, capsys, command, path):
    runs = ImportRun.objects.count()
    dry = told(capsys, command, path, "--dry-run")

    assert (FeeCharge.objects.count(), Purchase.objects.count(), ImportRun.objects.count()) == (0, 0, runs)
    wet = told(capsys, command, path)
    assert {**dry, "import": 0} == {**wet, "import": 0}


def everything() -> list[object]:
    charges = FeeCharge.objects.order_by("id")
    purchases = Purchase.objects.order_by("id")
    return [
        [(c.pk, c.unit_id, c.item, c.first_month, c.months, c.months_owed, c.due, c.paid, c.paid_on) for c in charges],
        [(p.pk, p.unit_id, p.service, p.bought_on, p.amount) for p in purchases],
    ]
