"""The outbox: at least once, isolated subscribers, order per key, parked keys, nothing half-done."""

from datetime import timedelta

import pytest
from django.db import transaction

from portal import outbox
from portal.domain_events import ConversationOpened, PostWritten
from portal.outbox import delivering, subscribers
from portal.outbox.delivering import ATTEMPTS, deliver_due, purge_delivered, replay
from portal.outbox.models import Delivery, DeliveryState, OutboxEntry
from portal.worktime import at_clock, now

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_our_subscribers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscribers, "_by_name", {})


@pytest.fixture
def heard() -> list[int]:
    return []


def listen(heard: list[int], name: str = "test.listener", *, ordered: bool = False) -> None:
    @outbox.subscriber(name, PostWritten, ordered=ordered)
    def listener(event: PostWritten) -> None:
        heard.append(event.post_id)


def tell(*post_ids: int, key: str = "topic:1") -> None:
    with transaction.atomic():
        for post_id in post_ids:
            outbox.record(PostWritten(topic_id=1, post_id=post_id), key=key)


def test_record_outside_a_transaction_is_refused(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="in the transaction"):
        outbox.record(PostWritten(topic_id=1, post_id=1), key="topic:1")


def test_record_rolled_back_leaves_nothing(heard: list[int]) -> None:
    listen(heard)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.record(PostWritten(topic_id=1, post_id=1), key="topic:1")
        raise ZeroDivisionError

    assert not OutboxEntry.objects.exists()
    assert deliver_due() == 0


def test_event_reaches_each_subscriber_of_its_type_once(heard: list[int]) -> None:
    listen(heard, "test.first")
    listen(heard, "test.second")

    @outbox.subscriber("test.other", ConversationOpened)
    def other(event: ConversationOpened) -> None:
        raise AssertionError("not its event")

    tell(7)

    assert deliver_due() == 2
    assert heard == [7, 7]
    assert deliver_due() == 0


def test_sequence_counts_up_within_a_key(heard: list[int]) -> None:
    tell(1, 2, key="topic:1")
    tell(3, key="topic:2")

    assert list(OutboxEntry.objects.order_by("id").values_list("key", "sequence")) == [
        ("topic:1", 1),
        ("topic:1", 2),
        ("topic:2", 1),
    ]


def test_failing_subscriber_does_not_hold_up_another(heard: list[int]) -> None:
    listen(heard, "test.good")

    @outbox.subscriber("test.bad", PostWritten)
    def bad(event: PostWritten) -> None:
        raise ValueError("broken")

    tell(1, 2)
    deliver_due()

    assert heard == [1, 2]
    assert set(Delivery.objects.filter(subscriber="test.bad").values_list("state", "attempts")) == {("waiting", 1)}
    assert "ValueError: broken" in Delivery.objects.filter(subscriber="test.bad")[0].error


def test_writes_of_a_failed_delivery_are_undone() -> None:
    @outbox.subscriber("test.half", PostWritten)
    def half(event: PostWritten) -> None:
        OutboxEntry.objects.create(kind="Half", key="half", sequence=1, payload={})
        raise ValueError("killed midway")

    tell(1)
    deliver_due()

    assert not OutboxEntry.objects.filter(kind="Half").exists()
    assert Delivery.objects.get().state == DeliveryState.WAITING


def test_failed_delivery_is_tried_again_later(heard: list[int]) -> None:
    fail = [True]

    @outbox.subscriber("test.shaky", PostWritten)
    def shaky(event: PostWritten) -> None:
        if fail.pop():
            fail.append(False)
            raise ValueError
        heard.append(event.post_id)
        fail.append(False)

    tell(9)
    deliver_due()
    assert deliver_due() == 0

    with at_clock(now() + timedelta(minutes=1)):
        deliver_due()

    assert heard == [9]


def test_ordered_key_waits_for_its_dead_letter_and_goes_on_after_replay(heard: list[int]) -> None:
    broken = [True]

    @outbox.subscriber("test.ordered", PostWritten, ordered=True)
    def ordered(event: PostWritten) -> None:
        if event.post_id == 1 and broken[0]:
            raise ValueError
        heard.append(event.post_id)

    tell(1, 2, key="topic:1")
    tell(3, key="topic:2")
    for hour in range(ATTEMPTS + 1):
        with at_clock(now() + timedelta(hours=2 * hour)):
            deliver_due()

    dead = Delivery.objects.get(state=DeliveryState.DEAD)
    assert (heard, dead.attempts) == ([3], ATTEMPTS)

    broken[0] = False
    assert replay(dead.id)
    deliver_due()

    assert heard == [3, 1, 2]


def test_worker_that_died_gives_its_delivery_back(heard: list[int]) -> None:
    listen(heard)
    tell(4)
    assert delivering._claim_one() is not None

    assert deliver_due() == 0
    with at_clock(now() + delivering.LEASE + timedelta(seconds=1)):
        deliver_due()

    assert heard == [4]


def test_delivery_that_another_worker_finished_meanwhile_is_not_run_again(heard: list[int]) -> None:
    listen(heard)
    tell(5)
    claimed = delivering._claim_one()
    assert claimed is not None
    Delivery.objects.filter(id=claimed.id).update(state=DeliveryState.DONE)

    delivering._deliver(claimed)

    assert heard == []


def test_purge_keeps_what_is_young_or_undone(heard: list[int]) -> None:
    listen(heard)
    with at_clock(now() - timedelta(days=40)):
        tell(1)
        deliver_due()
        tell(2)
    tell(3)

    assert purge_delivered() == 1
    assert OutboxEntry.objects.count() == 2
