"""An owner's household: asking family and tenants in, and letting them go."""

import hashlib
import secrets
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from owners.actions.people import person_of
from owners.actions.residencies import end_residency
from owners.models import (
    EndReason,
    HouseholdInvitation,
    HouseholdMember,
    Residency,
    ResidencyRole,
    User,
)
from owners.permissions import can_invite, can_leave_home
from owners.viewers import Viewer
from portal import audit, outbox, realtime
from portal.domain_events import HouseholdJoined, ResidentVerified
from portal.errors import Refused
from portal.worktime import now, today

INVITATION_VALID = timedelta(days=7)
OPEN_AT_MOST = 6
MEMBERS_AT_MOST = 12


class NotYourHousehold(Refused):
    """Only owners invite, into their own homes; only whoever invited somebody lets them go."""


class HouseholdFull(Refused):
    """More open invitations, or more members, than a home has."""


class InvitationOver(Refused):
    """Used, expired, withdrawn, unknown, or from somebody who no longer owns the home. All say the same."""


class ConsentNeeded(Refused):
    """Nobody becomes a member of a household without saying so."""


class LivesThereAlready(Refused):
    """The account has a place in this home already."""


@transaction.atomic
def invite(
    *, viewer: Viewer, host: Residency, role: str, label: str, stays_until: date | None = None
) -> tuple[HouseholdInvitation, str]:
    """An owner asks somebody into the home that `host` is their place in. Gives the link's token once.

    `stays_until` is for tenants. Raises NotYourHousehold, HouseholdFull.
    """
    host = Residency.objects.select_for_update(of=("self",)).select_related("unit").get(pk=host.pk)
    if not can_invite(viewer, host):
        raise NotYourHousehold(_("Only an owner of the home can invite."))
    return make_invitation(host=host, role=role, label=label, stays_until=stays_until, actor=viewer.pseudonym)


def make_invitation(
    *, host: Residency, role: str, label: str, stays_until: date | None = None, actor: str
) -> tuple[HouseholdInvitation, str]:
    """The invitation itself, in the caller's transaction and under the lock of `host`. Raises HouseholdFull."""
    if HouseholdInvitation.objects.open().filter(host=host).count() >= OPEN_AT_MOST:
        raise HouseholdFull(_("There are invitations that nobody has used yet. Please withdraw one first."))
    if HouseholdMember.objects.living_there().filter(host=host).count() >= MEMBERS_AT_MOST:
        raise HouseholdFull(_("This household is full. Please ask at the service counter."))
    token = secrets.token_urlsafe(24)
    invitation = HouseholdInvitation.objects.create(
        host=host,
        role=role,
        label=label.strip(),
        stays_until=stays_until if role == ResidencyRole.TENANT else None,
        token_hash=hash_of(token),
        made_by=actor,
        expires_at=now() + INVITATION_VALID,
    )
    _note("household.invited", invitation, actor)
    return invitation, token


@transaction.atomic
def withdraw_invitation(*, viewer: Viewer, invitation: HouseholdInvitation) -> None:
    """The link stops working. Withdrawing twice is once; one that was used stays used."""
    open_one = HouseholdInvitation.objects.made_by(viewer).open().filter(pk=invitation.pk)
    # A sub-select keeps the join out of the UPDATE.
    if HouseholdInvitation.objects.filter(pk__in=open_one.values("pk")).update(withdrawn_at=now()):
        _note("household.withdrawn", invitation, viewer.pseudonym)


def find_invitation(token: str) -> HouseholdInvitation | None:
    """The invitation of a link that still works; None for every other."""
    found = HouseholdInvitation.objects.open().filter(token_hash=hash_of(token))
    invitation = found.select_related("host__person", "host__unit__estate", "host__unit__entrance__building").first()
    return invitation if invitation is not None and _is_open(invitation.host) else None


@transaction.atomic
def accept_invitation(*, user: User, invitation: HouseholdInvitation, name: str, consent: bool) -> HouseholdMember:
    """Gives the account its place in the home: once per invitation, and only with consent.

    Raises ConsentNeeded, InvitationOver, LivesThereAlready.
    """
    if not consent:
        raise ConsentNeeded(_("Please agree first: without it nobody is added to a home."))
    # The account first, then the owner's place, as everywhere; an owner who goes meanwhile ends it all.
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    host = Residency.objects.select_for_update(of=("self",)).select_related("unit").get(pk=invitation.host_id)
    if user.person_id and Residency.objects.open().of_person(user.person_id).filter(unit_id=host.unit_id).exists():
        raise LivesThereAlready(_("You belong to this home already."))
    if not _is_open(host) or not _use(invitation):
        raise InvitationOver(_("This invitation is not valid any more. Please ask for a new one."))
    residency = Residency.objects.create(
        unit_id=host.unit_id,
        person=person_of(user, name=name.strip()),
        role=invitation.role,
        since=today(),
        until=invitation.stays_until,
        source=f"invitation:{invitation.pk}",
    )
    member = HouseholdMember.objects.create(
        residency=residency, host=host, invitation=invitation, label=invitation.label, consented_at=now()
    )
    _note("household.joined", invitation, user.pseudonym)
    outbox.record(HouseholdJoined(member_id=member.pk), key=f"user:{user.pk}")
    outbox.record(ResidentVerified(user_id=user.pk, estate_id=host.unit.estate_id), key=f"user:{user.pk}")
    realtime.recheck(user.public_id)
    return member


@transaction.atomic
def remove_member(*, viewer: Viewer, member: HouseholdMember) -> None:
    """Whoever invited somebody ends their place in the home, at once. Raises NotYourHousehold, EndedAlready."""
    if not HouseholdMember.objects.invited_by(viewer).filter(pk=member.pk).exists():
        raise NotYourHousehold(_("Only whoever invited them can do this."))
    end_residency(residency=member.residency, why=EndReason.REMOVED, actor=viewer.pseudonym)


@transaction.atomic
def leave_home(*, viewer: Viewer, residency: Residency) -> None:
    """A family member or tenant goes by themselves. Raises NotYourHousehold, EndedAlready."""
    if not can_leave_home(viewer, residency):
        raise NotYourHousehold(_("An owner’s place ends with the title: please ask at the service counter."))
    end_residency(residency=residency, why=EndReason.LEFT, actor=viewer.pseudonym)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _use(invitation: HouseholdInvitation) -> bool:
    """Takes the invitation, in one statement. This is the guard: of two at once, one gets it."""
    return bool(HouseholdInvitation.objects.open().filter(pk=invitation.pk).update(accepted_at=now()))


def _is_open(host: Residency) -> bool:
    return host.until is None or host.until >= today()


def _note(action: str, invitation: HouseholdInvitation, actor: str) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=f"invitation:{invitation.pk}",
        estate_id=invitation.host.unit.estate_id,
        role=invitation.role,
    )
