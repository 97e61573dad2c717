from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from portal.numbers import next_number
from portal.numbers.models import NumberSeries
from portal.worktime import at_clock


@pytest.mark.django_db
def test_numbers_count_up_per_estate_and_year() -> None:
    with transaction.atomic(), at_clock(datetime(2026, 12, 31, 23, 30, tzinfo=ZoneInfo("Asia/Shanghai"))):
        numbers = [next_number(estate_code=code) for code in ("JSW", "JSW", "YQT")]
        numbers.append(next_number(estate_code="JSW", year=2027))

    assert numbers == ["JSW-2026-000001", "JSW-2026-000002", "YQT-2026-000001", "JSW-2027-000001"]


@pytest.mark.django_db(transaction=True)
def test_number_needs_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        next_number(estate_code="JSW")


@pytest.mark.django_db(transaction=True)
def test_number_of_a_transaction_that_failed_is_given_again() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        next_number(estate_code="JSW", year=2026)
        raise ZeroDivisionError

    with transaction.atomic():
        assert next_number(estate_code="JSW", year=2026) == "JSW-2026-000001"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_numbers_taken_at_once_are_dense_and_unique() -> None:
    def take(_: int) -> str:
        try:
            with transaction.atomic():
                return next_number(estate_code="JSW", year=2026)
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        numbers = list(pool.map(take, range(60)))

    assert sorted(numbers) == [f"JSW-2026-{n:06d}" for n in range(1, 61)]
    assert NumberSeries.objects.get().last == 60
