"""Giving and withdrawing roles, by administrators: two of them where one alone would be too few."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from owners.actions.access import assign_role, remove_role
from owners.models import Estate, Role, RoleRequest, RoleRequestState, StaffRole, User
from owners.permissions import can_administer, can_decide_role, needs_two_people
from owners.viewers import Viewer
from portal import audit, outbox
from portal.domain_events import RoleRequestDecided, RoleRequested
from portal.errors import Refused
from portal.worktime import now

# How long a second administrator has time to decide.
OPEN_FOR = timedelta(days=7)


class NoAdministrator(Refused):
    """Not an administrator of that estate, or somebody whom the decision concerns."""


class SecondPersonNeeded(Refused):
    """One administrator alone can't give this role."""


class RoleHeldAlready(Refused):
    """The person has the role, or a request for it is waiting."""


class RoleRequestOver(Refused):
    """The request was decided, or its time has run out."""


@transaction.atomic
def give_role(*, viewer: Viewer, user: User, role: Role | str, estate: Estate | None, reason: str) -> StaffRole:
    """Gives a role that one administrator alone may give; others go through `request_role`."""
    by = _administrator(viewer, estate)
    if needs_two_people(viewer, user, role):
        raise SecondPersonNeeded(_("A second administrator has to agree to this role."))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _check_receivable(user, role, estate)
    return assign_role(user=user, role=role, estate=estate, actor=viewer.pseudonym, reason=reason, by=by)


@transaction.atomic
def request_role(*, viewer: Viewer, user: User, role: Role | str, estate: Estate | None, reason: str) -> RoleRequest:
    """Asks for a role; it is given when a second administrator confirms within seven days."""
    by = _administrator(viewer, estate)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _check_receivable(user, role, estate)
    same = RoleRequest.objects.filter(user=user, role=role, estate=estate)
    if same.waiting().exists():
        raise RoleHeldAlready(_("Somebody has asked for this already. A second administrator has to decide."))
    same.filter(state=RoleRequestState.WAITING).update(state=RoleRequestState.EXPIRED)
    request = RoleRequest.objects.create(
        user=user, role=Role(role), estate=estate, reason=reason, asked_by=by, expires_at=now() + OPEN_FOR
    )
    _audit(viewer, "role.requested", request)
    outbox.record(RoleRequested(request_id=request.pk), key=f"user:{request.user_id}")
    return request


@transaction.atomic
def confirm_role(*, viewer: Viewer, request: RoleRequest) -> StaffRole:
    """The second administrator agrees, and the role is given."""
    request = _open(request)
    if not can_decide_role(viewer, request):
        raise NoAdministrator(_("Another administrator has to decide: not who asked, and not whom it is for."))
    if request.asked_by is None or not _administers(request.asked_by, request.estate_id):
        raise RoleRequestOver(_("Who asked for this is no administrator any more. Please ask for it anew."))
    if not request.user.is_active:
        raise RoleRequestOver(_("This account is closed."))
    _decide(viewer, request, RoleRequestState.CONFIRMED)
    return assign_role(
        user=request.user,
        role=request.role,
        estate=request.estate,
        actor=viewer.pseudonym,
        reason=request.reason,
        by=request.asked_by,
        confirmed_by=viewer.user,
    )


@transaction.atomic
def refuse_role(*, viewer: Viewer, request: RoleRequest, reason: str) -> RoleRequest:
    """The second administrator doesn't agree, or who asked takes it back."""
    request = _open(request)
    takes_back = viewer.user is not None and viewer.user.pk == request.asked_by_id
    if not (can_decide_role(viewer, request) or (takes_back and can_administer(viewer, request.estate_id))):
        raise NoAdministrator(_("Another administrator has to decide: not who asked, and not whom it is for."))
    _decide(viewer, request, RoleRequestState.REFUSED, reason)
    return request


@transaction.atomic
def withdraw_role(*, viewer: Viewer, staff_role: StaffRole, reason: str) -> None:
    """Takes a role away; one administrator is enough, and it holds from the next request on."""
    by = _administrator(viewer, staff_role.estate)
    remove_role(staff_role=staff_role, actor=viewer.pseudonym, reason=reason, by=by)


def _administrator(viewer: Viewer, estate: Estate | None) -> User:
    if viewer.user is None or not can_administer(viewer, estate.pk if estate else None):
        raise NoAdministrator(_("You give and withdraw roles only at the estates that you administer."))
    return viewer.user


def _administers(user: User, estate_id: int | None) -> bool:
    held = set(StaffRole.objects.filter(user=user, role=Role.ADMIN).values_list("estate_id", flat=True))
    return user.is_active and (None in held or (estate_id is not None and estate_id in held))


def _check_receivable(user: User, role: Role | str, estate: Estate | None) -> None:
    if not user.is_active or user.phone_verified_at is None:
        raise Refused(_("Only an open account with a confirmed mobile number can be given a role."))
    if StaffRole.objects.filter(user=user, role=role, estate=estate).exists():
        raise RoleHeldAlready(_("This person has the role already."))


def _open(request: RoleRequest) -> RoleRequest:
    """The request, locked, so that it is decided once."""
    locked = RoleRequest.objects.select_for_update().get(pk=request.pk)
    if not locked.is_open:
        raise RoleRequestOver(_("This request has been decided meanwhile, or its time has run out."))
    return locked


def _decide(viewer: Viewer, request: RoleRequest, state: RoleRequestState, reason: str = "") -> None:
    request.state, request.decided_by, request.decided_at, request.decided_reason = state, viewer.user, now(), reason
    request.save(update_fields=["state", "decided_by", "decided_at", "decided_reason"])
    _audit(viewer, f"role.request_{state}", request)
    outbox.record(RoleRequestDecided(request_id=request.pk), key=f"user:{request.user_id}")


def _audit(viewer: Viewer, action: str, request: RoleRequest) -> None:
    audit.record(
        actor=viewer.pseudonym,
        action=action,
        subject=request.user.pseudonym,
        estate_id=request.estate_id,
        role=request.role,
        request=request.pk,
    )
