"""Who a case is about: the contact as given, the person if known, and what else they asked us."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Coalesce

from crm.models import Case
from owners.models import Contact, ContactKind, Person, PersonContact, Residency
from owners.phones import PhoneNumberError, normalise_phone

if TYPE_CHECKING:
    from owners.viewers import Viewer

_OTHERS = 6


@dataclass(frozen=True, slots=True)
class Customer:
    """`person` is who the account belongs to, or whom staff recognised (`is_verified` tells which).

    The contact is as given. `others` are their newest other matters.
    """

    contact: Contact | None
    person: Person | None
    is_verified: bool = False
    residencies: list[Residency] = field(default_factory=list)
    others: list[Case] = field(default_factory=list)


def customer_of(case: Case, viewer: Viewer) -> Customer:
    """What the viewer may know beside a case that they may read. At most three queries."""
    conversation = case.conversation
    of_account = conversation.user.person if conversation.user else None
    recognised = conversation.contact.person if conversation.contact else None
    person = conversation.person or of_account or recognised
    return Customer(
        contact=conversation.contact,
        person=person,
        is_verified=bool(conversation.person or of_account),
        residencies=open_residencies([person.stays.pk])[person.stays.pk] if person else [],
        others=list(_others(case, viewer)),
    )


def open_residencies(person_ids: list[int]) -> dict[int, list[Residency]]:
    """Who lives where now, for many people (each the row that stays) in one query."""
    rows = (
        Residency.objects.open()
        .filter(person__in=Person.objects.same_as_any(person_ids))
        .select_related("unit__entrance__building", "unit__estate", "person")
        .order_by("id")
    )
    homes: dict[int, list[Residency]] = {person_id: [] for person_id in person_ids}
    for row in rows:
        homes[row.person.canonical_id or row.person_id].append(row)
    return homes


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody whose telephone just rang here, with their homes and open matters."""

    person: Person
    residencies: list[Residency]


def callers(phone: str) -> list[Caller]:
    """The people known under one whole telephone number; nobody for a part of one."""
    try:
        number = normalise_phone(phone)
    except PhoneNumberError:
        return []
    known = PersonContact.objects.filter(value=number, kind=ContactKind.PHONE, until__isnull=True)
    people = list(
        Person.objects.filter(pk__in=known.values(stays=Coalesce("person__canonical_id", "person_id")))
        .select_related("naming")
        .order_by("id")[:5]
    )
    homes = open_residencies([person.pk for person in people])
    return [Caller(person, homes[person.pk]) for person in people]


def cases_of_phone(phone: str, viewer: Viewer) -> list[Case]:
    """The newest matters of a caller that the viewer may read."""
    try:
        number = normalise_phone(phone)
    except PhoneNumberError:
        return []
    cases = Case.objects.visible_to(viewer).filter(conversation__contact__phone=number)
    return list(cases.newest()[:_OTHERS])


def _others(case: Case, viewer: Viewer) -> list[Case]:
    conversation = case.conversation
    same = Q()
    if conversation.user_id:
        same |= Q(conversation__user_id=conversation.user_id)
    if conversation.person_id:
        same |= Q(conversation__person__in=Person.objects.same_as(conversation.person_id))
    if conversation.contact and conversation.contact.phone:
        same |= Q(conversation__contact__phone=conversation.contact.phone)
    if not same:
        return []
    return list(Case.objects.visible_to(viewer).filter(same).exclude(pk=case.pk).newest()[:_OTHERS])
