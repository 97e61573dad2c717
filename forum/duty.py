"""Who answers at the spokesperson's desk, and who of them is on duty."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from forum.models import Absence, Shift
from forum.permissions import SPOKESPEOPLE
from owners.models import Role, User
from owners.viewers import Viewer


def speakers(estate_id: int | None, *, roles: Iterable[str] = (Role.SPOKESPERSON,)) -> QuerySet[User]:
    """Who may speak for an estate; for the company's own boards, whoever speaks anywhere."""
    at_estate = Q(staff_roles__estate__isnull=True) | Q(staff_roles__estate_id=estate_id)
    where = at_estate if estate_id is not None else Q()
    return User.objects.filter(where, staff_roles__role__in=list(roles), is_active=True).distinct()


def on_duty(estate_id: int | None, moment: datetime) -> list[User]:
    """Who is on duty by the week's plan; for whoever is away, their substitute, unless away too.

    Only who may speak there counts: a role that has ended ends the duty.
    """
    planned = list(Shift.objects.running(moment).filter(estate=estate_id).values_list("user_id", flat=True))
    if not planned:
        return []
    return list(speakers(estate_id, roles=SPOKESPEOPLE).filter(pk__in=_present(planned, moment)).order_by("pk"))


def _present(planned: Iterable[int], moment: datetime) -> set[int]:
    away: dict[int, int | None] = dict(
        Absence.objects.on(localtime(moment).date()).order_by("pk").values_list("user_id", "substitute_id")
    )
    there = (_stands_in(user_id, away) for user_id in planned)
    return {user_id for user_id in there if user_id is not None}


def _stands_in(user_id: int, away: dict[int, int | None]) -> int | None:
    if user_id not in away:
        return user_id
    substitute = away[user_id]
    return substitute if substitute is not None and substitute not in away else None


def on_duty_near(viewer: Viewer, moment: datetime) -> list[User]:
    """Who is on duty anywhere in the viewer's queue. One query where nobody is planned."""
    planned = set(Shift.objects.visible_to(viewer).running(moment).values_list("user_id", flat=True))
    return list(User.objects.filter(pk__in=_present(planned, moment), is_active=True).order_by("pk")) if planned else []


def to_be_told(estate_id: int | None, moment: datetime) -> list[User]:
    """Whoever is on duty; if nobody is, all spokespeople."""
    return on_duty(estate_id, moment) or list(speakers(estate_id))
