"""Keys and roles: granted once, withdrawn wholly, and shown to Wagtail as groups."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import GroupCollectionPermission

from owners.actions import (
    LastAdministrator,
    PhoneTaken,
    assign_role,
    grant_key,
    remove_role,
    revoke_key,
    set_phone,
)
from owners.models import Estate, KeyGrant, Role, StaffRole, User
from owners.role_groups import equip_role_groups
from owners.viewers import viewer_for_user
from portal.audit.models import AuditRow
from portal.worktime import at_clock, now

pytestmark = pytest.mark.django_db

ENTER_CMS = "wagtailadmin.access_admin"


def fresh(user: User) -> User:
    """Without the permissions that Django caches on an instance."""
    return User.objects.get(pk=user.pk)


def group_names(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def test_granted_key_is_carried_until_its_time(stranger):
    grant_key(user=stranger, key="members", source="club:membership:12", until=now() + timedelta(days=1))

    assert "members" in viewer_for_user(stranger).keys
    with at_clock(now() + timedelta(days=2)):
        assert "members" not in viewer_for_user(stranger).keys


def test_granting_twice_is_once_and_moves_the_end(stranger):
    grant_key(user=stranger, key="members", source="club:membership:12", until=now())
    grant_key(user=stranger, key="members", source="club:membership:12", until=None)
    grant_key(user=stranger, key="members", source="club:membership:12", until=None)

    assert KeyGrant.objects.get().until is None
    assert AuditRow.objects.filter(action="key.granted").count() == 2


def test_revoking_closes_only_what_this_source_opened(stranger):
    grant_key(user=stranger, key="group:1", source="club:group:1")
    grant_key(user=stranger, key="group:2", source="club:group:2")

    assert revoke_key(user=stranger, source="club:group:1") == 1
    assert revoke_key(user=stranger, source="club:group:1") == 0
    assert {"group:2"} == {key for key in viewer_for_user(stranger).keys if key.startswith("group:")}


def test_editor_enters_the_cms_through_the_group_of_the_role(stranger, estate):
    assign_role(user=stranger, role=Role.EDITOR, estate=estate, actor="user:admin")

    assert group_names(stranger) == {"editor"}
    assert fresh(stranger).has_perm(ENTER_CMS)
    assert not fresh(stranger).has_perm("owners.change_estate")
    assert GroupCollectionPermission.objects.filter(
        group__name="editor", permission__codename__startswith="add_"
    ).exists()
    row = AuditRow.objects.get(action="role.assigned")
    assert (row.actor, row.estate_id, row.facts) == ("user:admin", estate.pk, {"role": "editor"})


def test_spokesperson_has_no_business_in_the_cms(stranger, estate):
    assign_role(user=stranger, role=Role.SPOKESPERSON, estate=estate)

    assert group_names(stranger) == {"spokesperson"}
    assert not fresh(stranger).has_perm(ENTER_CMS)


def test_administrator_edits_snippets_but_neither_accounts_nor_groups(stranger):
    assign_role(user=stranger, role=Role.ADMIN)
    admin = fresh(stranger)

    assert admin.has_perm("owners.change_estate")
    assert not admin.is_superuser
    assert not any(admin.has_perm(name) for name in ("owners.change_user", "owners.add_staffrole", "auth.change_group"))


def test_assigning_a_role_twice_is_once(stranger, estate):
    first = assign_role(user=stranger, role="steward", estate=estate)
    second = assign_role(user=stranger, role="steward", estate=estate)

    assert first == second
    assert AuditRow.objects.filter(action="role.assigned").count() == 1


def test_withdrawn_role_leaves_its_group_and_no_other(stranger, estate, other_estate):
    newsletter = Group.objects.create(name="newsletter")
    stranger.groups.add(newsletter)
    here = assign_role(user=stranger, role=Role.EDITOR, estate=estate)
    there = assign_role(user=stranger, role=Role.EDITOR, estate=other_estate)

    remove_role(staff_role=here)
    assert group_names(stranger) == {"newsletter", "editor"}

    remove_role(staff_role=there)
    assert group_names(stranger) == {"newsletter"}
    assert not fresh(stranger).has_perm(ENTER_CMS)
    assert not viewer_for_user(stranger, second_factor=True).works_here


def test_last_administrator_stays(stranger, olga):
    only = assign_role(user=stranger, role=Role.ADMIN)

    with pytest.raises(LastAdministrator):
        remove_role(staff_role=only)
    assert StaffRole.objects.filter(role=Role.ADMIN).count() == 1

    assign_role(user=olga, role=Role.ADMIN)
    remove_role(staff_role=only)
    assert StaffRole.objects.get(role=Role.ADMIN).user == olga


def test_roles_are_not_assigned_by_a_word_that_is_none(stranger):
    with pytest.raises(ValueError, match="emperor"):
        assign_role(user=stranger, role="emperor")


def test_groups_regain_what_a_role_needs_after_each_migration(db):
    equip_role_groups()
    admins = Group.objects.get(name="admin")
    admins.permissions.clear()

    equip_role_groups()

    of_estate = ContentType.objects.get_for_model(Estate)
    assert admins.permissions.filter(content_type=of_estate).count() == 3
    assert set(Group.objects.filter(name__in=Role.values).values_list("name", flat=True)) == set(Role.values)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_administrators_can_not_remove_each_other_at_once(stranger, olga):
    roles = [assign_role(user=user, role=Role.ADMIN) for user in (stranger, olga)]
    together = Barrier(2)

    def withdraw(role: StaffRole) -> bool:
        together.wait()
        try:
            remove_role(staff_role=role)
            return True
        except LastAdministrator:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        withdrawn = list(pool.map(withdraw, roles))

    assert sorted(withdrawn) == [False, True]
    assert StaffRole.objects.filter(role=Role.ADMIN).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_number_confirmed_by_two_at_once_belongs_to_one(stranger, olga):
    together = Barrier(2)

    def confirm(user: User) -> bool:
        together.wait()
        try:
            set_phone(user=user, phone="+8613977778888", confirmed=True)
            return True
        except PhoneTaken:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        confirmed = list(pool.map(confirm, (stranger, olga)))

    assert sorted(confirmed) == [False, True]
    assert User.objects.filter(phone="+8613977778888").count() == 1
