"""Who is looking, and what is open to them: the one door that every list and fetch goes through.

A row carries one audience key (`audience`), a Viewer carries the set of keys open to it, and
`visible_to(viewer)` compares the two in SQL. Keys:

    public                      everybody
    signed-in                   every account
    members                     members of the club (granted by club)
    estate:7:verified           verified residents of estate 7, and its staff
    building:31:verified        the same for one building
    group:12                    an interest group (granted by club)
    user:bcdf…                  one account (work in hand that is one person’s)
    staff                       staff of any estate
    staff:7                     staff of estate 7
    staff:spokesperson:7        one role at one estate

Staff keys are open only in a session that used its second factor, and only to people whose pledge of
confidentiality is in force (owners.pledge).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, Case, Q, QuerySet, Value, When
from django.http import HttpRequest

from owners.models import Estate, KeyGrant, Residency, Role, StaffRole, User
from owners.pledge import has_pledged
from owners.second_factor import second_factor_used
from portal.prepared import Prepared
from portal.worktime import now

PUBLIC = "public"
SIGNED_IN = "signed-in"
MEMBERS = "members"
STAFF = "staff"

# Roles whose work needs to read what the residents of their estates read.
_READS_WITH_RESIDENTS = {Role.SPOKESPERSON, Role.CASE_OFFICER, Role.CASE_MANAGER, Role.STEWARD, Role.ADMIN}


def estate_key(estate_id: int) -> str:
    return f"estate:{estate_id}:verified"


def building_key(building_id: int) -> str:
    return f"building:{building_id}:verified"


def staff_key(estate_id: int, role: str | None = None) -> str:
    return f"staff:{role}:{estate_id}" if role else f"staff:{estate_id}"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody looking, with the audience keys open to them. Immutable for one request.

    `people` are the rows under which this person is known where they live: several, if rows were merged.
    """

    keys: frozenset[str]
    user: User | None = None
    roles: frozenset[tuple[str, int | None]] = frozenset()
    resident_estates: frozenset[int] = frozenset()
    resident_units: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    second_factor: bool = False
    pledged: bool = False
    is_staff: bool = False
    pseudonym: str = "visitor"
    _all_estates: tuple[int, ...] = field(default=(), repr=False)

    @property
    def signed_in(self) -> bool:
        return self.user is not None

    @property
    def works_here(self) -> bool:
        """True for staff who used their second factor in this session and have pledged: the desk is open to them."""
        return bool(self.roles) and self.second_factor and self.pledged

    def can_see(self, audience: str) -> bool:
        return audience in self.keys

    def has_role(self, *roles: str, estate_id: int | None = None) -> bool:
        """True if any of the roles is held — at that estate, or (without one) anywhere."""
        if not self.works_here:
            return False
        return any(
            role in roles and (estate_id is None or held_at is None or held_at == estate_id)
            for role, held_at in self.roles
        )

    def estates_for(self, *roles: str) -> frozenset[int]:
        """Ids of the estates at which one of the roles is held."""
        if not self.works_here:
            return frozenset()
        held = {estate_id for role, estate_id in self.roles if role in roles}
        return frozenset(self._all_estates) if None in held else frozenset(e for e in held if e is not None)

    def holds_everywhere(self, *roles: str) -> bool:
        """True if one of the roles is held for all estates."""
        return self.works_here and any(role in roles and held_at is None for role, held_at in self.roles)

    def is_resident_of(self, estate_id: int) -> bool:
        return estate_id in self.resident_estates


VISITOR = Viewer(keys=frozenset({PUBLIC}))


def _held(user_id: int, person_id: int) -> QuerySet[Any, Any]:
    """Everything that an account holds, as rows (what, name, estate, unit, building, person): keys given to it by
    hand, its places in homes, its roles (in the unit's place: whether the pledge is in force)."""
    none = Value(0, output_field=BigIntegerField())
    granted = (
        KeyGrant.objects.filter(user_id=user_id)
        .filter(Q(until__isnull=True) | Q(until__gt=now()))
        .values_list(Value("key"), "key", "estate_id", none, none, none)
    )
    homes = (
        Residency.objects.open()
        .of_person(person_id)
        .values_list(
            Value("home"), Value(""), "unit__estate_id", "unit_id", "unit__entrance__building_id", "person_id"
        )
    )  # fmt: skip
    pledged = Case(When(has_pledged("user_id"), then=1), default=0, output_field=BigIntegerField())
    roles = StaffRole.objects.filter(user_id=user_id).values_list(
        Value("role"), "role", "estate_id", pledged, none, none
    )  # fmt: skip
    return granted.union(homes, roles, all=True)


# Every request of somebody signed in asks this.
HELD = Prepared(_held)


def viewer_for_user(user: User | None, *, second_factor: bool = False) -> Viewer:
    """The Viewer of an account. One query; staff with an all-estates role cost one more."""
    if user is None or not user.is_active:
        return VISITOR
    keys = {PUBLIC, SIGNED_IN, user.pseudonym}
    granted: list[tuple[str, int | None]] = []
    held: set[tuple[str, int | None]] = set()
    resident_estates, resident_units = set(), set()
    people: set[int] = set() if user.person_id is None else {user.person_id}
    pledged = False
    for what, name, estate_id, unit_id, building_id, person_id in HELD.rows(
        user_id=user.pk, person_id=user.person_id or 0
    ):
        if what == "key":
            granted.append((name, estate_id))
        elif what == "role":
            held.add((name, estate_id))
            pledged = pledged or bool(unit_id)
        else:
            people.add(person_id)
            resident_units.add(unit_id)
            resident_estates.add(estate_id)
            keys.update((estate_key(estate_id), building_key(building_id)))
    keys.update(key for key, estate_id in granted if estate_id is None or estate_id in resident_estates)
    roles = frozenset(held)
    all_estates = tuple(Estate.objects.values_list("id", flat=True)) if any(e is None for _, e in roles) else ()
    if roles and second_factor and pledged:
        keys.add(STAFF)
        for role, estate_id in roles:
            for at in all_estates if estate_id is None else (estate_id,):
                keys.update((staff_key(at), staff_key(at, role)))
                if role in _READS_WITH_RESIDENTS:
                    keys.add(estate_key(at))
    return Viewer(
        keys=frozenset(keys),
        user=user,
        roles=roles,
        resident_estates=frozenset(resident_estates),
        resident_units=frozenset(resident_units),
        people=frozenset(people),
        second_factor=second_factor,
        pledged=pledged,
        is_staff=bool(roles),
        pseudonym=user.pseudonym,
        _all_estates=all_estates,
    )


def viewer_for(request: HttpRequest) -> Viewer:
    """The Viewer of a request; ViewerMiddleware offers it, made on first use, as `request.viewer`."""
    user = request.user if request.user.is_authenticated else None
    return viewer_for_user(user, second_factor=second_factor_used(request.session, user))
