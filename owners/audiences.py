"""Who of many accounts may see something: the same answer as `viewer.can_see`, in a few queries for all."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from owners.models import KeyGrant, Residency, StaffRole, User
from owners.viewers import PUBLIC, SIGNED_IN, viewer_for_user
from portal.worktime import now


def who_may_see(users: Iterable[User], audience: str) -> list[User]:
    """Those of `users`, in their order, to whom the audience is open now. Whoever lost it hears no more of it.

    Four queries for owners, however many; staff are asked one by one. Staff count as at their desk.
    """
    asked = [user for user in users if user.is_active]
    if audience in {PUBLIC, SIGNED_IN} or not asked:
        return asked
    ids = [user.pk for user in asked]
    open_to = _granted(ids, audience) | _residents(ids, audience)
    staff = set(StaffRole.objects.filter(user__in=ids).values_list("user_id", flat=True)) - open_to
    return [
        user
        for user in asked
        if user.pk in open_to or (user.pk in staff and viewer_for_user(user, second_factor=True).can_see(audience))
    ]


def _granted(ids: list[int], audience: str) -> set[int]:
    lives_there = Residency.objects.open().filter(
        person__users=OuterRef("user_id"), unit__estate_id=OuterRef("estate_id")
    )
    grants = KeyGrant.objects.filter(user__in=ids, key=audience).filter(Q(until__isnull=True) | Q(until__gt=now()))
    return set(grants.filter(Q(estate__isnull=True) | Exists(lives_there)).values_list("user_id", flat=True))


def _residents(ids: list[int], audience: str) -> set[int]:
    """`estate:7:verified` and `building:31:verified` are open to who lives there."""
    kind, _, rest = audience.partition(":")
    ref, _, what = rest.partition(":")
    places = {"estate": "unit__estate_id", "building": "unit__entrance__building_id"}
    if kind not in places or what != "verified" or not ref.isdecimal():
        return set()
    found = Residency.objects.open().filter(**{places[kind]: int(ref)}, person__users__in=ids)
    return set(found.values_list("person__users", flat=True)) & set(ids)
