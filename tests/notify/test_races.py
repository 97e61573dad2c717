"""Two senders at once: every number once, every matter once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

import notify
from notify.models import Bell, Notification


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_parallel_senders_give_out_each_number_once(olga, nina):
    def send(matter: int) -> None:
        try:
            # In opposite order, as senders do who don't know of each other.
            users = [olga, nina] if matter % 2 else [nina, olga]
            notify.send(users, kind="test.quiet", params={}, url="/me/", dedupe=f"matter:{matter % 20}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(40)))

    for user in (olga, nina):
        numbers = sorted(Notification.objects.filter(user=user).values_list("number", flat=True))
        assert numbers == list(range(1, 21))
        assert Bell.objects.get(user=user).last_number == 20
