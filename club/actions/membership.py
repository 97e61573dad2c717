from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

import notify
from club.actions.points import NotTheSteward, award
from club.addresses import address
from club.codes import new_card_number
from club.models import Card, ClubInterest, ImportantDate, Membership, MembershipState, Tier
from club.permissions import can_leave, can_steward, eligibility
from owners import personal
from owners.actions import grant_key, revoke_key
from owners.models import Estate, Person, Residency, Role
from owners.viewers import MEMBERS, Viewer, staff_key
from portal import audit, outbox
from portal.domain_events import MembershipAccepted
from portal.errors import Refused
from portal.worktime import now


class NotEligible(Refused):
    def __init__(self) -> None:
        super().__init__(_("The club is for verified residents. Please confirm your flat first."))


class AlreadyApplied(Refused):
    def __init__(self) -> None:
        super().__init__(_("Your application is already with us."))


class ConsentMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("We may keep these data only with your consent."))


class AlreadyDecided(Refused):
    def __init__(self) -> None:
        super().__init__(_("This application has been decided already."))


class ReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Please give a reason: the person reads it."))


@dataclass(frozen=True, slots=True)
class WishedDate:
    """An important date as given: month and day in the `solar` or `lunar` calendar."""

    kind: str
    calendar: str
    month: int
    day: int


@transaction.atomic
def apply(
    *,
    viewer: Viewer,
    estate: Estate,
    interests: Iterable[ClubInterest] = (),
    dates: Sequence[WishedDate] = (),
    contact_by: Iterable[str] = (),
    consent: bool,
) -> Membership:
    """Asks to join the club of an estate where the viewer is a verified resident.

    `contact_by` of `email`, `sms`, `phone`. Raises NotEligible, AlreadyApplied, ConsentMissing.
    """
    if not consent:
        raise ConsentMissing
    allowed = eligibility(viewer)
    if allowed.why and allowed.why not in ("visitor", "unverified"):
        raise AlreadyApplied
    if estate not in allowed.estates or viewer.user is None or viewer.user.person is None:
        raise NotEligible
    ways = frozenset(contact_by)
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                user=viewer.user,
                person=viewer.user.person,
                estate=estate,
                by_email="email" in ways,
                by_sms="sms" in ways,
                by_phone="phone" in ways,
                consented_at=now(),
            )
    except IntegrityError as clash:
        raise AlreadyApplied from clash
    membership.interests.set(interests)
    ImportantDate.objects.bulk_create(
        ImportantDate(membership=membership, kind=day.kind, calendar=day.calendar, month=day.month, day=day.day)
        for day in dates
    )
    personal.grant(
        key=staff_key(estate.pk, Role.STEWARD), subjects=[membership.person], source=f"membership:{membership.pk}"
    )
    _note(viewer, "club.applied", membership)
    return membership


@transaction.atomic
def decide_application(*, viewer: Viewer, membership: Membership, accept: bool, reason: str = "") -> Membership:
    """A steward accepts (card, key, welcome points) or refuses with a reason that the person reads.

    Raises NotTheSteward, AlreadyDecided, ReasonMissing.
    """
    if not can_steward(viewer, membership.estate_id):
        raise NotTheSteward
    if not accept and not reason.strip():
        raise ReasonMissing
    membership = _locked(membership)
    if membership.state != MembershipState.APPLIED:
        raise AlreadyDecided
    membership.state = MembershipState.ACTIVE if accept else MembershipState.REFUSED
    membership.tier = Tier.objects.first_of_all() if accept else None
    membership.decided_at = now()
    membership.decided_by = viewer.user
    membership.decided_reason = reason.strip()
    membership.save(update_fields=["state", "tier", "decided_at", "decided_by", "decided_reason"])
    personal.end(source=f"membership:{membership.pk}")
    _note(viewer, "club.accepted" if accept else "club.refused", membership)
    if accept:
        _welcome(membership)
    else:
        _tell_refused(membership)
    return membership


def _welcome(membership: Membership) -> None:
    card = _issue_card(membership)
    _open_the_club(membership)
    # By account, not by stay: leaving and coming back earns no second welcome.
    award(
        user=membership.user,
        rule="welcome",
        source="welcome",
        source_ref=str(membership.user_id),
        cause=gettext_noop("Welcome to the club"),
    )
    outbox.record(MembershipAccepted(membership_id=membership.pk), key=f"membership:{membership.pk}")
    notify.send(
        [membership.user],
        kind="club.accepted",
        params={"number": card.grouped},
        url=address("club:card"),
        dedupe=f"club.accepted:{membership.pk}",
    )


