"""Who lives in a home, as one of those who live there may see it."""

from dataclasses import dataclass, field

from owners.models import AssistedClaim, HouseholdInvitation, HouseholdMember, Residency, Unit
from owners.permissions import can_invite, can_leave_home
from owners.querysets import OWNING, accounts_of
from owners.viewers import Viewer


@dataclass(slots=True)
class Home:
    """A home for one viewer. Only owners see the household; everybody sees their own place.

    `members` are those whom the viewer invited; `other_guests` live there by somebody else's word, and
    the viewer learns nothing of them but that they do. Of co-owners there is the name.
    """

    unit: Unit
    own: Residency
    may_invite: bool = False
    may_leave: bool = False
    host_nickname: str = ""
    co_owners: list[str] = field(default_factory=list)
    members: list[HouseholdMember] = field(default_factory=list)
    other_guests: list[Residency] = field(default_factory=list)
    invitations: list[HouseholdInvitation] = field(default_factory=list)
    assisted: list[AssistedClaim] = field(default_factory=list)


def home_of(viewer: Viewer, unit_id: int) -> Home | None:
    """The viewer's home; None where they don't live."""
    if viewer.user is None or unit_id not in viewer.resident_units:
        return None
    lives_there = (
        Residency.objects.open()
        .filter(unit_id=unit_id)
        .select_related("person__naming", "unit__estate", "unit__entrance__building")
    )
    everybody = list(lives_there.order_by("id"))
    mine = [one for one in everybody if one.person_id in viewer.people]
    if not mine:
        return None
    own = min(mine, key=lambda one: one.role not in OWNING)
    home = Home(unit=own.unit, own=own, may_invite=can_invite(viewer, own), may_leave=can_leave_home(viewer, own))
    if home.may_invite:
        _show_household(home, everybody, viewer.people)
    else:
        home.host_nickname = _host_of(own)
    home.assisted = list(
        AssistedClaim.objects.filter(residency=own) | AssistedClaim.objects.filter(invitation__member__residency=own)
    )
    return home


def _show_household(home: Home, everybody: list[Residency], own_rows: frozenset[int]) -> None:
    own = home.own
    home.members = list(
        HouseholdMember.objects.living_there()
        .filter(host__unit_id=own.unit_id, host__person_id__in=own_rows)
        .select_related("residency__person")
        .prefetch_related("residency__person__users")
        .order_by("id")
    )
    shown = {member.residency_id for member in home.members}
    others = [one for one in everybody if one.person_id not in own_rows]
    home.co_owners = [one.person.name for one in others if one.role in OWNING]
    home.other_guests = [one for one in others if one.role not in OWNING and one.pk not in shown]
    home.invitations = list(HouseholdInvitation.objects.open().filter(host=own).order_by("-id"))


def _host_of(own: Residency) -> str:
    """The nickname of whoever invited this guest."""
    member = HouseholdMember.objects.filter(residency=own).select_related("host__person").first()
    user = accounts_of(member.host.person_id).first() if member else None
    return user.display_name if user else ""
