from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from owners.permissions import sign_in_required
from owners.step_up import safe_next
from portal.http import Request

_NEXT_KEY = "owners.second_factor_next"


@sign_in_required
def second_factor(request: Request) -> HttpResponse:
    """Why staff prove themselves twice, and the way to do it; then back to where they were going.

    Setting a device up leads over several of allauth's pages, so `next` waits in the session.
    """
    if target := safe_next(request):
        request.session[_NEXT_KEY] = target
    if request.viewer.second_factor:
        return redirect(request.session.pop(_NEXT_KEY, reverse("owners:me")))
    types = set(Authenticator.objects.filter(user=request.viewer.user).values_list("type", flat=True))
    # allauth checks `next` once more before it follows it.
    back = urlencode({"next": reverse("owners:second-factor")})
    return render(
        request,
        "owners/second_factor.html",
        {
            "has_device": bool(types & {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}),
            "has_app": Authenticator.Type.TOTP in types,
            "has_passkey": Authenticator.Type.WEBAUTHN in types,
            "back": back,
        },
    )
