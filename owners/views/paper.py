"""Signing in with a code on paper, from the service counter."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from owners.actions.notice_codes import use_paper_code
from owners.forms.claims import PaperCodeForm
from owners.guessing import spend_try_of_address
from portal.errors import Refused
from portal.http import Request

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@sensitive_post_parameters("code")
def paper(request: Request) -> HttpResponse:
    """For an owner without a telephone: the code opens their account once, until they sign out."""
    if request.viewer.signed_in:
        return redirect("owners:me")
    form = PaperCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            spend_try_of_address(get_adapter(request).get_client_ip(request))
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            user = use_paper_code(code=form.cleaned_data["code"])
            if user is not None:
                login(request, user, backend=_BACKEND)
                record_authentication(request, user, "code")
                messages.success(
                    request, _("Welcome. To come back without paper, add a telephone number or a passkey.")
                )
                return redirect("owners:me")
            form.add_error(
                "code", _("This code is not valid, or has been used. Please ask for a new one at the counter.")
            )
    return render(request, "owners/paper.html", {"form": form})
