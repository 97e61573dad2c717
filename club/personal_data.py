"""What the club holds of its members, and what the ledger and the events keep without them."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from club.actions import cancel_registration
from club.models import ImportantDate, Membership, PointEntry, Registration
from club.permissions import can_cancel
from club.querysets import RegistrationQuerySet
from owners import consents, personal, rights
from owners.consents import Evidence
from owners.models import User
from owners.rights import Holding, Retention, Whose, delete_rows, keep
from owners.viewers import Viewer


def _memberships(whose: Whose) -> QuerySet[Membership]:
    return Membership.objects.filter(user=whose.user).select_related("estate", "tier")


def _entries(whose: Whose) -> QuerySet[PointEntry]:
    return PointEntry.objects.filter(account__user=whose.user).select_related("transaction")


def _registrations(whose: Whose) -> RegistrationQuerySet:
    return Registration.objects.filter(user=whose.user).select_related("event")


@transaction.atomic
def leave_for_good(holding: Holding, whose: Whose) -> None:
    """Application, card, interests and important days go; what the stay had opened to stewards closes."""
    for membership in _memberships(whose):
        personal.end(source=f"membership:{membership.pk}")
        membership.delete()


def give_seats_back(holding: Holding, whose: Whose) -> None:
    """Seats to come go to whoever waits; past ones stay counted, for an account that nobody knows any more."""
    viewer = Viewer(keys=frozenset(), user=whose.user, pseudonym=whose.user.pseudonym)
    for registration in _registrations(whose).live():
        if can_cancel(viewer, registration, registration.event):
            cancel_registration(viewer=viewer, registration=registration)


rights.hold(
    "club.Membership",
    title=_("Your club membership"),
    retention=Retention.ACCOUNT,
    rows=_memberships,
    shows={
        "estate__name": _("Estate"),
        "tier": _("Tier"),
        "state": _("State"),
        "interests": _("Interests"),
        "by_email": _("By e-mail"),
        "by_sms": _("By text message"),
        "by_phone": _("By telephone"),
        "consented_at": _("Agreed"),
        "applied_at": _("Applied"),
        "ended_at": _("Left"),
        "cards": _("Card"),
    },
    erase=leave_for_good,
    also=["club.Card", "club.Membership_interests"],
    sort=32,
)
rights.hold(
    "club.ImportantDate",
    title=_("Your important days"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: ImportantDate.objects.filter(membership__user=whose.user),
    shows={"kind": _("Occasion"), "calendar": _("Calendar"), "month": _("Month"), "day": _("Day")},
    erase=delete_rows,
    sort=31,
)
rights.hold(
    "club.Registration",
    title=_("Events you registered for"),
    retention=Retention.LEDGER,
    rows=_registrations,
    shows={
        "event__title": _("Event"),
        "event__starts_at": _("Begins"),
        "seats": _("People"),
        "state": _("State"),
        "created_at": _("Registered"),
    },
    erase=give_seats_back,
    kept=_("How many people came stays counted, without your name. Seats to come are given back."),
    also=["club.CheckIn"],
    sort=30,
)
rights.hold(
    "club.PointEntry",
    title=_("Your points"),
    retention=Retention.LEDGER,
    rows=_entries,
    shows={"transaction__at": _("When"), "amount": _("Points"), "transaction__cause_text": _("Why")},
    erase=keep,
    kept=_("The points ledger is kept like accounts, under a pseudonym. Points that are left lapse."),
    also=["club.PointAccount", "club.PointTransaction", "club.PointLot", "club.LotUse"],
    sort=33,
)
rights.exempt("club.Event", why="what the club offers; the member of staff is named by their account")
rights.exempt("club.Tier", "club.ClubInterest", "club.EarningRule", why="set up by staff")


def _consented(user: User) -> Evidence | None:
    newest = Membership.objects.filter(user=user).order_by("-consented_at").first()
    return Evidence(newest.consented_at, _("with your application to the club")) if newest else None


def _consented_many(user_ids: Iterable[int]) -> Mapping[int, datetime]:
    rows = Membership.objects.filter(user__in=list(user_ids)).order_by().values("user").annotate(at=Max("consented_at"))
    return dict(rows.values_list("user", "at"))


consents.register_evidence("club", of=_consented, of_many=_consented_many)
