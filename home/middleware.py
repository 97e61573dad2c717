"""The door of the Wagtail admin."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.csp import CSP

from owners.permissions import staff_door

CMS = "/cms/"
# Wagtail's own ways in and ways to a new password. Accounts are allauth's business.
_ROUTED_AWAY = ("/cms/login/", "/cms/password_reset/")
# Wagtail's screens for accounts and groups, and its bulk actions on them: closed to everybody, superusers
# too. Who may do what follows from roles, and roles are given at the desk alone.
_CLOSED = ("wagtailusers_users:", "wagtailusers_groups:")
_CLOSED_BULK = {("owners", "user"), ("auth", "group")}

# The admin has inline styles and scripts, and frames its previews. Only it gets this policy.
CMS_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE, CSP.UNSAFE_EVAL],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "connect-src": [CSP.SELF],
    "font-src": [CSP.SELF, "data:"],
    "frame-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}


class CmsDoorMiddleware:
    """Keeps the Wagtail admin to those it is open to, second factor used, under its own looser CSP.

    Visitors are sent to sign in, staff without second factor or pledge to what is missing, everybody else gets
    403: Wagtail itself would send a signed-in person without access to sign in, and so in circles.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(CMS):
            return self.get_response(request)
        response = self.get_response(request)
        # Django's policy middleware stands outside this one and reads the mark.
        response._csp_config = CMS_CSP  # type: ignore[attr-defined]
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[object], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """Decides before the view runs; a refusal raised here becomes the site's own 403 page."""
        if not request.path_info.startswith(CMS):
            return None
        viewer = request.viewer  # type: ignore[attr-defined]
        back = urlencode({"next": CMS if request.path_info.startswith(_ROUTED_AWAY) else request.get_full_path()})
        if not viewer.signed_in:
            return redirect(f"{reverse('account_login')}?{back}")
        if not viewer.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        if door := staff_door(viewer):
            return redirect(f"{door}?{back}")
        if request.path_info.startswith(_ROUTED_AWAY):
            return redirect(CMS)
        if _closed(request):
            raise PermissionDenied
        return None


def _closed(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None:
        return False
    bulk = (str(match.kwargs.get("app_label", "")).lower(), str(match.kwargs.get("model_name", "")).lower())
    return match.view_name.startswith(_CLOSED) or (match.url_name == "wagtail_bulk_action" and bulk in _CLOSED_BULK)
