"""Does the ledger hold? Reads everything, changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from club.models import AccountKind, LotUse, PointAccount, PointEntry, PointLot, PointTransaction


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that can't be: `what` it concerns (`account:12`) and what is wrong with it."""

    what: str
    problem: str


def faults() -> Iterator[Fault]:
    """Every place where legs, balances and lots disagree. Nothing, if the ledger tells the truth."""
    for transaction in _loose_transactions():
        yield Fault(f"transaction:{transaction.pk}", f"{transaction.legs} legs sum to {transaction.total}")  # type: ignore[attr-defined]
    for account in _wrong_balances():
        yield Fault(f"account:{account.pk}", f"balance {account.balance}, entries sum to {account.entered}")  # type: ignore[attr-defined]
    for account in _balances_without_lots():
        yield Fault(f"account:{account.pk}", f"balance {account.balance}, lots hold {account.held}")  # type: ignore[attr-defined]
    for lot in _wrong_lots():
        yield Fault(f"lot:{lot.pk}", f"{lot.remaining} left of {lot.earned}, of which {lot.used} are used")  # type: ignore[attr-defined]


def totals() -> dict[str, int]:
    """What each kind of account holds; together they are zero."""
    sums = PointEntry.objects.values_list("account__kind").annotate(total=Sum("amount"))
    return dict.fromkeys(AccountKind.values, 0) | dict(sums)


def _loose_transactions() -> QuerySet[PointTransaction]:
    counted = PointTransaction.objects.annotate(legs=Count("entries"), total=Coalesce(Sum("entries__amount"), 0))
    return counted.exclude(legs=2, total=0).order_by("pk")


def _members() -> QuerySet[PointAccount]:
    return PointAccount.objects.filter(kind=AccountKind.MEMBER).order_by("pk")


def _wrong_balances() -> QuerySet[PointAccount]:
    return (
        _members()
        .annotate(entered=_sum_of(PointEntry.objects.all(), "account", "amount"))
        .exclude(balance=F("entered"))
    )


def _balances_without_lots() -> QuerySet[PointAccount]:
    return _members().annotate(held=_sum_of(PointLot.objects.all(), "account", "remaining")).exclude(balance=F("held"))


def _wrong_lots() -> QuerySet[PointLot]:
    used = PointLot.objects.annotate(used=_sum_of(LotUse.objects.all(), "lot", "amount"))
    return used.filter(~Q(remaining=F("earned") - F("used"))).order_by("pk")


def _sum_of(rows: QuerySet, owner: str, column: str) -> Coalesce:
    total = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner).annotate(total=Sum(column))
    return Coalesce(Subquery(total.values("total"), output_field=IntegerField()), 0)
