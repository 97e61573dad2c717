"""What text messages may cost: a ceiling per day, and codes per number, device and network."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from notify.models import Notification
from owners import sms
from owners.models import Role, SmsDay, SmsMessage, StaffRole
from owners.sms_limits import DailyCeilingReached, TooManyCodes, network, spend_code
from portal.worktime import at_clock

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
PHONE = "+8613800001501"
URL = reverse("account_login")


def test_beyond_the_ceiling_nothing_is_sent_until_the_next_day(settings):
    settings.SMS_DAILY_CEILING = 2
    with at_clock(NOON):
        sms.send(PHONE, "1")
        sms.send(PHONE, "2")
        with pytest.raises(DailyCeilingReached):
            sms.send(PHONE, "3")
    with at_clock(NOON + timedelta(days=1)):
        sms.send(PHONE, "4")

    assert list(SmsMessage.objects.order_by("pk").values_list("text", flat=True)) == ["1", "2", "4"]


def test_staffs_work_does_not_stop_for_the_ceiling_but_counts(settings):
    settings.SMS_DAILY_CEILING = 1
    sms.send(PHONE, "1")
    sms.send(PHONE, "2", essential=True)

    assert SmsDay.objects.get().sent == 2


def test_administrators_are_told_once_when_it_gets_tight(settings, stranger, drain):
    StaffRole.objects.create(user=stranger, role=Role.ADMIN, estate=None)
    settings.SMS_DAILY_CEILING = 5
    with at_clock(NOON):
        for number in range(3):
            sms.send(PHONE, str(number))
        drain()
        assert not Notification.objects.exists()

        sms.send(PHONE, "4")
        sms.send(PHONE, "5")
        drain()

    assert list(Notification.objects.values_list("user", "kind")) == [(stranger.pk, "owners.sms_ceiling")]


@pytest.mark.parametrize(
    ("limit", "same"),
    [
        ("SMS_PER_NUMBER", {"phone": PHONE}),
        ("SMS_PER_DEVICE", {"device": "d"}),
        ("SMS_PER_ADDRESS", {"address": "203.0.113.7"}),
    ],
)
def test_each_limit_holds_by_itself_and_for_a_day(limit, same, settings):
    setattr(settings, limit, 2)

    def ask(number: int) -> None:
        spend_code(**{"phone": f"+86138{number:08}", "device": f"d{number}", "address": f"198.51.100.{number}"} | same)

    with at_clock(NOON):
        ask(1)
        ask(2)
        with pytest.raises(TooManyCodes):
            ask(3)
    with at_clock(NOON + timedelta(days=1)):
        ask(4)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
    ],
)
def test_an_ipv6_household_counts_as_one(one, other, same):
    assert (network(one) == network(other)) is same


def test_page_says_that_todays_codes_are_used_up(olga, settings):
    settings.SMS_PER_NUMBER = 1
    Client().post(URL, {"login": "13800001501"})

    response = Client().post(URL, {"login": "13800001501"})

    assert response.status_code == 429
    assert "今天" in response.context["reason"] or "Today" in response.context["reason"]
    assert SmsMessage.objects.count() == 1


def test_a_number_without_an_account_is_refused_just_the_same(olga, settings):
    settings.SMS_PER_NUMBER = 1
    answers = {}
    for number in ("13800001501", "13800007777"):
        Client().post(URL, {"login": number})
        response = Client().post(URL, {"login": number})
        answers[number] = (response.status_code, response.context["reason"])

    assert answers["13800001501"] == answers["13800007777"]


def test_a_browser_is_known_again_by_a_signed_cookie(olga, settings):
    settings.SMS_PER_DEVICE = 1
    first = Client()
    first.post(URL, {"login": "13800001501"})
    cookie = first.cookies["linli_device"]
    again = Client()
    again.cookies["linli_device"] = cookie.value

    refused = again.post(URL, {"login": "13800008888"})

    assert cookie["httponly"]
    assert cookie["max-age"] > 300 * 24 * 3600
    assert refused.status_code == 429
    assert Client().post(URL, {"login": "13800006666"}).status_code == 302


def test_a_cookie_of_ones_own_making_names_no_browser(olga):
    client = Client()
    client.cookies["linli_device"] = "somebody-else"

    client.post(URL, {"login": "13800001501"})

    assert client.cookies["linli_device"].value != "somebody-else"
