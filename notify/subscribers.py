"""What happens among accounts and homes, told to the person concerned."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

import notify
from notify.sessions import forget_devices
from owners.models import Claim, ClaimState, Consent, DataRequest, HouseholdMember, ResidencyEnd, Role, User
from owners.querysets import accounts_of
from portal import outbox
from portal.domain_events import (
    AccountClosingAsked,
    ClaimDecided,
    ConsentRecorded,
    DataCopyReady,
    DataRequestAnswered,
    HouseholdJoined,
    ResidencyEnded,
    SessionEnded,
    SmsCeilingNear,
)
from portal.words import cn_date


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


@outbox.subscriber("notify.residency_ended", ResidencyEnded)
def tell_former_resident(event: ResidencyEnded) -> None:
    """Tells whoever lost a home why, and whom to ask."""
    ends = ResidencyEnd.objects.select_related("residency__person", "residency__unit__entrance__building")
    end = ends.filter(pk=event.end_id).first()
    if end is None:
        return
    for user in accounts_of(end.residency.person_id):
        with translation.override(user.language or settings.LANGUAGE_CODE):
            why = f"{end.get_why_display()} {end.note.open()}".strip()
        notify.send(
            [user],
            kind="owners.residency_ended",
            params={"home": str(end.residency.unit), "why": why},
            url=reverse("owners:me"),
            dedupe=f"residency_end:{end.pk}",
        )


@outbox.subscriber("notify.household_joined", HouseholdJoined)
def tell_host(event: HouseholdJoined) -> None:
    """Tells the owner that the invitation was used: a link in wrong hands is seen at once."""
    members = HouseholdMember.objects.select_related("host__person", "residency__unit__entrance__building")
    member = members.filter(pk=event.member_id).first()
    if member is None:
        return
    notify.send(
        accounts_of(member.host.person_id),
        kind="owners.household_joined",
        params={"who": member.nickname, "home": str(member.residency.unit)},
        url=reverse("owners:household", args=[member.host.unit_id]),
        dedupe=f"household_member:{member.pk}",
    )


@outbox.subscriber("notify.session_ended", SessionEnded)
def stop_waking(event: SessionEnded) -> None:
    """A phone that was signed out from elsewhere may be lost: nothing is shown on it any more."""
    forget_devices(event.session_key)


@outbox.subscriber("notify.sms_ceiling", SmsCeilingNear)
def tell_administrators(event: SmsCeilingNear) -> None:
    admins = User.objects.filter(staff_roles__role=Role.ADMIN, is_active=True).distinct()
    notify.send(
        admins,
        kind="owners.sms_ceiling",
        params={"ceiling": event.ceiling, "day": event.day},
        url="/desk/",
        dedupe=f"sms-ceiling:{event.day}",
    )


def _request(pk: int) -> DataRequest | None:
    return DataRequest.objects.select_related("user", "copy").filter(pk=pk).first()


@outbox.subscriber("notify.data_copy_ready", DataCopyReady)
def tell_copy_ready(event: DataCopyReady) -> None:
    request = _request(event.request_id)
    if request is None:
        return
    with translation.override(request.user.language or settings.LANGUAGE_CODE):
        until = cn_date(request.copy.expires_at)
    notify.send(
        [request.user],
        kind="owners.data_copy_ready",
        params={"until": until},
        url=reverse("owners:my-data"),
        dedupe=f"data-request:{request.pk}:ready",
    )


@outbox.subscriber("notify.consent_recorded", ConsentRecorded)
def tell_consent_recorded(event: ConsentRecorded) -> None:
    """So that nobody learns by chance that a yes was written down in their name."""
    consent = Consent.objects.select_related("user", "purpose").filter(pk=event.consent_id).first()
    if consent is None:
        return
    with translation.override(consent.user.language or settings.LANGUAGE_CODE):
        purpose = consent.purpose.local_name
    notify.send(
        [consent.user],
        kind="owners.consent_recorded",
        params={"purpose": purpose},
        url=reverse("owners:my-data"),
        dedupe=f"consent:{consent.pk}",
    )


@outbox.subscriber("notify.data_request_answered", DataRequestAnswered)
def tell_request_answered(event: DataRequestAnswered) -> None:
    request = _request(event.request_id)
    if request is not None:
        notify.send(
            [request.user],
            kind="owners.data_request_answered",
            params={},
            url=reverse("owners:my-data"),
            dedupe=f"data-request:{request.pk}:answered",
        )


@outbox.subscriber("notify.account_closing", AccountClosingAsked)
def tell_closing(event: AccountClosingAsked) -> None:
    """To the account itself: whoever didn't ask for it learns of it in time."""
    request = _request(event.request_id)
    if request is None or request.acts_at is None or not request.is_open:
        return
    with translation.override(request.user.language or settings.LANGUAGE_CODE):
        day = cn_date(request.acts_at)
    notify.send(
        [request.user],
        kind="owners.account_closing",
        params={"day": day},
        url=reverse("owners:my-data"),
        dedupe=f"data-request:{request.pk}:closing",
    )
