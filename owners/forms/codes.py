"""allauth's forms for codes and passkeys; a phone fills the code in by itself."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.utils.translation import gettext_lazy as _


class DigitsMixin(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = _("Code")
        code.widget.attrs = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "autofocus": True,
            "maxlength": 12,
        }


class ConfirmLoginCodeForm(DigitsMixin, account_forms.ConfirmLoginCodeForm):
    pass


class VerifyPhoneForm(DigitsMixin, account_forms.VerifyPhoneForm):
    pass


class ConfirmEmailVerificationCodeForm(DigitsMixin, account_forms.ConfirmEmailVerificationCodeForm):
    pass


class AuthenticateForm(DigitsMixin, mfa_forms.AuthenticateForm):
    pass


class ReauthenticateForm(DigitsMixin, mfa_forms.ReauthenticateForm):
    pass


class AddWebAuthnForm(webauthn_forms.AddWebAuthnForm):
    """A passkey signs in alone unless somebody takes the tick away: that is what it is for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = _("Asks for your fingerprint, face or PIN each time.")


class ActivateTOTPForm(DigitsMixin, totp_forms.ActivateTOTPForm):
    pass
