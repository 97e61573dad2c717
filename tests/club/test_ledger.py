from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from club import actions
from club.ledger import NotEnoughPoints, end_of_validity
from club.models import (
    AccountKind,
    EarningRule,
    PointAccount,
    PointEntry,
    PointLot,
    PointTransaction,
    TransactionKind,
)
from club.verification import faults, totals
from portal.worktime import at_clock


def earn(user, ref, points=50, rule="event-attended"):
    return actions.award(user=user, rule=rule, source="test", source_ref=ref, subject="茶会", points=points)


def spend(user, ref, points):
    return actions.spend(user=user, points=points, source="test", source_ref=ref, cause="Seats at “%(subject)s”")


def test_award_moves_points_from_the_pool_once(member, olga, balance):
    first = earn(olga, "1")
    again = earn(olga, "1")

    assert again == first
    assert balance(olga) == 150
    assert sorted(first.entries.values_list("account__kind", "amount")) == [("issued", -50), ("member", 50)]
    assert list(faults()) == []


def test_award_to_who_is_no_member_gives_nothing(nina):
    assert earn(nina, "1") is None
    assert not PointAccount.objects.filter(user=nina).exists()


def test_award_by_a_rule_not_in_force_gives_nothing(member, olga, balance):
    EarningRule.objects.filter(code="event-attended").update(active=False)

    assert earn(olga, "1") is None
    assert balance(olga) == 100


def test_award_stops_at_the_daily_cap_and_goes_on_the_next_day(member, olga, balance):
    for ref in "1234":
        earn(olga, ref)

    assert balance(olga) == 100 + 150

    with at_clock(datetime(2036, 1, 5, 4, tzinfo=UTC)):
        assert earn(olga, "5") is not None


def test_award_stops_at_the_weekly_cap(member, olga):
    monday = datetime(2036, 1, 7, 4, tzinfo=UTC)
    given = []
    for day in range(7):
        with at_clock(monday + timedelta(days=day)):
            given += [earn(olga, f"{day}:{n}", points=10, rule="helpful-post") for n in range(2)]

    assert sum(one is not None for one in given) == 6


def test_spend_takes_the_points_that_lapse_first(member, olga, balance):
    with at_clock(datetime(2036, 3, 1, tzinfo=UTC)):
        later = earn(olga, "later")
        welcome = PointLot.objects.get(transaction__source="welcome")
        PointLot.objects.filter(pk=welcome.pk).update(expires_at=datetime(2036, 4, 1, tzinfo=UTC))
        spent = spend(olga, "1", 120)

    assert list(spent.lot_uses.order_by("lot_id").values_list("lot_id", "amount")) == [
        (welcome.pk, 100),
        (later.lot.pk, 20),
    ]
    assert balance(olga) == 30
    assert list(faults()) == []


def test_spend_more_than_there_is_changes_nothing(member, olga, balance):
    with pytest.raises(NotEnoughPoints):
        spend(olga, "1", 101)

    assert balance(olga) == 100
    assert not PointTransaction.objects.filter(kind=TransactionKind.SPEND).exists()


def test_spend_of_points_that_lapsed_but_wait_for_the_job_is_refused(member, olga):
    with at_clock(datetime(2046, 1, 1, tzinfo=UTC)), pytest.raises(NotEnoughPoints):
        spend(olga, "1", 10)


def test_spend_twice_for_one_thing_is_once(member, olga, balance):
    assert spend(olga, "1", 40) == spend(olga, "1", 40)
    assert balance(olga) == 60


def test_reverse_of_a_spend_restores_its_lots_with_their_own_expiry(member, olga, balance):
    lot = PointLot.objects.get(account__user=olga)
    spent = spend(olga, "1", 40)

    reversal = actions.reverse(original=spent, cause="Given back for “%(subject)s”")
    again = actions.reverse(original=spent, cause="Given back for “%(subject)s”")

    restored = PointLot.objects.get(account__user=olga)
    assert again == reversal
    assert (restored.pk, restored.remaining, restored.expires_at) == (lot.pk, 100, lot.expires_at)
    assert balance(olga) == 100
    assert totals()[AccountKind.REDEEMED] == 0
    assert list(faults()) == []


