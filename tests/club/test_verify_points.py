import json
from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from club.models import PointAccount, PointLot, PointTransaction


def verify():
    out = StringIO()
    with suppress(CommandError):
        call_command("verify_points", "--json", stdout=out)
    return json.loads(out.getvalue())


def test_a_true_ledger_has_no_problems(member):
    assert verify() == {
        "totals": {"member": 100, "issued": -100, "redeemed": 0, "expired": 0, "adjusted": 0},
        "problems": [],
    }


def test_a_balance_that_was_helped_along_is_found(member, olga):
    PointAccount.objects.filter(user=olga).update(balance=1000)

    account = PointAccount.objects.get(user=olga)
    assert verify()["problems"] == [
        {"what": f"account:{account.pk}", "problem": "balance 1000, entries sum to 100"},
        {"what": f"account:{account.pk}", "problem": "balance 1000, lots hold 100"},
    ]


def test_a_lot_that_was_emptied_by_hand_is_found(member):
    PointLot.objects.update(remaining=40)

    assert [problem["what"].split(":")[0] for problem in verify()["problems"]] == ["account", "lot"]


def test_a_transaction_without_legs_is_found(member):
    loose = PointTransaction.objects.create(kind="earn", source="test", source_ref="1", cause="x")

    assert verify()["problems"] == [{"what": f"transaction:{loose.pk}", "problem": "0 legs sum to 0"}]


def test_faults_end_the_command_with_an_error(member, olga, capsys):
    PointAccount.objects.filter(user=olga).update(balance=1)

    with pytest.raises(CommandError, match="2 faults"):
        call_command("verify_points")
