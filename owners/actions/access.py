"""Who may see and do more than everybody: audience keys and staff roles."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from owners.models import Estate, KeyGrant, Role, StaffRole, User
from owners.role_groups import project_roles
from portal import audit, realtime
from portal.errors import Refused


class LastAdministrator(Refused):
    """Nobody would be left who can assign roles."""


@transaction.atomic
def grant_key(
    *,
    user: User,
    key: str,
    source: str,
    until: datetime | None = None,
    while_resident_of: Estate | None = None,
    actor: str = "system",
) -> KeyGrant:
    """Opens an audience key to an account, until a moment or (without one) until it is revoked.

    With `while_resident_of` it counts only while the account is a resident of that estate. Granting
    again from the same source moves `until`; it never makes a second grant.
    """
    grant, created = KeyGrant.objects.select_for_update().get_or_create(
        user=user, key=key, source=source, defaults={"until": until, "estate": while_resident_of}
    )
    if not created and grant.until == until:
        return grant
    if not created:
        grant.until = until
        grant.save(update_fields=["until"])
    audit.record(actor=actor, action="key.granted", subject=user.pseudonym, key=key, source=source)
    realtime.recheck(user.public_id)
    return grant


@transaction.atomic
def revoke_key(*, user: User, source: str, key: str | None = None, actor: str = "system") -> int:
    """Closes what a source had opened to an account (one key, or all of them); says how many."""
    grants = KeyGrant.objects.select_for_update().filter(user=user, source=source)
    if key is not None:
        grants = grants.filter(key=key)
    closed = 0
    for grant in grants:
        grant.delete()
        audit.record(actor=actor, action="key.revoked", subject=user.pseudonym, key=grant.key, source=source)
        closed += 1
    if closed:
        realtime.recheck(user.public_id)
    return closed


@transaction.atomic
def assign_role(*, user: User, role: Role | str, estate: Estate | None = None, actor: str = "system") -> StaffRole:
    """Makes somebody staff: `role` at one estate, or at all of them. Assigning twice is once."""
    User.objects.select_for_update().get(pk=user.pk)
    staff_role, created = StaffRole.objects.get_or_create(user=user, role=Role(role), estate=estate)
    project_roles(user)
    if created:
        audit.record(
            actor=actor,
            action="role.assigned",
            subject=user.pseudonym,
            estate_id=estate.pk if estate else None,
            role=staff_role.role,
        )
        realtime.recheck(user.public_id)
    return staff_role


@transaction.atomic
def withdraw_role(*, staff_role: StaffRole, actor: str = "system") -> None:
    """Ends a role. Refuses to take the last administrator away."""
    user = User.objects.select_for_update().get(pk=staff_role.user_id)
    if staff_role.role == Role.ADMIN:
        # All of them are locked, so that two administrators can't remove each other at once.
        administrators = list(StaffRole.objects.select_for_update().filter(role=Role.ADMIN).order_by("pk"))
        if len(administrators) <= 1:
            raise LastAdministrator(_("This is the last administrator. Name another one first."))
    estate_id, role = staff_role.estate_id, staff_role.role
    staff_role.delete()
    project_roles(user)
    audit.record(actor=actor, action="role.withdrawn", subject=user.pseudonym, estate_id=estate_id, role=role)
    realtime.recheck(user.public_id)
