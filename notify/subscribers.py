"""What happens among accounts and homes, told to the person concerned."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

import notify
from owners.models import Claim, ClaimState
from portal import outbox
from portal.domain_events import ClaimDecided


@outbox.subscriber("notify.claim_decided", ClaimDecided)
def tell_claimant(event: ClaimDecided) -> None:
    """Tells the claimant, in their language, what became of the claim, and why."""
    claim = Claim.objects.select_related("user", "unit__entrance__building").filter(pk=event.claim_id).first()
    if claim is None:
        return
    verified = claim.state == ClaimState.VERIFIED
    params: dict[str, str | int] = {"home": str(claim.unit)}
    if not verified:
        with translation.override(claim.user.language or settings.LANGUAGE_CODE):
            params["reason"] = str(claim.get_reason_display())
    notify.send(
        [claim.user],
        kind="owners.claim_verified" if verified else "owners.claim_refused",
        params=params,
        url=reverse("owners:claim-show", args=[claim.public_id]),
        dedupe=f"claim:{claim.pk}:decided",
    )