def test_reverse_of_an_award_takes_its_own_lot_first(member, olga, balance):
    earned = earn(olga, "1")

    actions.reverse(original=earned, cause="Given back for “%(subject)s”")

    assert PointLot.objects.get(transaction=earned).remaining == 0
    assert balance(olga) == 100
    assert list(faults()) == []


def test_reverse_of_an_award_that_is_spent_is_refused(member, olga, balance):
    earned = earn(olga, "1")
    spend(olga, "1", 120)

    with pytest.raises(NotEnoughPoints):
        actions.reverse(original=earned, cause="Given back for “%(subject)s”")
    assert balance(olga) == 30


def test_end_of_validity_is_the_end_of_a_month():
    day = datetime(2026, 11, 22, tzinfo=UTC).date()

    assert end_of_validity(day, 24).isoformat() == "2028-12-01T00:00:00+08:00"
    assert end_of_validity(day, 1).isoformat() == "2027-01-01T00:00:00+08:00"


def test_expiry_lapses_what_is_left_and_only_once(member, olga, balance):
    spend(olga, "1", 30)
    with at_clock(datetime(2046, 1, 1, tzinfo=UTC)):
        assert actions.expire_lots() == 70
        assert actions.expire_lots() == 0

    assert balance(olga) == 0
    assert totals() == {"member": 0, "issued": -100, "redeemed": 30, "expired": 70, "adjusted": 0}
    assert list(faults()) == []


def test_expiry_of_points_given_back_after_their_time(member, olga, balance):
    spent = spend(olga, "1", 30)
    with at_clock(datetime(2046, 1, 1, tzinfo=UTC)):
        actions.expire_lots()
        actions.reverse(original=spent, cause="Given back for “%(subject)s”")
        assert balance(olga) == 30
        assert actions.expire_lots() == 30

    assert list(faults()) == []


@pytest.mark.parametrize("members", [3, 30])
def test_expiry_takes_the_same_statements_for_few_and_many(many_members, members, balance, django_assert_num_queries):
    users = many_members(members)
    for user in users:
        earn(user, str(user.pk))

    with at_clock(datetime(2046, 1, 1, tzinfo=UTC)), django_assert_num_queries(15):
        assert actions.expire_lots() == 50 * members
    assert {balance(user) for user in users} == {0}


def test_expiry_works_through_chunks(many_members):
    for user in many_members(5):
        earn(user, str(user.pk))

    with at_clock(datetime(2046, 1, 1, tzinfo=UTC)):
        assert actions.expire_lots(chunk=2) == 250
    assert list(faults()) == []


# ── what the database itself refuses ────────────────────────────────────────────────────────
@pytest.mark.parametrize("model", [PointTransaction, PointEntry])
def test_ledger_rows_can_not_be_changed_or_removed(member, model):
    row = model.objects.first()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**({"amount": 7} if model is PointEntry else {"cause": "x"}))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [row.pk])


def test_legs_that_do_not_cancel_out_are_refused(member, olga):
    why = PointTransaction.objects.create(kind="earn", source="test", source_ref="loose", cause="x")
    account, pool = PointAccount.objects.get(user=olga), PointAccount.objects.get(kind="issued")

    def write_loose_legs():
        PointEntry.objects.create(transaction=why, account=account, amount=5)
        PointEntry.objects.create(transaction=why, account=pool, amount=-4)
        connection.check_constraints()

    with pytest.raises(IntegrityError, match="do not cancel out"), transaction.atomic():
        write_loose_legs()


def test_balance_below_zero_is_refused_by_the_database(member, olga):
    with pytest.raises(IntegrityError), transaction.atomic():
        PointAccount.objects.filter(user=olga).update(balance=-1)


def test_pool_never_keeps_a_balance(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        PointAccount.objects.filter(kind="issued").update(balance=0)


@pytest.mark.django_db(transaction=True)
def test_guards_stand_after_the_test_runner_emptied_the_tables(member, olga):
    test_ledger_rows_can_not_be_changed_or_removed(member, PointEntry)
