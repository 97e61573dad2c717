"""Signing in, signing up, and one's own profile."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from owners.forms.fields import PHONE_ERROR
from owners.models import User
from owners.nicknames import clean_nickname
from owners.phones import PhoneNumberError, normalise_phone

NICKNAME_LENGTH = 20

# Where the address typed at sign-up waits in the session until the phone is confirmed.
SIGNUP_EMAIL_KEY = "owners.signup_email"


class LoginForm(allauth_forms.LoginForm):
    """One field for phone or e-mail. With a password it signs in by password, without by code."""

    user: User | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("Mobile number or e-mail"),
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        )
        password = self.fields["password"]
        password.label = _("Password")
        password.help_text = ""
        password.widget.attrs.pop("placeholder", None)
        self.order_fields(["login", "password"])

    def _setup_password_field(self) -> None:
        # allauth drops the field where signing up asks for no password; some people set one later.
        self.fields["password"].required = False

    def clean_login(self) -> str:
        written = self.cleaned_data["login"].strip()
        if "@" in written:
            return forms.EmailField().clean(written).lower()
        try:
            return normalise_phone(written)
        except PhoneNumberError:
            raise forms.ValidationError(PHONE_ERROR, code="invalid_phone") from None

    def _clean_without_password(self, email: str | None, phone: str | None) -> dict[str, Any]:
        """A code by e-mail opens only the account that has confirmed this address."""
        cleaned = super()._clean_without_password(email, phone)
        confirmed = EmailAddress.objects.filter(user=self.user, email=email, verified=True)
        if email and self.user and not confirmed.exists():
            self.user = None
        return cleaned


class SignupForm(allauth_forms.SignupForm):
    """A phone; if they like, a nickname and an e-mail address, which is confirmed after the phone."""

    field_order = ["phone", "nickname", "email"]

    nickname = forms.CharField(
        label=_("Nickname"),
        max_length=NICKNAME_LENGTH,
        required=False,
        help_text=_("What neighbours call you here. Not your real name, please."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phone, email = self.fields["phone"], self.fields["email"]
        phone.required, phone.label = True, _("Mobile number")
        phone.help_text = _("We send a code to it. Neighbours never see it.")
        email.required, email.label = False, _("E-mail")
        email.widget.is_required = False
        email.widget.attrs.pop("placeholder", None)

    def clean_nickname(self) -> str:
        return clean_nickname(self.cleaned_data["nickname"])

    def validate_unique_email(self, value: str) -> str:
        # Asked when the address is confirmed. Asking here would tell a stranger who has an account.
        return value

    @transaction.atomic
    def save(self, request: HttpRequest) -> User:
        # An address that was only typed must never sign anybody in: it waits in the session.
        if email := self.cleaned_data.pop("email", ""):
            request.session[SIGNUP_EMAIL_KEY] = email
        user: User = super().save(request)
        user.nickname = self.cleaned_data["nickname"]
        user.save(update_fields=["nickname"])
        return user


class AddEmailForm(allauth_forms.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")
        self.fields["email"].widget.attrs.pop("placeholder", None)


class NewPasswordMixin(forms.Form):
    """allauth's password forms, asking in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (
            ("oldpassword", _("Present password")),
            ("password1", _("New password")),
            ("password2", _("New password once more")),
        ):
            if name in self.fields:
                self.fields[name].label = label
                self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["password1"].help_text = _("At least 10 characters that nobody guesses: three words, for example.")


class SetPasswordForm(NewPasswordMixin, allauth_forms.SetPasswordForm):
    pass


class ChangePasswordForm(NewPasswordMixin, allauth_forms.ChangePasswordForm):
    pass


class ResetPasswordKeyForm(NewPasswordMixin, allauth_forms.ResetPasswordKeyForm):
    pass


class ProfileForm(forms.Form):
    """What neighbours call me, and how pages are shown to me."""

    nickname = forms.CharField(
        label=_("Nickname"),
        max_length=NICKNAME_LENGTH,
        required=False,
        help_text=_("What neighbours call you here. Not your real name, please."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("For messages we send you. Pages follow the address you open."),
    )
    large_type = forms.BooleanField(
        label=_("Large type"), required=False, help_text=_("Bigger letters and stronger contrast on every page.")
    )

    def clean_nickname(self) -> str:
        return clean_nickname(self.cleaned_data["nickname"])
