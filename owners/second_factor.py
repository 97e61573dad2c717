"""Staff prove themselves twice: which session did, and what counts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator

from portal.worktime import now

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase
    from django.http import HttpRequest

    from owners.models import User

# allauth keeps beside the records whose they are; it offers no name for the key.
_OWNER_SESSION_KEY = "account_authentication_methods_user"

# What asks for a proof "just now" is content with one that is not older than this.
FRESH = timedelta(minutes=10)

_DEVICES = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def second_factor_used(session: SessionBase, user: User | None) -> bool:
    """True if this user proved a second factor in this session: app, passkey or recovery code.

    At sign-in or later makes no difference; a password or a code by phone or e-mail is no second
    factor. Records that another account left in the session don't count.
    """
    return bool(_proofs(session, user))


def fresh_second_factor(session: SessionBase, user: User | None) -> bool:
    """True if this user proved a second factor in this session within the last ten minutes."""
    oldest = (now() - FRESH).timestamp()
    return any(proof.get("at", 0) > oldest for proof in _proofs(session, user))


def _proofs(session: SessionBase, user: User | None) -> list[dict[str, Any]]:
    if user is None or session.get(_OWNER_SESSION_KEY) != str(user.pk):
        return []
    records = session.get(AUTHENTICATION_METHODS_SESSION_KEY)
    return [record for record in records if record.get("method") == "mfa"] if isinstance(records, list) else []


def has_device(user: User) -> bool:
    """True if the account has something to prove itself with: recovery codes alone are nothing."""
    return Authenticator.objects.filter(user=user, type__in=_DEVICES).exists()


def count_enrolment(*, request: HttpRequest, user: User, authenticator: Authenticator, **_signal: object) -> None:
    """Setting a first device up proves it, so that nobody is asked for a second code in the same minute.

    Only the first: whoever has one already proves themselves with that one.
    """
    if authenticator.type not in _DEVICES or not request.user.is_authenticated:
        return
    if Authenticator.objects.filter(user=user, type__in=_DEVICES).exclude(pk=authenticator.pk).exists():
        return
    if not any(record["method"] == "mfa" for record in get_authentication_records(request, user)):
        # "reauthenticated" opens the page of recovery codes that comes next, for a few minutes.
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)
