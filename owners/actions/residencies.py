"""The end of somebody's place in a home, whoever or whatever brings it about, and what ends with it.

Keys go with the next request, because a Viewer is made of open residencies. Here the rest is seen to:
the record, open sockets, invitations, the household that hangs on an owner's place, and the event by
which the floors above end what is theirs.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from owners.models import (
    EndReason,
    HouseholdInvitation,
    HouseholdMember,
    Residency,
    ResidencyEnd,
    ResidencyRole,
)
from owners.permissions import can_end_residency
from owners.querysets import accounts_of
from owners.viewers import Viewer
from portal import audit, outbox, realtime
from portal.domain_events import ResidencyEnded
from portal.errors import Refused
from portal.worktime import now, today

# A lease outlives the sale of the home; without a date somebody has to say within this time until when.
TENANT_GRACE = timedelta(days=30)
# Longer ago than any worker was ever down: nobody has been looking at that home since.
_LOOK_BACK = timedelta(days=30)
_CHUNK = 500


class NotYoursToEnd(Refused):
    """The viewer doesn't look after the owners of this estate, or it is their own place."""


class EndedAlready(Refused):
    """The place has ended meanwhile."""


class EndReasonMissing(Refused):
    """Whoever loses a home reads why."""


@transaction.atomic
def end_residency_at_desk(*, viewer: Viewer, residency: Residency, note: str) -> ResidencyEnd:
    """A steward ends somebody's place at once, with a reason that the person reads.

    Raises NotYoursToEnd, EndReasonMissing, EndedAlready.
    """
    if not can_end_residency(viewer, residency):
        raise NotYoursToEnd(_("You can’t end this residency."))
    if not note.strip():
        raise EndReasonMissing(_("Please give a reason: the person reads it."))
    return end_residency(residency=residency, why=EndReason.STEWARD, actor=viewer.pseudonym, note=note)


@transaction.atomic
def end_residency(*, residency: Residency, why: EndReason, actor: str, note: str = "") -> ResidencyEnd:
    """Ends a place from this moment on, and all that hangs on it. Raises EndedAlready."""
    residency = _locked(residency.pk)
    if residency.until is not None and residency.until < today():
        raise EndedAlready(_("This has ended already."))
    yesterday = today() - timedelta(days=1)
    # A place holds through its last day, so that what ends now ended yesterday; a stay that was begun
    # and ended today counts as yesterday's. The record has the exact time.
    residency.since = min(residency.since, yesterday) if residency.since else None
    residency.until = yesterday
    residency.save(update_fields=["since", "until"])
    return _conclude(residency, yesterday, why, actor, note)


def end_past_residencies() -> int:
    """Sees to the places whose last day is over, or that a register ended; says how many."""
    count = 0
    while ended := list(_without_record()[:_CHUNK]):
        for pk, listed in ended:
            with transaction.atomic():
                residency = _locked(pk)
                why = EndReason.REGISTER if listed else EndReason.EXPIRED
                if residency.until is not None and residency.until < today():
                    count += _conclude_once(residency, residency.until, why)
    return count


def _without_record() -> Any:
    recorded = ResidencyEnd.objects.filter(residency=OuterRef("pk"), until=OuterRef("until"))
    past = Residency.objects.filter(until__gte=today() - _LOOK_BACK, until__lt=today())
    return past.filter(~Exists(recorded)).order_by("pk").values_list("pk", "listed_in_id")


def _conclude_once(residency: Residency, until: date, why: EndReason) -> int:
    if ResidencyEnd.objects.filter(residency=residency, until=until).exists():
        return 0
    _conclude(residency, until, why, "system", "")
    return 1


def _locked(pk: int) -> Residency:
    return Residency.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pk)


def _conclude(residency: Residency, until: date, why: EndReason, actor: str, note: str) -> ResidencyEnd:
    estate_id = residency.unit.estate_id
    end = ResidencyEnd.objects.create(residency=residency, until=until, why=why, note=note.strip(), by=actor)
    audit.record(
        actor=actor, action="residency.concluded", subject=f"residency:{residency.pk}", estate_id=estate_id, why=why
    )
    for user in accounts_of(residency.person_id):
        realtime.recheck(user.public_id)
    outbox.record(
        ResidencyEnded(end_id=end.pk, person_id=residency.person_id, estate_id=estate_id),
        key=f"person:{residency.person_id}",
    )
    _end_what_hangs_on_it(residency, actor)
    return end


def _end_what_hangs_on_it(host: Residency, actor: str) -> None:
    """The household of an owner who is gone: see docs/adr/0009-household-ends-with-its-owner.md."""
    HouseholdInvitation.objects.open().filter(host=host).update(withdrawn_at=now())
    for member in HouseholdMember.objects.living_there().filter(host=host).select_related("residency"):
        if member.residency.role == ResidencyRole.TENANT:
            _give_grace(member.residency)
        else:
            end_residency(residency=member.residency, why=EndReason.HOST_ENDED, actor=actor)


def _give_grace(lease: Residency) -> None:
    """A tenant stays until the contract's date; without one there are thirty days to name it."""
    if lease.until is None:
        Residency.objects.filter(pk=lease.pk, until__isnull=True).update(until=grace_ends())


def grace_ends() -> date:
    return today() + TENANT_GRACE
