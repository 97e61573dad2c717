from django.db import connection
from django.db.models import F

from portal.worktime import today


def next_number(*, estate_code: str, year: int | None = None) -> str:
    """The next number of the series, e.g. `JSW-2026-000123`. Year: today's, unless given.

    Runs in the caller's transaction (RuntimeError without one): rolled back, the number is free
    again, so the series has no holes. Writers of one series wait for each other until commit.
    """
    from portal.numbers.models import NumberSeries

    if not connection.in_atomic_block:
        raise RuntimeError("a number is taken in the transaction of what it names")
    series = {"estate_code": estate_code, "year": year or today().year}
    NumberSeries.objects.bulk_create([NumberSeries(**series)], ignore_conflicts=True)
    NumberSeries.objects.filter(**series).update(last=F("last") + 1)
    last = NumberSeries.objects.values_list("last", flat=True).get(**series)
    return f"{series['estate_code']}-{series['year']}-{last:06d}"
