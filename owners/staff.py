"""Who works here, as administrators list them: accounts with at least one role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from owners.models import RoleChange, RoleRequest, StaffRole, User
from owners.phones import PhoneNumberError, normalise_phone
from owners.pledge import has_pledged

if TYPE_CHECKING:
    from owners.models import Estate
    from owners.viewers import Viewer


def staff_seen_by(viewer: Viewer, *, role: str = "", estate: Estate | None = None) -> QuerySet[User, Any]:
    """Accounts with a role that the viewer may see, with `pledged` and `has_device`; each with its `seen_roles`."""
    roles = StaffRole.objects.seen_by(viewer)
    holding = roles.filter(user=OuterRef("pk"))
    if role:
        holding = holding.filter(role=role)
    if estate is not None:
        holding = holding.filter(Q(estate=estate) | Q(estate__isnull=True))
    shown = roles.select_related("estate").order_by("role", "estate__sort", "estate_id")
    return (
        User.objects.filter(Exists(holding))
        .annotate(
            pledged=has_pledged("pk"),
            has_device=Exists(
                Authenticator.objects.filter(
                    user=OuterRef("pk"), type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
                )
            ),
        )
        .prefetch_related(Prefetch("staff_roles", queryset=shown, to_attr="seen_roles"))
    )


def accounts_seen_by(viewer: Viewer) -> QuerySet[User, Any]:
    """Accounts that have, had or are asked a role which the viewer may see."""
    kinds = (StaffRole, RoleRequest, RoleChange)
    seen = [Exists(kind.objects.seen_by(viewer).filter(user=OuterRef("pk"))) for kind in kinds]
    return User.objects.filter(seen[0] | seen[1] | seen[2])


def matching(accounts: QuerySet[User, Any], query: str) -> QuerySet[User, Any]:
    """Those whose nickname or name has the words in it, or whose confirmed mobile number it is exactly."""
    try:
        return accounts.filter(phone=normalise_phone(query), phone_verified_at__isnull=False)
    except PhoneNumberError:
        return accounts.filter(Q(nickname__icontains=query) | Q(last_name__icontains=query))


def account_with(phone: str) -> User | None:
    """The open account that has confirmed this number (E.164)."""
    return User.objects.filter(phone=phone, phone_verified_at__isnull=False, is_active=True).first()