def _tell_refused(membership: Membership) -> None:
    notify.send(
        [membership.user],
        kind="club.refused",
        params={"reason": membership.decided_reason},
        url=address("club:join"),
        dedupe=f"club.refused:{membership.pk}",
    )


def _issue_card(membership: Membership) -> Card:
    while True:
        try:
            with transaction.atomic():
                return Card.objects.create(membership=membership, number=new_card_number())
        except IntegrityError:
            # The one in ninety thousand million that is taken; anything else stays an error.
            if Card.objects.filter(membership=membership, revoked_at__isnull=True).exists():
                raise


@transaction.atomic
def leave_club(*, viewer: Viewer, membership: Membership) -> Membership:
    """The member leaves, or takes the application back. Points stay theirs until they lapse."""
    membership = _locked(membership)
    if viewer.user is None or membership.user_id != viewer.user.pk or not can_leave(membership):
        raise AlreadyDecided
    membership.state = MembershipState.LEFT
    membership.ended_at = now()
    membership.save(update_fields=["state", "ended_at"])
    membership.cards.filter(revoked_at__isnull=True).update(revoked_at=now())
    revoke_key(user=membership.user, source=membership.grant_source)
    _note(viewer, "club.left", membership)
    return membership


@transaction.atomic
def suspend_membership(*, viewer: Viewer, membership: Membership, reason: str) -> Membership:
    """A steward pauses a membership: the card opens nothing, points neither come nor go."""
    if not reason.strip():
        raise ReasonMissing
    membership = _switch(viewer, membership, MembershipState.ACTIVE, MembershipState.SUSPENDED, reason)
    revoke_key(user=membership.user, source=membership.grant_source)
    _note(viewer, "club.suspended", membership)
    return membership


@transaction.atomic
def resume_membership(*, viewer: Viewer, membership: Membership) -> Membership:
    """A steward ends the pause."""
    membership = _switch(viewer, membership, MembershipState.SUSPENDED, MembershipState.ACTIVE, "")
    _open_the_club(membership)
    _note(viewer, "club.resumed", membership)
    return membership


@transaction.atomic
def pause_with_residency(*, person_id: int, estate_id: int) -> int:
    """The club is for residents: memberships of an estate where the person no longer lives are paused.

    Benefits have ended before that, with the person's keys; an application is taken off the pile. A
    steward resumes the membership of somebody who comes back. Says how many memberships changed.
    """
    rows = Person.objects.same_as(person_id)
    stays = Membership.objects.filter(person__in=rows, estate_id=estate_id, state__in=("applied", "active"))
    lives_there = Residency.objects.open().of_estate(estate_id).filter(person__in=rows).exists()
    changed = 0
    for stay in [] if lives_there else list(stays):
        membership = _locked(stay)
        waiting = membership.state == MembershipState.APPLIED
        if not waiting and membership.state != MembershipState.ACTIVE:
            continue
        membership.state = MembershipState.REFUSED if waiting else MembershipState.SUSPENDED
        with translation.override(membership.user.language or settings.LANGUAGE_CODE):
            membership.decided_reason = _("You are no longer registered as a resident here.")
        membership.save(update_fields=["state", "decided_reason"])
        revoke_key(user=membership.user, source=membership.grant_source)
        audit.record(
            actor="system",
            action="club.paused_with_residency",
            subject=f"club.membership:{membership.pk}",
            estate_id=estate_id,
        )
        changed += 1
    return changed


def _open_the_club(membership: Membership) -> None:
    grant_key(
        user=membership.user,
        key=MEMBERS,
        source=membership.grant_source,
        while_resident_of=membership.estate,
    )


def _switch(viewer: Viewer, membership: Membership, was: str, becomes: str, reason: str) -> Membership:
    if not can_steward(viewer, membership.estate_id):
        raise NotTheSteward
    membership = _locked(membership)
    if membership.state != was:
        raise AlreadyDecided
    membership.state = becomes
    membership.decided_reason = reason.strip()
    membership.save(update_fields=["state", "decided_reason"])
    return membership


def _locked(membership: Membership) -> Membership:
    fetched = Membership.objects.select_for_update(of=("self",), no_key=True).select_related("user")
    return fetched.get(pk=membership.pk)


def _note(viewer: Viewer, action: str, membership: Membership) -> None:
    audit.record(
        actor=viewer.pseudonym,
        action=action,
        subject=f"club.membership:{membership.pk}",
        estate_id=membership.estate_id,
    )
