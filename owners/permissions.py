"""Doors of views: who may enter at all. What they then see is `visible_to`."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from owners.querysets import REVIEWERS
from portal.http import Request

if TYPE_CHECKING:
    from owners.models import Claim
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


def can_review_claim(viewer: "Viewer", claim: "Claim") -> bool:
    """Stewards of the claim's estate decide it, never their own."""
    is_own = viewer.user is not None and viewer.user.pk == claim.user_id
    return viewer.has_role(*REVIEWERS, estate_id=claim.estate_id) and not is_own
