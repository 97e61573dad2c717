from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class WeixinAccountAdapter(DefaultSocialAccountAdapter):
    """What WeChat may do here: open an account, or be bound to one. It proves no phone and no home."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "connected_other": _("This WeChat is bound to another account already."),
    }

    def list_providers(self, request: HttpRequest) -> list[Any]:
        """A service account's consent page opens within WeChat only: elsewhere it is not offered."""
        elsewhere = "MicroMessenger" not in request.headers.get("user-agent", "")
        return [] if settings.WECHAT_SIGN_IN == "inside" and elsewhere else super().list_providers(request)

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("socialaccount_connections")

    def validate_disconnect(self, account: Any, accounts: Any) -> None:
        """The last way in stays: a phone, an e-mail address or a password must be left."""
        user = account.user
        if user.phone_verified_at or user.has_usable_password():
            return
        if not user.emailaddress_set.filter(verified=True).exists():
            raise forms.ValidationError(
                _("Please confirm a telephone number first. Otherwise you could not sign in any more.")
            )
