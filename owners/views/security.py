from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from owners.permissions import sign_in_required
from portal.http import Request


@sign_in_required
def security(request: Request) -> HttpResponse:
    """The ways in: password, authenticator app, passkeys, recovery codes."""
    user = request.viewer.user
    assert user is not None
    devices = list(Authenticator.objects.filter(user=user).order_by("pk"))
    of_type = {kind: [device for device in devices if device.type == kind] for kind in Authenticator.Type}
    recovery = of_type[Authenticator.Type.RECOVERY_CODES]
    return render(
        request,
        "owners/security.html",
        {
            "has_password": user.has_usable_password(),
            "has_app": bool(of_type[Authenticator.Type.TOTP]),
            "passkeys": [(device, device.wrap().name) for device in of_type[Authenticator.Type.WEBAUTHN]],
            "wechat_offered": bool(settings.WECHAT_APP_ID),
            "wechat_bound": SocialAccount.objects.filter(user=user, provider="weixin").exists(),
            "recovery_codes_left": len(recovery[0].wrap().get_unused_codes()) if recovery else None,
        },
    )
