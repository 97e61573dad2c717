from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from owners.permissions import sign_in_required
from owners.second_factor import fresh_second_factor
from owners.step_up import safe_next
from portal.http import Request


@sign_in_required
def step_up(request: Request) -> HttpResponse:
    """Asks for the second factor once more before something grave; then back to it.

    Only who has used it in this session is asked again here: everybody else starts at the page that
    also sets devices up.
    """
    target = safe_next(request) or reverse("owners:me")
    if not request.viewer.second_factor:
        return redirect(f"{reverse('owners:second-factor')}?{urlencode({'next': target})}")
    if fresh_second_factor(request.session, request.viewer.user):
        return redirect(target)
    types = set(Authenticator.objects.filter(user=request.viewer.user).values_list("type", flat=True))
    context = {
        "has_app": Authenticator.Type.TOTP in types,
        "has_passkey": Authenticator.Type.WEBAUTHN in types,
        "target": target,
        # allauth checks `next` once more before it follows it.
        "back": urlencode({"next": target}),
    }
    return render(request, "owners/step_up.html", context)
