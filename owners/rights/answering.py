"""Who at the house answers what a person asks about their data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from owners import personal
from owners.models import Person, RequestKind, Residency, Role, User
from owners.querysets import REQUEST_READERS
from owners.viewers import staff_key

if TYPE_CHECKING:
    from owners.models import DataRequest


def estates_of(user: User) -> list[int]:
    """Ids of the estates where this account's person has a home, or had one, under whichever of their rows."""
    if user.person_id is None:
        return []
    homes = Residency.objects.of_person(user.person_id).order_by("unit__estate_id")
    return list(homes.values_list("unit__estate_id", flat=True).distinct())


def answerers(request: DataRequest, estates: Iterable[int]) -> QuerySet[User]:
    """Privacy officers, and for a correction the stewards of the person's estates: they have the registry at hand."""
    roles = [Role.PRIVACY, Role.STEWARD] if request.kind == RequestKind.CORRECT else [Role.PRIVACY]
    there = Q(staff_roles__estate__isnull=True, staff_roles__role=Role.PRIVACY)
    there |= Q(staff_roles__estate__in=list(estates), staff_roles__role__in=roles)
    if estates and Role.STEWARD in roles:
        there |= Q(staff_roles__estate__isnull=True, staff_roles__role=Role.STEWARD)
    return User.objects.filter(there, is_active=True).exclude(pk=request.user_id).distinct()


def open_to_answerers(request: DataRequest) -> None:
    """A correction is work in hand: name and numbers of the person open to whoever may answer, until it is over."""
    if request.kind != RequestKind.CORRECT or request.user.person_id is None:
        return
    people = list(Person.objects.same_as(request.user.person_id))
    for estate_id in estates_of(request.user):
        for role in REQUEST_READERS:
            personal.grant(key=staff_key(estate_id, role), subjects=people, source=request.subject)
