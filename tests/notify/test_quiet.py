"""Quiet hours over midnight, on a clock that the test sets."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

import notify
from notify import actions
from notify.kinds import kinds_for
from notify.models import Delivery, DeliveryState
from notify.quiet import next_hour, quiet_until
from notify.tasks import release
from owners.models import SmsMessage
from portal.worktime import at_clock

CHINA = ZoneInfo("Asia/Shanghai")
NIGHT, DAWN = time(22), time(8)


def china(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CHINA).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        (china(23, 21, 59), china(23, 21, 59)),
        (china(23, 22, 0), china(24, 8)),
        (china(23, 23, 59), china(24, 8)),
        (china(24, 0, 0), china(24, 8)),
        (china(24, 7, 59), china(24, 8)),
        (china(24, 8, 0), china(24, 8)),
        (china(30, 23, 0), china(1, 8).replace(month=12)),
    ],
)
def test_hours_over_midnight_end_in_the_morning(moment, leaves):
    assert quiet_until(moment, start=NIGHT, end=DAWN) == leaves


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [(china(23, 12, 30), china(23, 14)), (china(23, 14), china(23, 14)), (china(23, 11, 59), china(23, 11, 59))],
)
def test_hours_within_a_day(moment, leaves):
    assert quiet_until(moment, start=time(12), end=time(14)) == leaves


def test_equal_ends_are_no_hours():
    assert quiet_until(china(23, 3), start=time(8), end=time(8)) == china(23, 3)


@pytest.mark.parametrize(("hour", "due"), [(18, china(23, 18)), (9, china(24, 9)), (10, china(24, 10))])
def test_daily_mail_comes_at_the_next_such_hour(hour, due):
    assert next_hour(china(23, 10), hour) == due


@pytest.fixture
def by_text(olga):
    actions.choose(user=olga, kinds=kinds_for(staff=False), wanted={("test.quiet", "sms"), ("test.alarm", "sms")})
    return olga


def send(user, kind="test.quiet"):
    notify.send([user], kind=kind, params={}, url="/me/", dedupe=f"{kind}:1")


def test_a_text_at_night_comes_in_the_morning_and_once(by_text, drain):
    with at_clock(china(23, 23, 30)):
        send(by_text)
        drain()
    assert Delivery.objects.get().state == DeliveryState.HELD

    with at_clock(china(24, 7, 55)):
        release()
        drain()
    assert not SmsMessage.objects.exists()

    for minute in (0, 5):
        with at_clock(china(24, 8, minute)):
            release()
            drain()
    assert SmsMessage.objects.count() == 1
    assert Delivery.objects.get().sent_at == china(24, 8)


def test_urgent_comes_at_night(by_text, drain):
    with at_clock(china(23, 23, 30)):
        send(by_text, "test.alarm")
        drain()

    assert SmsMessage.objects.count() == 1


def test_whoever_wants_no_quiet_hours_has_none(by_text, drain):
    actions.set_rhythm(user=by_text, quiet=False, quiet_from=NIGHT, quiet_until=DAWN, mail="at_once", digest_hour=18)
    with at_clock(china(23, 23, 30)):
        send(by_text)
        drain()

    assert SmsMessage.objects.count() == 1


def test_own_hours_hold(by_text):
    actions.set_rhythm(
        user=by_text, quiet=True, quiet_from=time(12), quiet_until=time(14), mail="at_once", digest_hour=18
    )
    with at_clock(china(23, 13)):
        send(by_text)

    assert Delivery.objects.get().due_at == china(23, 14)


def test_what_was_read_at_night_does_not_come_in_the_morning(olga, drain):
    actions.choose(user=olga, kinds=kinds_for(staff=False), wanted={("test.quiet", "sms"), ("test.quiet", "bell")})
    with at_clock(china(23, 23, 30)):
        send(olga)
        actions.mark_all_read(user=olga, through=1)
    with at_clock(china(24, 8)):
        release()
        drain()

    assert not SmsMessage.objects.exists()
    assert Delivery.objects.get(channel="sms").state == DeliveryState.SKIPPED


def test_what_was_lost_with_its_worker_goes_again(by_text, drain):
    with at_clock(china(23, 12)):
        send(by_text)
        Delivery.objects.update(state=DeliveryState.SENDING, due_at=china(23, 12))
    with at_clock(china(23, 12) + timedelta(minutes=11)):
        release()
        drain()

    assert SmsMessage.objects.count() == 1
