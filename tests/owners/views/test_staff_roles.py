"""Roles in the CMS: administrators assign and withdraw them, nobody else sees the page."""

import pytest

from owners.actions import assign_role
from owners.models import Role, StaffRole
from portal.audit.models import AuditRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(stranger):
    assign_role(user=stranger, role=Role.ADMIN)
    return stranger


def test_administrator_assigns_a_role_by_mobile_number(admin, nina, estate, client_for):
    response = client_for(admin).post(
        "/cms/staff_roles/new/", {"phone": "138 0000 1502", "role": "steward", "estate": estate.pk}
    )

    assert response.status_code == 302
    assert StaffRole.objects.filter(user=nina, role=Role.STEWARD, estate=estate).exists()
    assert nina.groups.filter(name="steward").exists()
    assert AuditRow.objects.get(action="role.assigned", subject=nina.pseudonym).actor == admin.pseudonym


def test_number_that_nobody_confirmed_is_refused(admin, nina, client_for):
    nina.phone_verified_at = None
    nina.save()

    response = client_for(admin).post("/cms/staff_roles/new/", {"phone": nina.phone.open(), "role": "steward"})

    assert "phone" in response.context["form"].errors
    assert not StaffRole.objects.filter(role=Role.STEWARD).exists()


def test_administrator_withdraws_a_role(admin, sam, client_for):
    role = StaffRole.objects.get(user=sam)

    client_for(admin).post(f"/cms/staff_roles/delete/{role.pk}/")

    assert not StaffRole.objects.filter(user=sam).exists()
    assert AuditRow.objects.get(action="role.withdrawn").actor == admin.pseudonym


def test_last_administrator_can_not_be_withdrawn(admin, client_for):
    role = StaffRole.objects.get(user=admin)

    client_for(admin).post(f"/cms/staff_roles/delete/{role.pk}/")

    assert StaffRole.objects.filter(pk=role.pk).exists()


def test_role_is_never_turned_into_another(admin, sam, client_for):
    role = StaffRole.objects.get(user=sam)

    client_for(admin).post(f"/cms/staff_roles/edit/{role.pk}/", {"phone": admin.phone.open(), "role": "admin"})

    role.refresh_from_db()
    assert (role.user, role.role) == (sam, Role.SPOKESPERSON)


@pytest.mark.parametrize("address", ["/cms/staff_roles/", "/cms/staff_roles/new/", "/cms/snippets/owners/estate/"])
def test_editor_sees_neither_roles_nor_estates(eddy, client_for, address):
    response = client_for(eddy).get(address)

    assert response.status_code == 302
    assert response["Location"] == "/cms/"


def test_lists_are_shown_to_administrators(admin, sam, client_for):
    client = client_for(admin)

    assert "沈言" in client.get("/cms/staff_roles/").content.decode()
    assert "金水湾" in client.get("/cms/snippets/owners/estate/").content.decode()
