"""Who may see and do more than everybody: audience keys and staff roles."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from owners.models import Estate, KeyGrant, Role, RoleChange, StaffRole, User
from owners.role_groups import project_roles
from portal import audit, outbox, realtime
from portal.domain_events import RoleChanged
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
def assign_role(
    *,
    user: User,
    role: Role | str,
    estate: Estate | None = None,
    actor: str = "system",
    reason: str = "",
    by: User | None = None,
    confirmed_by: User | None = None,
) -> StaffRole:
    """Makes somebody staff: `role` at one estate, or at all of them. Assigning twice is once.

    The bare write, for commands, seeds and `owners.actions.roles`, which asks who may.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    staff_role, created = StaffRole.objects.get_or_create(user=user, role=Role(role), estate=estate)
    project_roles(user)
    if created:
        _record(staff_role, given=True, actor=actor, reason=reason, by=by, confirmed_by=confirmed_by)
    return staff_role


@transaction.atomic
def remove_role(*, staff_role: StaffRole, actor: str = "system", reason: str = "", by: User | None = None) -> None:
    """Ends a role, from the next request on. Refuses to take the last administrator away."""
    user = User.objects.select_for_update(no_key=True).get(pk=staff_role.user_id)
    if staff_role.role == Role.ADMIN:
        _keep_an_administrator(staff_role)
    gone, _each = StaffRole.objects.filter(pk=staff_role.pk).delete()
    if not gone:
        return
    project_roles(user)
    _record(staff_role, given=False, actor=actor, reason=reason, by=by)


def _keep_an_administrator(leaving: StaffRole) -> None:
    """Somebody active has to be left who can give every role that `leaving` could give."""
    # All of them are locked, so that two administrators can't remove each other at once.
    locked = list(
        StaffRole.objects.select_for_update().filter(role=Role.ADMIN).order_by("pk").values_list("pk", flat=True)
    )
    left = StaffRole.objects.filter(pk__in=locked, user__is_active=True).exclude(pk=leaving.pk)
    left = (
        left.filter(Q(estate__isnull=True) | Q(estate_id=leaving.estate_id))
        if leaving.estate_id
        else left.filter(estate__isnull=True)
    )
    if not left.exists():
        raise LastAdministrator(_("This is the last administrator. Name another one first."))


def _record(
    staff_role: StaffRole, *, given: bool, actor: str, reason: str, by: User | None, confirmed_by: User | None = None
) -> None:
    change = RoleChange.objects.create(
        user_id=staff_role.user_id,
        role=staff_role.role,
        estate_id=staff_role.estate_id,
        given=given,
        reason=reason,
        by=by,
        confirmed_by=confirmed_by,
    )
    user = staff_role.user
    audit.record(
        actor=actor,
        action="role.assigned" if given else "role.withdrawn",
        subject=user.pseudonym,
        estate_id=staff_role.estate_id,
        role=staff_role.role,
        **({"confirmed_by": confirmed_by.pseudonym} if confirmed_by else {}),
    )
    outbox.record(RoleChanged(change_id=change.pk), key=f"user:{user.pk}")
    realtime.recheck(user.public_id)
