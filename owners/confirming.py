"""That it is still the same person at the phone: signed in within ten minutes, or by a fresh code."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.core.ratelimit import consume
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from owners import sms
from owners.models import User
from portal import mailwire
from portal.errors import Refused
from portal.http import Request
from portal.sealing import fingerprint, fingerprints
from portal.words import mask_email, mask_phone
from portal.worktime import now

FRESH = timedelta(minutes=10)
_TRIES = 5
_WAITING = "owners.confirming"
_OWNER = "account_authentication_methods_user"


class CodeRefused(Refused):
    """Not the code, too late, or tried too often."""


def is_fresh(request: Request) -> bool:
    """True if this account proved itself in this session within the last ten minutes."""
    session, user = request.session, request.viewer.user
    if user is None or session.get(_OWNER) != str(user.pk):
        return False
    since = (now() - FRESH).timestamp()
    records = session.get(AUTHENTICATION_METHODS_SESSION_KEY)
    return isinstance(records, list) and any(record.get("at", 0) >= since for record in records)


def fresh_required(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Under `sign_in_required`: asks for a code first, and comes back to the page (not to a form sent away)."""

    @wraps(view)
    def inner(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('owners:confirm')}?{urlencode({'next': request.get_full_path()})}")

    return inner


def safe_next(request: Request) -> str:
    """The address in `next`, if it is one of ours; else the page of one's data."""
    target = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe and target else reverse("owners:my-data")


def where_to(user: User) -> str:
    """To which number or address a code goes, masked; empty if none is proven."""
    if user.phone_verified_at and user.phone:
        return mask_phone(user.phone.open())
    return mask_email(_email(user))


def waits(request: Request) -> bool:
    """True while a code is on its way."""
    return bool(request.session.get(_WAITING))


def send_code(request: Request) -> None:
    """Sends six digits to the account's own number, else its address. Raises CodeRefused when too often."""
    user = request.viewer.user
    assert user is not None
    code = f"{secrets.randbelow(1_000_000):06d}"
    phone = user.phone.open() if user.phone_verified_at else ""
    to = phone or _email(user)
    if not to or not consume(request, action="sms", key=to):
        raise CodeRefused(_("Too many tries. Please wait a few minutes."))
    text = _("Your Linli code is %(code)s. It is valid for 10 minutes. Tell it to nobody.") % {"code": code}
    if phone:
        sms.send(phone, text)
    else:
        mailwire.send(to=to, subject=_("Your code"), text=text, auto=True)
    request.session[_WAITING] = {"code": _print(user, code), "at": now().timestamp(), "tries": 0}


def check_code(request: Request, code: str) -> None:
    """Counts the try; the right code makes the sign-in fresh. Raises CodeRefused."""
    user, waiting = request.viewer.user, request.session.get(_WAITING)
    assert user is not None
    if not waiting or waiting["at"] < (now() - FRESH).timestamp() or waiting["tries"] >= _TRIES:
        request.session.pop(_WAITING, None)
        raise CodeRefused(_("This code is too old. Please have a new one sent."))
    waiting["tries"] += 1
    request.session[_WAITING] = waiting
    if waiting["code"] not in fingerprints(f"{user.pk}:{code.strip()}", purpose="confirm code"):
        raise CodeRefused(_("This is not the code. Please look once more."))
    del request.session[_WAITING]
    record_authentication(request, user, "code", reauthenticated=True)


def _print(user: User, code: str) -> str:
    return fingerprint(f"{user.pk}:{code}", purpose="confirm code")


def _email(user: User) -> str:
    found = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary").first()
    return found.email if found else ""
