"""Whatever happens in whatever order, the ledger agrees with itself."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from club import actions
from club.models import EarningRule, PointAccount, PointTransaction
from club.verification import faults, totals
from portal.errors import Refused
from portal.worktime import at_clock

START = datetime(2036, 1, 1, tzinfo=UTC)

steps = st.lists(
    st.one_of(
        st.tuples(st.just("earn"), st.integers(1, 90)),
        st.tuples(st.just("spend"), st.integers(1, 120)),
        st.tuples(st.just("reverse"), st.integers(0, 20)),
        st.tuples(st.just("wait"), st.integers(1, 500)),
        st.tuples(st.just("expire"), st.just(0)),
    ),
    max_size=14,
)


def do(user, step, size, number):
    if step == "earn":
        actions.award(user=user, rule="survey", source="test", source_ref=str(number), points=size)
    elif step == "spend":
        actions.spend(user=user, points=size, source="test", source_ref=str(number), cause="x")
    elif step == "reverse":
        done = list(PointTransaction.objects.exclude(kind="reverse").order_by("pk"))
        actions.reverse(original=done[size % len(done)], cause="x")
    elif step == "expire":
        actions.expire_lots()


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_ledger_agrees_with_itself_after_anything(member, olga, plan):
    with transaction.atomic():
        EarningRule.objects.filter(code="survey").update(daily_cap=None, valid_months=12)
        clock = START
        for number, (step, size) in enumerate(plan):
            clock += timedelta(days=size if step == "wait" else 0)
            with at_clock(clock):
                with suppress(Refused):
                    do(olga, step, size, number)
                assert list(faults()) == []
        assert PointAccount.objects.get(user=olga).balance >= 0
        assert sum(totals().values()) == 0
        transaction.set_rollback(True)
