from datetime import timedelta

from django.db import transaction
from django.db.models import F, OuterRef, Subquery, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

import notify
from club import ledger
from club.addresses import address
from club.ledger import Why
from club.models import (
    AccountKind,
    EarningRule,
    LotUse,
    Membership,
    PointAccount,
    PointEntry,
    PointLot,
    PointTransaction,
    TransactionKind,
)
from club.permissions import can_steward
from club.querysets import day_start
from owners.models import User
from owners.models.accounts import new_public_id
from owners.viewers import Viewer
from portal import audit
from portal.errors import Refused
from portal.worktime import now, today

# Points given by hand last as long as earned ones do by default.
ADJUSTED_VALID_MONTHS = 24


class NotAMember(Refused):
    def __init__(self) -> None:
        super().__init__(_("This is for members of the club."))


class NotTheSteward(Refused):
    def __init__(self) -> None:
        super().__init__(_("Only a club steward of this estate can do this."))


class NothingToMove(Refused):
    def __init__(self) -> None:
        super().__init__(_("Please say how many points, and why."))


@transaction.atomic
def award(
    *,
    user: User,
    rule: str,
    source: str,
    source_ref: str,
    cause: str = gettext_noop("Earned: %(subject)s"),
    subject: str = "",
    points: int | None = None,
) -> PointTransaction | None:
    """Gives what the rule says (or `points`) for one deed, once per (source, source_ref).

    Returns the transaction, the earlier one if the deed was paid already; None for somebody who is
    no active member, for a rule not in force, and over a cap.
    """
    known = EarningRule.objects.filter(code=rule, active=True).first()
    worth = known.points if known and points is None else points
    if known is None or not worth or not Membership.objects.of(user).active().exists():
        return None
    account = ledger.locked_account(user)
    why = Why(kind=TransactionKind.EARN, source=source, source_ref=source_ref, cause=cause, subject=subject, rule=rule)
    if done := ledger.already_done(why):
        return done
    if _over_cap(account, known, worth):
        return None
    earned = ledger.move(account, worth, AccountKind.ISSUED, why)
    ledger.open_lot(account, earned, worth, valid_months=known.valid_months)
    return earned


def _over_cap(account: PointAccount, rule: EarningRule, points: int) -> bool:
    day = today()
    spans = ((rule.daily_cap, day), (rule.weekly_cap, day - timedelta(days=day.weekday())))
    for cap, since in spans:
        if cap is None:
            continue
        earned = account.entries.filter(
            transaction__rule=rule.code, transaction__kind=TransactionKind.EARN, transaction__at__gte=day_start(since)
        ).aggregate(total=Sum("amount"))["total"]
        if (earned or 0) + points > cap:
            return True
    return False


@transaction.atomic
def spend(*, user: User, points: int, source: str, source_ref: str, cause: str, subject: str = "") -> PointTransaction:
    """Takes `points` (more than 0) for one thing, once per (source, source_ref), the oldest lots first.

    Raises NotEnoughPoints. Returns the earlier transaction if this was paid already.
    """
    if points <= 0:
        raise NothingToMove
    account = ledger.locked_account(user)
    why = Why(kind=TransactionKind.SPEND, source=source, source_ref=source_ref, cause=cause, subject=subject)
    if done := ledger.already_done(why):
        return done
    spent = ledger.move(account, -points, AccountKind.REDEEMED, why)
    ledger.take_from_lots(account, spent, points)
    return spent


@transaction.atomic
def reverse(*, original: PointTransaction, cause: str, subject: str = "") -> PointTransaction:
    """Undoes one transaction by its mirror image, once. Lots get back what was theirs, expiry included.

    Taking back earned points that are spent raises NotEnoughPoints.
    """
    leg = original.entries.select_related("account__user").get(account__kind=AccountKind.MEMBER)
    pool = original.entries.exclude(pk=leg.pk).values_list("account__kind", flat=True).get()
    assert leg.account.user is not None  # by the account's check constraint
    account = ledger.locked_account(leg.account.user)
    why = Why(
        kind=TransactionKind.REVERSE,
        source="transaction",
        source_ref=str(original.pk),
        cause=cause,
        subject=subject or original.subject,
        reverses=original,
    )
    if done := ledger.already_done(why):
        return done
    reversal = ledger.move(account, -leg.amount, AccountKind(pool), why)
    if leg.amount < 0:
        ledger.give_back_to_lots(original, reversal)
    else:
        ledger.take_from_lots(account, reversal, leg.amount, first=PointLot.objects.get(transaction=original))
    return reversal


