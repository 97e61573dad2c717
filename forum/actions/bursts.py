"""What is decided about accounts that came in a burst: one decision for a group, or for some of it; and back."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from forum.actions.keeping import in_house_language, required
from forum.actions.sanctioning import LONGEST
from forum.actions.withholding import hide_held, hold_again, release_held
from forum.errors import BurstDecided, NotAllowed, TextRefused
from forum.models import AppealState, Burst, BurstMember, MemberState, Sanction, SanctionKind
from forum.permissions import can_review_bursts
from owners.viewers import Viewer
from portal import audit, outbox, realtime
from portal.domain_events import AccountJudged
from portal.worktime import now

# The days of a time-out and of a ban.
BARS = (14, 365)
KEPT = timedelta(days=180)
_VERIFIED = gettext_noop("A home was verified.")


@transaction.atomic
def clear_accounts(*, viewer: Viewer, burst: Burst, members: Collection[int], reason: str) -> list[BurstMember]:
    """These accounts are what they seem: what was held comes out, and they are not gathered again.

    `members` are ids of the group's waiting members. Raises NotAllowed, ReasonMissing, BurstDecided.
    """
    chosen = _lock_members(viewer, burst, members, [MemberState.WAITING])
    reason = required(reason)
    _decide(chosen, MemberState.CLEARED, by=viewer, reason=reason)
    release_held([one.user_id for one in chosen], by=viewer.user)
    _settle(burst, chosen, "cleared", actor=viewer.pseudonym)
    return chosen


@transaction.atomic
def bar_accounts(
    *, viewer: Viewer, burst: Burst, members: Collection[int], reason: str, days: int
) -> list[BurstMember]:
    """These accounts write nowhere for so many days; what was held is hidden. Each is told why, and can appeal.

    It holds at all estates: these accounts belong to none. Raises as clear_accounts does, and TextRefused (days).
    """
    chosen = _lock_members(viewer, burst, members, [MemberState.WAITING])
    reason = required(reason)
    if days not in BARS:
        raise TextRefused(_("Please choose for how long."), field="days")
    _decide(chosen, MemberState.BARRED, by=viewer, reason=reason)
    moment = now()
    kind = SanctionKind.TIME_OUT if days <= LONGEST[SanctionKind.TIME_OUT] else SanctionKind.BAN
    until = moment + timedelta(days=days)
    for member in chosen:
        Sanction.objects.create(
            member=member, cause=reason, user_id=member.user_id, kind=kind, by=viewer.user, since=moment, until=until
        )
    hide_held([one.user_id for one in chosen], by=viewer, reason=reason)
    _settle(burst, chosen, "barred", actor=viewer.pseudonym)
    return chosen


@transaction.atomic
def reopen_accounts(*, viewer: Viewer, burst: Burst, members: Collection[int]) -> list[BurstMember]:
    """Takes a decision back: the accounts wait again, and what was hidden with a bar is held again.

    Not where a second person has decided an appeal. Raises NotAllowed, BurstDecided.
    """
    chosen = _lock_members(viewer, burst, members, [MemberState.CLEARED, MemberState.BARRED])
    judged = Sanction.objects.filter(member__in=chosen, appeal_state__in=[AppealState.UPHELD, AppealState.LIFTED])
    if judged.exists():
        raise BurstDecided
    for sanction in Sanction.objects.select_for_update(of=("self",)).filter(member__in=chosen, withdrawn_at=None):
        sanction.withdrawn_at = now()
        if sanction.appeal_state == AppealState.WAITING:
            sanction.appeal_state = AppealState.NONE
        sanction.save(update_fields=["withdrawn_at", "appeal_state"])
        hold_again(sanction)
    BurstMember.objects.filter(pk__in=[one.pk for one in chosen]).update(
        state=MemberState.WAITING, reason="", decided_by=None, decided_at=None
    )
    _settle(burst, chosen, "reopened", actor=viewer.pseudonym)
    return chosen


@transaction.atomic
def clear_verified(*, user_id: int) -> None:
    """Whoever proves where they live is a neighbour, whatever they came with. Run twice, it does nothing twice."""
    waiting = BurstMember.objects.filter(user=user_id, state=MemberState.WAITING).select_related("burst").first()
    if waiting is None:
        return
    burst = Burst.objects.select_for_update().get(pk=waiting.burst_id)
    if chosen := _locked(burst, [waiting.pk], [MemberState.WAITING]):
        _decide(chosen, MemberState.CLEARED, by=None, reason=in_house_language(_VERIFIED))
        release_held([user_id], by=None)
        _settle(burst, chosen, "cleared", actor="system")


def lapse_bursts() -> int:
    """Whom nobody looked at in time is free again; what was held stays among the reports, post by post."""
    late = Burst.objects.waiting().filter(due_at__lte=now())[:200]
    return sum(_lapse(burst) for burst in late)


@transaction.atomic
def _lapse(burst: Burst) -> bool:
    burst = Burst.objects.select_for_update().get(pk=burst.pk)
    chosen = _locked(burst, None, [MemberState.WAITING])
    if burst.closed_at is not None:
        return False
    _decide(chosen, MemberState.LAPSED, by=None, reason="")
    _settle(burst, chosen, "lapsed", actor="system", tells=False)
    return True


def forget_old_bursts() -> int:
    """Who came with whom is nobody's concern half a year after it was settled; a bar that runs stands by itself."""
    gone, _each = Burst.objects.filter(closed_at__lt=now() - KEPT).delete()
    return gone


def close_if_done(burst: Burst, moment: datetime) -> None:
    """A group is open while an account of it waits. `burst` is locked."""
    waits = burst.members.filter(state=MemberState.WAITING).exists()
    burst.closed_at = None if waits else burst.closed_at or moment
    burst.save(update_fields=["closed_at"])


def _lock_members(viewer: Viewer, burst: Burst, members: Collection[int], states: list[str]) -> list[BurstMember]:
    """The group's row first: two decisions are one after the other."""
    if not can_review_bursts(viewer):
        raise NotAllowed
    locked = Burst.objects.select_for_update().get(pk=burst.pk)
    burst.closed_at = locked.closed_at
    found = _locked(locked, members, states)
    if not found:
        raise BurstDecided
    return found


def _locked(burst: Burst, members: Collection[int] | None, states: list[str]) -> list[BurstMember]:
    found = burst.members.filter(state__in=states).order_by("user_id")
    return list(found if members is None else found.filter(pk__in=members))


def _decide(members: list[BurstMember], state: str, *, by: Viewer | None, reason: str) -> None:
    BurstMember.objects.filter(pk__in=[one.pk for one in members]).update(
        state=state, reason=reason, decided_by=by.user if by else None, decided_at=now()
    )


def _settle(burst: Burst, members: list[BurstMember], what: str, *, actor: str, tells: bool = True) -> None:
    close_if_done(burst, now())
    for member in members:
        audit.record(actor=actor, action=f"forum.account.{what}", subject=f"burst-member:{member.pk}")
        if tells:
            outbox.record(AccountJudged(member_id=member.pk), key=f"burst:{burst.pk}")
    realtime.tell("watch:company", "flag", {"burst": burst.pk})
