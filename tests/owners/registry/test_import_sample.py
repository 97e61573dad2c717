import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from owners.models import Estate, ImportRun, Person, PersonContact, PersonIdentity, PersonName, Residency, Unit

SAMPLES = Path(__file__).parents[3] / "samples/registry"
REGISTER = SAMPLES / "金水湾业主台账.xlsx"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text())
PROMISED = {name: EXPECTED[name] for name in ("data_rows", "units", "people", "problems")}

pytestmark = pytest.mark.django_db


def imported(capsys, *options: str) -> dict:
    call_command("import_registry", str(REGISTER), "--estate", "jinshuiwan", "--json", *options)
    return json.loads(capsys.readouterr().out)


def test_import_registry_of_the_sample_is_exactly_as_expected(capsys):
    report = imported(capsys, "--name", "金水湾")

    assert {name: report[name] for name in PROMISED} == PROMISED
    assert (Unit.objects.count(), Person.objects.count()) == (186, 191)


def test_import_registry_dry_run_says_the_same_and_keeps_nothing(capsys):
    report = imported(capsys, "--name", "金水湾", "--dry-run")

    assert {name: report[name] for name in PROMISED} == PROMISED
    assert not Estate.objects.exists()
    assert not ImportRun.objects.exists()


def test_import_registry_twice_changes_nothing(capsys):
    imported(capsys, "--name", "金水湾")
    before = snapshot()

    report = imported(capsys)

    assert {name: report[name] for name in PROMISED} == PROMISED
    assert snapshot() == before


def test_import_registry_takes_values_over(capsys):
    imported(capsys, "--name", "金水湾")

    estate = Estate.objects.get()
    resident = Residency.objects.select_related("person", "unit__entrance__building").get(person__naming__name="叶琪")
    assert estate.code == "JSW"
    assert str(resident.unit) == "1号楼1单元701"
    assert resident.since.isoformat() == "2023-11-15"
    assert resident.person.phone == "+8613800001007"
    assert {one.value.open() for one in resident.person.reach.filter(kind="phone")} == {
        "+8613800001007",
        "+8613900001007",
    }


def test_import_registry_seals_identity_numbers(capsys):
    imported(capsys, "--name", "金水湾")

    identity = PersonIdentity.objects.get(person__naming__name="叶琪")
    assert "990102196611049343" not in f"{identity.id_number.token}{identity.id_fp}{identity.id_number}"
    assert identity.id_number.open() == "990102196611049343"


def test_import_registry_without_estate_or_name_says_so(capsys):
    with pytest.raises(CommandError, match="jinshuiwan"):
        imported(capsys)


def test_import_registry_prints_nothing_but_json_and_tells_progress_elsewhere(capsys):
    call_command("import_registry", str(REGISTER), "--estate", "jinshuiwan", "--name", "金水湾", "--json")

    assert capsys.readouterr().out.count("\n") == 1


def snapshot() -> list[object]:
    rows = [Unit.objects.values_list("id", "room", "area", "handed_over_on")]
    rows += [PersonName.objects.values_list("person_id", "name")]
    rows += [PersonIdentity.objects.values_list("person_id", "id_fp")]
    rows += [PersonContact.objects.values_list("id", "person_id", "value_fp", "main", "until")]
    rows += [Residency.objects.values_list("id", "unit_id", "person_id", "role", "since", "until")]
    return [sorted(row) for row in rows]
