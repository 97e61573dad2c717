"""Doors of views: who may enter at all. What they then see is `visible_to`."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from owners.querysets import COUNTER, OWNING, REVIEWERS
from portal.http import Request
from portal.worktime import today

if TYPE_CHECKING:
    from owners.models import Claim, Residency
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
    """Only for staff holding one of the roles (any role, if none is named), second factor used.

    A visitor is sent to sign in; staff without the second factor are sent to use it; anybody else
    gets 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            viewer = request.viewer
            back = urlencode({"next": request.get_full_path()})
            if not viewer.signed_in:
                return redirect(f"{reverse('account_login')}?{back}")
            if not viewer.is_staff:
                raise PermissionDenied
            if not viewer.second_factor:
                return redirect(f"{reverse('owners:second-factor')}?{back}")
            if roles and not viewer.has_role(*roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return inner

    return decorate


def can_import(viewer: "Viewer", estate_id: int) -> bool:
    """Those who look after the owners of an estate bring its lists into the registry."""
    return viewer.has_role(*REVIEWERS, estate_id=estate_id)


def can_review_claim(viewer: "Viewer", claim: "Claim") -> bool:
    """Stewards of the claim's estate decide it, never their own."""
    is_own = viewer.user is not None and viewer.user.pk == claim.user_id
    return viewer.has_role(*REVIEWERS, estate_id=claim.estate_id) and not is_own


def can_invite(viewer: "Viewer", residency: "Residency") -> bool:
    """Owners and co-owners ask others into their own home; family and tenants don't."""
    return residency.role in OWNING and _is_own_and_open(viewer, residency)


def can_leave_home(viewer: "Viewer", residency: "Residency") -> bool:
    """Family and tenants go by themselves; what an owner owns is the register's to say."""
    return residency.role not in OWNING and _is_own_and_open(viewer, residency)


def can_end_residency(viewer: "Viewer", residency: "Residency") -> bool:
    """Stewards of the estate; never their own place."""
    is_own = viewer.user is not None and viewer.user.person_id == residency.person_id
    return viewer.has_role(*REVIEWERS, estate_id=residency.unit.estate_id) and not is_own


def can_assist(viewer: "Viewer", estate_id: int) -> bool:
    """Whoever stands at the service counter of an estate."""
    return viewer.has_role(*COUNTER, estate_id=estate_id)


def _is_own_and_open(viewer: "Viewer", residency: "Residency") -> bool:
    is_own = viewer.user is not None and viewer.user.person_id == residency.person_id
    return is_own and (residency.until is None or residency.until >= today())
