"""The first administrator comes from the machine's shell."""

import pytest
from django.core.management import CommandError, call_command

from owners.models import Role, RoleChange, StaffRole
from portal.audit.models import AuditRow

pytestmark = pytest.mark.django_db


def test_first_administrator_is_made_and_audited(stranger, capsys):
    for _twice in range(2):
        call_command("grant_role", "138 0000 9999", "admin", reason="first administrator")

    assert StaffRole.objects.get(user=stranger).estate is None
    assert stranger.groups.filter(name="admin").exists()
    assert RoleChange.objects.get(user=stranger).reason == "first administrator"
    assert AuditRow.objects.get(action="role.assigned").actor == "command"
    assert "already" in capsys.readouterr().out


def test_role_at_one_estate(stranger, estate):
    call_command("grant_role", stranger.phone.open(), "steward", estate=estate.slug, reason="…")

    assert StaffRole.objects.get(user=stranger, role=Role.STEWARD).estate == estate


@pytest.mark.parametrize(
    ("phone", "estate", "message"),
    [("12", None, "no mobile number"), ("13800007777", None, "No account"), ("13800009999", "none", "no estate")],
)
def test_what_can_not_be_is_refused(stranger, phone, estate, message):
    with pytest.raises(CommandError, match=message):
        call_command("grant_role", phone, "admin", estate=estate, reason="…")
    assert not StaffRole.objects.exists()
