"""Doors of views: who may enter at all. What they then see is `visible_to`."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from owners import step_up
from owners.models.access import SENSITIVE_ROLES, Role
from owners.models.rights import RequestKind
from owners.querysets import COUNTER, OWNING, PRIVACY, REQUEST_READERS, REVIEWERS
from owners.second_factor import fresh_second_factor
from portal.http import Request
from portal.worktime import today

if TYPE_CHECKING:
    from owners.models import Claim, DataRequest, Residency, RoleRequest, User
    from owners.viewers import Viewer

View = Callable[..., HttpResponseBase]


def sign_in_required(view: View) -> View:
    """Sends visitors to sign in and back again."""

    @wraps(view)
    def inner(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.viewer.signed_in:
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **kwargs)

    return inner


def staff_only(*roles: str) -> Callable[[View], View]:
    """Only for staff holding one of the roles (any role, if none is named), second factor used, pledge in force.

    A visitor is sent to sign in; staff without the second factor are sent to use it, and those whose
    pledge is missing or over to make it; anybody else gets 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            viewer = request.viewer
            if not viewer.signed_in:
                return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
            if not viewer.is_staff:
                raise PermissionDenied
            if door := staff_door(viewer):
                return redirect(f"{door}?{urlencode({'next': request.get_full_path()})}")
            if roles and not viewer.has_role(*roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return inner

    return decorate


def can_import(viewer: "Viewer", estate_id: int) -> bool:
    """Those who look after the owners of an estate bring its lists into the registry."""
    return viewer.has_role(*REVIEWERS, estate_id=estate_id)


def staff_door(viewer: "Viewer") -> str:
    """Where staff have to go before the desk is open to them; an empty string if nothing is missing."""
    if not viewer.second_factor:
        return reverse("owners:second-factor")
    return "" if viewer.pledged else reverse("owners:pledge")


def step_up_required(view: View) -> View:
    """Inside `staff_only`: sends staff to prove their second factor again, unless they did within ten minutes.

    They come back to the same address. A form's page asks when it is opened; if the ten minutes run
    out while it is filled in, what was typed waits in the session, and the view finds it again by
    `step_up.typed_before(request)`.
    """

    @wraps(view)
    def inner(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if fresh_second_factor(request.session, request.viewer.user):
            return view(request, *args, **kwargs)
        return step_up.ask_again(request)

    return inner


def can_administer(viewer: "Viewer", estate_id: int | None) -> bool:
    """Administrators of the estate; a role at all estates is the business of those who hold theirs at all."""
    if estate_id is None:
        return viewer.works_here and (Role.ADMIN, None) in viewer.roles
    return viewer.has_role(Role.ADMIN, estate_id=estate_id)


def needs_two_people(viewer: "Viewer", user: "User", role: str) -> bool:
    """Sensitive roles, and every role that somebody would give to themselves."""
    return role in SENSITIVE_ROLES or viewer.user == user


def can_decide_role(viewer: "Viewer", request: "RoleRequest") -> bool:
    """A second administrator: never who asked, never who would get the role."""
    involved = {request.user_id, request.asked_by_id}
    return viewer.user is not None and viewer.user.pk not in involved and can_administer(viewer, request.estate_id)


def can_review_claim(viewer: "Viewer", claim: "Claim") -> bool:
    """Stewards of the claim's estate decide it, never their own."""
    is_own = viewer.user is not None and viewer.user.pk == claim.user_id
    return viewer.has_role(*REVIEWERS, estate_id=claim.estate_id) and not is_own


def can_answer_request(viewer: "Viewer", request: "DataRequest", estates: Iterable[int]) -> bool:
    """Privacy officers of the person's `estates`, and for a correction whoever looks after the owners there.
    Nobody answers their own."""
    if viewer.user is None or viewer.user.pk == request.user_id or not request.is_decided_by_people:
        return False
    if viewer.works_here and (Role.PRIVACY, None) in viewer.roles:
        return True
    roles = REQUEST_READERS if request.kind == RequestKind.CORRECT else (PRIVACY,)
    return any(viewer.has_role(*roles, estate_id=estate_id) for estate_id in estates)


def can_record_consent(viewer: "Viewer", user: "User", estates: Iterable[int]) -> bool:
    """Whoever serves at a counter of the person's `estates`, and the privacy officers; nobody for themselves."""
    if viewer.user is None or viewer.user.pk == user.pk or not user.is_active:
        return False
    if viewer.works_here and (Role.PRIVACY, None) in viewer.roles:
        return True
    return any(viewer.has_role(PRIVACY, *COUNTER, estate_id=estate_id) for estate_id in estates)


def can_change_words(viewer: "Viewer") -> bool:
    """What people agree to is the same at all estates."""
    return viewer.works_here and (Role.PRIVACY, None) in viewer.roles


def can_invite(viewer: "Viewer", residency: "Residency") -> bool:
    """Owners and co-owners ask others into their own home; family and tenants don't."""
    return residency.role in OWNING and _is_own_and_open(viewer, residency)


def can_leave_home(viewer: "Viewer", residency: "Residency") -> bool:
    """Family and tenants go by themselves; what an owner owns is the register's to say."""
    return residency.role not in OWNING and _is_own_and_open(viewer, residency)


def can_end_residency(viewer: "Viewer", residency: "Residency") -> bool:
    """Stewards of the estate; never their own place."""
    is_own = residency.person_id in viewer.people
    return viewer.has_role(*REVIEWERS, estate_id=residency.unit.estate_id) and not is_own


def can_assist(viewer: "Viewer", estate_id: int) -> bool:
    """Whoever stands at the service counter of an estate."""
    return viewer.has_role(*COUNTER, estate_id=estate_id)


def _is_own_and_open(viewer: "Viewer", residency: "Residency") -> bool:
    is_own = residency.person_id in viewer.people
    return is_own and (residency.until is None or residency.until >= today())
