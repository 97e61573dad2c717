from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from owners.actions import end_other_sessions, end_session
from owners.permissions import sign_in_required
from owners.signed_in import signed_in_devices
from portal.http import Request


@sign_in_required
def sessions(request: Request) -> HttpResponse:
    """Where this account is signed in."""
    assert request.viewer.user is not None
    devices = signed_in_devices(request.viewer.user, current_key=request.session.session_key)
    return render(request, "owners/sessions.html", {"devices": devices})


@require_POST
@sign_in_required
def session_end(request: Request, session_id: int) -> HttpResponse:
    """Signs one other device out. One's own current session ends by signing out."""
    assert request.viewer.user is not None
    if not end_session(user=request.viewer.user, session_id=session_id):
        raise Http404
    messages.success(request, _("That device is signed out."))
    return redirect("owners:sessions")


@require_POST
@sign_in_required
def session_end_others(request: Request) -> HttpResponse:
    assert request.viewer.user is not None
    ended = end_other_sessions(user=request.viewer.user, current_key=request.session.session_key)
    messages.success(
        request,
        ngettext("%(count)d device is signed out.", "%(count)d devices are signed out.", ended) % {"count": ended},
    )
    return redirect("owners:sessions")
