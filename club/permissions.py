from dataclasses import dataclass

from club.models import Event, Membership, MembershipState, Registration, RegistrationState
from owners.models import Estate
from owners.viewers import MEMBERS, Viewer
from portal.worktime import now


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether somebody may apply. `why` is empty if so, else `visitor`, `unverified` or a state."""

    estates: tuple[Estate, ...] = ()
    why: str = ""

    @property
    def eligible(self) -> bool:
        return not self.why


def eligibility(viewer: Viewer) -> Eligibility:
    """Verified residents may join, at an estate where they live; once at a time."""
    if viewer.user is None:
        return Eligibility(why="visitor")
    stay = Membership.objects.of(viewer.user).open().first()
    if stay is not None:
        return Eligibility(why=stay.state)
    estates = tuple(Estate.objects.filter(pk__in=viewer.resident_estates))
    return Eligibility(estates=estates) if estates else Eligibility(why="unverified")


def can_steward(viewer: Viewer, estate_id: int) -> bool:
    return viewer.has_role("steward", "admin", estate_id=estate_id)


def can_register(viewer: Viewer, event: Event) -> bool:
    """True if the viewer may ask for a seat now, free or not."""
    return viewer.signed_in and event.is_open and not needs_membership(viewer, event)


def needs_membership(viewer: Viewer, event: Event) -> bool:
    """True where only the club card is missing: events for members, and those paid with points."""
    return (event.audience == MEMBERS or event.cost_points > 0) and not viewer.can_see(MEMBERS)


def can_cancel(viewer: Viewer, registration: Registration, event: Event) -> bool:
    """One's own, until the deadline; a waiting place until the event begins. Stewards: until then too."""
    if registration.state not in (RegistrationState.CONFIRMED, RegistrationState.WAITING):
        return False
    if can_steward(viewer, event.estate_id):
        return True
    if viewer.user is None or registration.user_id != viewer.user.pk:
        return False
    ends = event.starts_at if registration.state == RegistrationState.WAITING else event.cancellation_ends
    return now() < ends


def can_leave(membership: Membership) -> bool:
    return membership.state in (MembershipState.ACTIVE, MembershipState.APPLIED)
