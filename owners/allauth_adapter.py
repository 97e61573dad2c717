"""Where allauth meets Linli: phones, codes by SMS, and what a second factor protects."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import AddEmailForm
from allauth.account.utils import passthrough_next_redirect_url
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse, RateLimited
from allauth.core.ratelimit import consume
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, MultiFernet
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from owners import sms, sms_limits
from owners.actions import PhoneTaken, set_phone
from owners.actions.sign_ups import note_sign_up
from owners.devices import device_of
from owners.forms.accounts import SIGNUP_EMAIL_KEY
from owners.forms.fields import PhoneField
from owners.models import StaffRole, User
from owners.signed_in import device_name


def display_name(user: User) -> str:
    """How allauth's pages and mails name an account."""
    return user.display_name


class AccountAdapter(DefaultAccountAdapter):
    """Phone first. An e-mail address counts only once a code from it was entered."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This is not the code. Please look once more."),
        "email_password_mismatch": _("Address and password don't fit together. You can sign in by code instead."),
        "phone_password_mismatch": _("Number and password don't fit together. You can sign in by code instead."),
        "too_many_login_attempts": _("Too many tries. Please wait a few minutes."),
        "rate_limited": _("Too many tries. Please wait a few minutes."),
        "email_taken": _("Another account uses this e-mail address."),
        "phone_taken": _("Another account uses this telephone number."),
        "duplicate_email": _("This is your address already."),
        "same_as_current": _("This is your number already."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
    }

    def get_login_stages(self) -> list[str]:
        # Addresses are verified when they are added, never as a step of signing in: an owner
        # whose phone is confirmed is not kept out by a mailbox.
        return [stage for stage in super().get_login_stages() if not stage.endswith("EmailVerificationStage")]

    def populate_username(self, request: HttpRequest, user: User) -> None:
        user.username = user.public_id

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        if StaffRole.objects.filter(user=user).exists():
            request.session.set_expiry(settings.STAFF_SESSION_SECONDS)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """After signing up with an e-mail address: its code first, then wherever they were going."""
        response = super().post_login(request, user, **kwargs)
        if kwargs.get("signup"):
            note_sign_up(user=user, address=self.get_client_ip(request), browser=device_of(request))
        email = request.session.pop(SIGNUP_EMAIL_KEY, "")
        form = AddEmailForm(user=user, data={"email": email})
        if not kwargs.get("signup") or not email or not form.is_valid():
            return response
        form.save(request)
        return HttpResponseRedirect(
            passthrough_next_redirect_url(request, reverse("account_email_verification_sent"), "next")
        )

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("owners:profile")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("owners:security")

    # ── phones ──────────────────────────────────────────────────────────────────────────────
    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        return PhoneField(**kwargs)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone.open(), user.phone_verified_at is not None) if user.phone else None

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone).first()

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        self._write_phone(user, phone, confirmed=verified)

    def set_phone_verified(self, user: User, phone: str) -> None:
        self._write_phone(user, phone, confirmed=True)

    def _write_phone(self, user: User, phone: str, *, confirmed: bool) -> None:
        try:
            set_phone(user=user, phone=phone, confirmed=confirmed)
        except PhoneTaken as refusal:
            # Somebody else confirmed the number between the form and the code.
            self.add_message(self.request, messages.ERROR, message=str(refusal))
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login"))) from refusal

    # ── text messages ───────────────────────────────────────────────────────────────────────
    def send_verification_code_sms(self, user: Any, phone: str, code: str, **kwargs: Any) -> None:
        text = gettext("Your Linli code is %(code)s. It is valid for 10 minutes. Tell it to nobody.")
        self._send(phone, text % {"code": code}, template="code", params={"code": code}, user=user)

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        url = self.request.build_absolute_uri(reverse("account_signup"))
        text = gettext("There is no Linli account with this number yet. Sign up here: %(url)s")
        self._send(phone, text % {"url": url}, template="unknown", params={"url": url})

    def send_account_already_exists_sms(self, phone: str) -> None:
        url = self.request.build_absolute_uri(reverse("account_login"))
        text = gettext("This number already has a Linli account. Sign in here: %(url)s")
        self._send(phone, text % {"url": url}, template="known", params={"url": url})

    def _send(self, phone: str, text: str, *, template: str, params: dict[str, str], user: User | None = None) -> None:
        """The caps hold for every kind of text alike: what is refused must not tell who has an account."""
        if not consume(self.request, action="sms", key=phone):
            if self.request.POST.get("action") == "resend":
                raise RateLimited
            raise self._refusal()
        try:
            address = self.get_client_ip(self.request)
            sms_limits.spend_code(phone=phone, device=device_of(self.request), address=address)
            sms.send(phone, text, template=template, params=params, estate=sms.estate_of(user))
        except sms_limits.SmsRefused as refusal:
            raise self._refusal(str(refusal)) from refusal

    def _refusal(self, reason: str = "") -> ImmediateHttpResponse:
        page = render(self.request, "owners/too_many_codes.html", {"reason": reason}, status=429)
        return ImmediateHttpResponse(page)

    # ── confirming that it is you ───────────────────────────────────────────────────────────
    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods = super().get_reauthentication_methods(user)
        if user.is_authenticated and is_mfa_enabled(user):
            return [method for method in methods if method["id"] != "reauthenticate"]
        return methods

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Whoever has a second factor confirms with it: a password alone can't add another device."""
        return not is_mfa_enabled(user) and super().reauthenticate(user, password)


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are encrypted at rest, under keys derived from SECRET_KEY."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This is not the code. Please look once more."),
        "unverified_email": _("Please confirm your e-mail address first."),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        return device_name(context.request.headers.get("user-agent", ""))

    def get_totp_label(self, user: User) -> str:
        return user.display_name

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "name": user.display_name}


def _cipher() -> MultiFernet:
    """The first key encrypts; the fallbacks still decrypt after SECRET_KEY was changed."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets])


def _derived(secret: str | bytes) -> bytes:
    return base64.urlsafe_b64encode(hashlib.blake2b(force_bytes(secret), digest_size=32, person=b"linli-mfa").digest())