@transaction.atomic
def adjust_points(*, viewer: Viewer, membership: Membership, points: int, reason: str, key: str) -> PointTransaction:
    """A steward gives (or, negative, takes) points by hand, with a reason that the member reads.

    `key` makes a form sent twice one adjustment. Raises NotTheSteward, NothingToMove, NotAMember,
    NotEnoughPoints.
    """
    if not can_steward(viewer, membership.estate_id):
        raise NotTheSteward
    if not points or not reason.strip():
        raise NothingToMove
    membership = Membership.objects.select_related("user").get(pk=membership.pk)
    if not membership.is_active:
        raise NotAMember
    account = ledger.locked_account(membership.user)
    why = Why(
        kind=TransactionKind.ADJUST,
        source="desk",
        source_ref=key,
        cause=gettext_noop("From the club: %(subject)s"),
        subject=reason.strip(),
    )
    if done := ledger.already_done(why):
        return done
    adjusted = ledger.move(account, points, AccountKind.ADJUSTED, why)
    if points > 0:
        ledger.open_lot(account, adjusted, points, valid_months=ADJUSTED_VALID_MONTHS)
    else:
        ledger.take_from_lots(account, adjusted, -points)
    audit.record(
        actor=viewer.pseudonym,
        action="club.points_adjusted",
        subject=f"club.membership:{membership.pk}",
        estate_id=membership.estate_id,
        points=points,
        transaction=adjusted.pk,
    )
    notify.send(
        [membership.user],
        kind="club.points",
        params={"points": f"{points:+d}", "reason": reason.strip()},
        url=address("club:points"),
        dedupe=f"club.points:{adjusted.pk}",
    )
    return adjusted


def expire_lots(*, chunk: int = 1000) -> int:
    """Lapses every lot whose time has come, a chunk of accounts per transaction. Returns points lapsed.

    Set by set: the number of statements depends on the chunks, not on the members.
    """
    lapsed = 0
    while points := _expire_chunk(chunk):
        lapsed += points
    return lapsed


@transaction.atomic
def _expire_chunk(chunk: int) -> int:
    due = PointLot.objects.filter(remaining__gt=0, expires_at__lte=now())
    with_due_lots = due.order_by("account_id").values_list("account_id", flat=True).distinct()[:chunk]
    # In the order of their ids, so that two runs can't wait for each other in a ring.
    ids = list(
        PointAccount.objects.filter(pk__in=list(with_due_lots))
        .order_by("pk")
        .select_for_update(no_key=True)
        .values_list("pk", flat=True)
    )
    due = due.filter(account_id__in=ids)
    totals = dict(due.order_by().values_list("account_id").annotate(total=Sum("remaining")))
    if not totals:
        return 0
    transactions = _write_expiry(totals)
    LotUse.objects.bulk_create(
        LotUse(lot=lot, transaction=transactions[lot.account_id], amount=lot.remaining) for lot in due
    )
    total = due.filter(account=OuterRef("pk")).order_by().values("account").annotate(total=Sum("remaining"))
    PointAccount.objects.filter(pk__in=totals).update(balance=F("balance") - Subquery(total.values("total")))
    due.update(remaining=0)
    return sum(totals.values())


def _write_expiry(totals: dict[int, int]) -> dict[int, PointTransaction]:
    """One transaction with two legs for each account; given by account id."""
    pool, _made = PointAccount.objects.get_or_create(kind=AccountKind.EXPIRED)
    run = new_public_id()
    transactions = PointTransaction.objects.bulk_create(
        PointTransaction(
            kind=TransactionKind.EXPIRE,
            source="expiry",
            source_ref=f"{run}:{account_id}",
            cause=gettext_noop("Lapsed by age"),
        )
        for account_id in totals
    )
    by_account = dict(zip(totals, transactions, strict=True))
    PointEntry.objects.bulk_create(
        PointEntry(transaction=made, account_id=account_id, amount=amount)
        for owner_id, made in by_account.items()
        for account_id, amount in ((owner_id, -totals[owner_id]), (pool.pk, totals[owner_id]))
    )
    return by_account
