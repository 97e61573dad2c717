"""How points move: the few steps that every action of the ledger is made of.

Each step runs inside the action's transaction, after `locked_account`: the member's account row is
the lock under which balance, lots and caps agree. Pools take no lock and keep no balance.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext as _

from club.models import AccountKind, LotUse, PointAccount, PointEntry, PointLot, PointTransaction, TransactionKind
from club.querysets import day_start
from owners.models import User
from portal.errors import Refused
from portal.worktime import now, today


class NotEnoughPoints(Refused):
    """The balance, or what of it has not lapsed, is less than asked for."""

    def __init__(self) -> None:
        super().__init__(_("There are not enough points for this."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The reason of one movement: once per (source, source_ref, kind); `cause` is a msgid."""

    kind: TransactionKind
    source: str
    source_ref: str
    cause: str
    subject: str = ""
    rule: str = ""
    reverses: PointTransaction | None = None


def locked_account(user: User) -> PointAccount:
    """The member's account, made where there is none, locked until the transaction ends."""
    PointAccount.objects.get_or_create(user=user, defaults={"kind": AccountKind.MEMBER, "balance": 0})
    return PointAccount.objects.select_for_update(no_key=True).get(user=user)


def already_done(why: Why) -> PointTransaction | None:
    return PointTransaction.objects.filter(kind=why.kind, source=why.source, source_ref=why.source_ref).first()


def move(
    account: PointAccount, amount: int, pool: AccountKind, why: Why, *, at: datetime | None = None
) -> PointTransaction:
    """Moves `amount` points from the pool to the account (negative: back), both legs and the balance.

    Raises NotEnoughPoints, with nothing written that outlives the action.
    """
    _change_balance(account, amount)
    transaction = PointTransaction.objects.create(
        kind=why.kind,
        source=why.source,
        source_ref=why.source_ref,
        cause=why.cause,
        subject=why.subject[:200],
        rule=why.rule,
        reverses=why.reverses,
        at=at or now(),
    )
    pool_account, _made = PointAccount.objects.get_or_create(kind=pool)
    PointEntry.objects.bulk_create(
        [
            PointEntry(transaction=transaction, account=account, amount=amount),
            PointEntry(transaction=transaction, account=pool_account, amount=-amount),
        ]
    )
    return transaction


def _change_balance(account: PointAccount, amount: int) -> None:
    """Changes the balance where it suffices, in one statement: no read that could be stale."""
    changed = PointAccount.objects.filter(pk=account.pk, balance__gte=-amount).update(balance=F("balance") + amount)
    if not changed:
        raise NotEnoughPoints


def open_lot(account: PointAccount, transaction: PointTransaction, points: int, *, valid_months: int) -> PointLot:
    return PointLot.objects.create(
        account=account,
        transaction=transaction,
        earned=points,
        remaining=points,
        expires_at=end_of_validity(today(), valid_months),
    )


def end_of_validity(earned_on: date, months: int) -> datetime:
    """The first midnight in Shanghai at which points earned that day are gone: the end of the month."""
    month_index = earned_on.year * 12 + earned_on.month + months
    return day_start(date(month_index // 12, month_index % 12 + 1, 1))


def take_from_lots(
    account: PointAccount, transaction: PointTransaction, points: int, *, first: PointLot | None = None
) -> None:
    """Takes `points` from the lots that lapse soonest (from `first` before all), and notes each."""
    lots = list(account.lots.filter(remaining__gt=0, expires_at__gt=now()).order_by("expires_at", "id"))
    if first is not None:
        lots.sort(key=lambda lot: lot.pk != first.pk)
    uses = []
    for lot in lots:
        amount = min(lot.remaining, points)
        if not amount:
            break
        PointLot.objects.filter(pk=lot.pk).update(remaining=F("remaining") - amount)
        uses.append(LotUse(lot=lot, transaction=transaction, amount=amount))
        points -= amount
    if points:
        raise NotEnoughPoints
    LotUse.objects.bulk_create(uses)


def give_back_to_lots(spent: PointTransaction, reversal: PointTransaction) -> None:
    """Puts back what `spent` took into the very lots it came from, which keep their own expiry."""
    uses = list(spent.lot_uses.all())
    for use in uses:
        PointLot.objects.filter(pk=use.lot_id).update(remaining=F("remaining") + use.amount)
    LotUse.objects.bulk_create(LotUse(lot_id=use.lot_id, transaction=reversal, amount=-use.amount) for use in uses)
