"""The daily mail: once, only what is unread and still open to the person."""

from datetime import UTC, datetime, timedelta

import pytest

import notify
from notify import actions
from notify.digests import send_digest
from notify.models import Delivery, DeliveryState
from notify.tasks import start_digests
from owners.models import Residency
from owners.viewers import estate_key
from portal.mailwire.models import OutgoingMail
from portal.worktime import at_clock, today

from .test_quiet import DAWN, NIGHT

# Ten in the morning and six in the evening in China.
TEN, SIX = datetime(2026, 11, 23, 2, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC)


def rhythm(user, mail):
    actions.set_rhythm(user=user, quiet=True, quiet_from=NIGHT, quiet_until=DAWN, mail=mail, digest_hour=18)


@pytest.fixture
def reader(olga_with_mail):
    rhythm(olga_with_mail, "daily")
    return olga_with_mail


def send(user, number, *, kind="test.reply", audience=""):
    params = {"who": "倪娜", "topic": f"话题{number}"} if kind == "test.reply" else {}
    with at_clock(TEN):
        [sent] = notify.send(
            [user], kind=kind, params=params, url=f"/forum/{number}/", dedupe=f"n:{number}", audience=audience
        )
    return sent


def evening(drain, moment=SIX):
    with at_clock(moment):
        start_digests()
        drain()


def test_all_of_a_day_come_in_one_mail_once(reader, drain):
    for number in (1, 2, 3):
        send(reader, number)
    drain()
    assert not OutgoingMail.objects.exists()

    evening(drain)
    evening(drain, SIX + timedelta(minutes=15))
    with at_clock(SIX):
        send_digest(reader.pk)

    mail = OutgoingMail.objects.get()
    assert mail.to == "olga@example.com"
    assert [f"话题{number}" in mail.text and f"话题{number}" in mail.html for number in (1, 2, 3)] == [True] * 3
    assert set(Delivery.objects.filter(channel="email").values_list("state", flat=True)) == {DeliveryState.SENT}


def test_it_waits_for_its_hour(reader, drain):
    send(reader, 1)

    evening(drain, SIX - timedelta(minutes=1))

    assert not OutgoingMail.objects.exists()


def test_what_was_read_is_left_out_and_without_anything_no_mail_comes(reader, drain):
    first, second = send(reader, 1), send(reader, 2)
    actions.mark_read(notification=first)
    evening(drain)
    assert "话题1" not in OutgoingMail.objects.get().text
    assert "话题2" in OutgoingMail.objects.get().text

    send(reader, 3)
    actions.mark_all_read(user=reader, through=3)
    evening(drain, SIX + timedelta(days=1))

    assert OutgoingMail.objects.count() == 1
    assert second.deliveries.get(channel="email").state == DeliveryState.SENT


def test_what_is_closed_to_the_person_by_now_is_left_out(reader, unit, drain):
    send(reader, 1, audience=estate_key(unit.estate_id))
    send(reader, 2)
    with at_clock(TEN):
        yesterday = today() - timedelta(days=1)
    Residency.objects.filter(person=reader.person).update(until=yesterday)

    evening(drain)

    assert "话题1" not in OutgoingMail.objects.get().text


def test_urgent_does_not_wait(reader, drain):
    send(reader, 1, kind="test.alarm")
    drain()

    assert OutgoingMail.objects.get().subject == "Gas leak"


def test_no_mails_means_none(reader, drain):
    send(reader, 1)
    rhythm(reader, "off")
    send(reader, 2)
    evening(drain)

    assert not OutgoingMail.objects.exists()
    assert Delivery.objects.get(channel="email").state == DeliveryState.SKIPPED


def test_it_names_one_click_that_ends_it(reader, drain):
    send(reader, 1)
    evening(drain)

    mail = OutgoingMail.objects.get()
    assert mail.unsubscribe_url in mail.text
    assert "/notifications/off/" in mail.unsubscribe_url


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_one_and_for_three(count, reader, drain, django_assert_num_queries):
    for number in range(count):
        send(reader, number)
    with at_clock(SIX), django_assert_num_queries(16):
        send_digest(reader.pk)
