"""What is held of people who live in somebody's home, and of those who asked them in."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from owners.actions.residencies import EndedAlready, end_residency
from owners.models import AssistedClaim, EndReason, HouseholdInvitation, HouseholdMember, ResidencyEnd
from owners.rights.holdings import Holding, Retention, delete_rows, hold, keep
from owners.rights.whose import Whose


def _members(whose: Whose) -> QuerySet[HouseholdMember]:
    """Both sides of it: whom I live with, and who lives with me."""
    mine = Q(residency__person__in=whose.people) | Q(host__person__in=whose.people)
    return HouseholdMember.objects.filter(mine).select_related("residency__unit__entrance__building")


def _assisted(whose: Whose) -> QuerySet[AssistedClaim]:
    mine = Q(account=whose.user) | Q(residency__person__in=whose.people)
    return AssistedClaim.objects.filter(mine).select_related("estate")


def leave_households(holding: Holding, whose: Whose) -> None:
    """A guest's place ends with their account; an owner's guests stay, for the home is still the owner's."""
    if not whose.alone:
        return
    for member in _members(whose).filter(residency__person__in=whose.people).select_related("residency"):
        with transaction.atomic():
            member.label = ""
            member.save(update_fields=["label"])
            try:
                end_residency(residency=member.residency, why=EndReason.LEFT, actor="system")
            except EndedAlready:
                continue


hold(
    "owners.HouseholdMember",
    title=_("Who lives with you"),
    retention=Retention.REGISTRY,
    rows=_members,
    shows={"residency__unit": _("Home"), "label": _("What you call them"), "consented_at": _("Since")},
    erase=leave_households,
    kept=_("If you live with somebody as family or tenant, your place there ends, and your name goes."),
    sort=59,
)
hold(
    "owners.HouseholdInvitation",
    title=_("Whom you invited into your home"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: HouseholdInvitation.objects.filter(host__person__in=whose.people),
    shows={"role": _("As"), "label": _("What you call them"), "created_at": _("Sent"), "accepted_at": _("Accepted")},
    erase=delete_rows,
    sort=60,
)
hold(
    "owners.ResidencyEnd",
    title=_("When your place in a home ended"),
    retention=Retention.REGISTRY,
    rows=lambda whose: ResidencyEnd.objects.filter(residency__person__in=whose.people),
    shows={"until": _("Until"), "why": _("Reason"), "note": _("Note")},
    erase=keep,
    kept=_("When somebody’s place in a home ended belongs to the registry; notes go with the name."),
    sort=61,
)
hold(
    "owners.AssistedClaim",
    title=_("Verified at the counter"),
    retention=Retention.REGISTRY,
    rows=_assisted,
    shows={
        "estate__name": _("Estate"),
        "way": _("How"),
        "document": _("Document"),
        "consent": _("Agreed"),
        "note": _("Note"),
        "created_at": _("When"),
    },
    erase=keep,
    kept=_("That the counter verified you, and by which document, belongs to the registry; notes go with the name."),
    hides={"witness": "a colleague's name"},
    sort=61,
)
