"""The confidentiality pledge: who has it in force, and until when.

It holds for a year from its acceptance, and only while the version that was accepted is the one in
force. Without it nobody who works here sees owners' data (`Viewer.works_here`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from owners.models.access import StaffRole
from owners.models.pledge import PledgeAcceptance, PledgeText
from owners.pledge_words import FIRST
from portal.worktime import now

if TYPE_CHECKING:
    from owners.models import User

HOLDS = timedelta(days=365)
# From this long before its end the pledge can be renewed, and people are reminded of it.
RENEWABLE = timedelta(days=14)


def current_text() -> PledgeText | None:
    """The version in force: the one that began last."""
    return PledgeText.objects.filter(valid_from__lte=now()).order_by("-valid_from", "-pk").first()


def has_pledged(user_ref: str) -> Exists:
    """SQL: whether the account that `user_ref` names in the outer query has the pledge in force."""
    current = PledgeText.objects.filter(valid_from__lte=now()).order_by("-valid_from", "-pk").values("pk")[:1]
    return Exists(
        PledgeAcceptance.objects.filter(user=OuterRef(user_ref), text=Subquery(current), accepted_at__gt=now() - HOLDS)
    )


def standing(user: User) -> PledgeAcceptance | None:
    """The account's acceptance that is in force now, with its text; None without one."""
    text = current_text()
    if text is None:
        return None
    held = PledgeAcceptance.objects.filter(user=user, text=text, accepted_at__gt=now() - HOLDS)
    acceptance = held.order_by("-accepted_at").first()
    if acceptance is not None:
        acceptance.text = text
    return acceptance


def ends_at(acceptance: PledgeAcceptance) -> datetime:
    return acceptance.accepted_at + HOLDS


def is_due(acceptance: PledgeAcceptance | None) -> bool:
    """True where the pledge is missing, or near enough to its end to be renewed."""
    return acceptance is None or ends_at(acceptance) - now() <= RENEWABLE


def ensure_first_text() -> PledgeText:
    """The first version for an installation that has none; what people wrote since is left alone."""
    text = PledgeText.objects.order_by("pk").first()
    return text or PledgeText.objects.create(text=FIRST["zh-hans"], text_zh_hant=FIRST["zh-hant"], text_en=FIRST["en"])


def about_to_lapse() -> QuerySet[PledgeAcceptance]:
    """The pledges of people who work here that end within two weeks and are not renewed yet, with their accounts."""
    over, soon = now() - HOLDS, now() - HOLDS + RENEWABLE
    ending = _held_by_staff(current_text()).filter(accepted_at__gt=over, accepted_at__lte=soon)
    return ending.select_related("user").order_by("pk")


def lapsed_since(moment: datetime) -> set[str]:
    """Public ids of the accounts whose pledge ended since then: its year was over, or a new text began."""
    text = current_text()
    if text is None:
        return set()
    if text.valid_from > moment:
        ended = PledgeAcceptance.objects.filter(user__staff_roles__isnull=False, accepted_at__gt=moment - HOLDS)
    else:
        ended = _held_by_staff(text).filter(accepted_at__gt=moment - HOLDS, accepted_at__lte=now() - HOLDS)
    return set(ended.values_list("user__public_id", flat=True))


def _held_by_staff(text: PledgeText | None) -> QuerySet[PledgeAcceptance]:
    """The latest acceptance of a text by each account with a role."""
    renewed = PledgeAcceptance.objects.filter(
        user=OuterRef("user"), text=OuterRef("text"), accepted_at__gt=OuterRef("accepted_at")
    )
    return PledgeAcceptance.objects.filter(
        Exists(StaffRole.objects.filter(user=OuterRef("user"))), ~Exists(renewed), text=text, user__is_active=True
    )
