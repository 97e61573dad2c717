"""The links of invitations, shown again to whoever made them in the browser where they were made.

The database keeps a token's hash only; the session keeps the token sealed.
"""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from owners.models import HouseholdInvitation
from portal import sealing

_SESSION_KEY = "owners.invitations"
_KEPT = 12


def keep(request: HttpRequest, invitation: HouseholdInvitation, token: str) -> None:
    """Remembers a token in this browser's session; the oldest are forgotten first."""
    kept = request.session.get(_SESSION_KEY, {})
    kept[invitation.public_id] = sealing.seal(token)
    request.session[_SESSION_KEY] = dict(list(kept.items())[-_KEPT:])


def link(request: HttpRequest, invitation: HouseholdInvitation) -> str:
    """The full address of an invitation that this browser made; empty in every other."""
    sealed = request.session.get(_SESSION_KEY, {}).get(invitation.public_id)
    try:
        return address_of(sealing.unseal(sealed)) if sealed else ""
    except sealing.SealBroken:
        return ""


def address_of(token: str) -> str:
    """The same for every reader, whatever language they have."""
    with translation.override(settings.LANGUAGE_CODE):
        return f"{settings.CANONICAL_URL}{reverse('owners:household-join', args=[token])}"
