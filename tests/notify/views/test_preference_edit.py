from datetime import time

import pytest
from django.urls import reverse

import notify
from notify.models import Delivery, Notification, Preference, PushDevice, Rhythm
from owners.models import User

URL = reverse("notify:preference-edit")
RHYTHM = {"quiet": "on", "quiet_from": "22:00", "quiet_until": "08:00", "mail": "at_once", "digest_hour": "18"}


def test_page_shows_the_defaults_of_somebody_who_never_chose(olga, client_for):
    response = client_for(olga).get(URL)

    form, rhythm = response.context["form"], response.context["rhythm"]
    assert form["test.reply:email"].initial is True
    assert form["test.reply:sms"].initial is False
    assert (rhythm["quiet"].initial, rhythm["quiet_from"].initial, rhythm["mail"].initial) == (True, "22:00", "at_once")


def test_choices_hold_for_what_is_sent_afterwards(olga_with_mail, client_for, morning):
    client_for(olga_with_mail).post(URL, {**RHYTHM, "test.reply:bell": "on", "test.reply:sms": "on"})

    notify.send([olga_with_mail], kind="test.reply", params={"who": "a", "topic": "b"}, url="/me/", dedupe="n:1")

    assert Notification.objects.get().on_bell is True
    assert list(Delivery.objects.values_list("channel", flat=True)) == ["sms"]


def test_saving_twice_keeps_one_row_per_choice(olga_with_mail, client_for):
    client = client_for(olga_with_mail)

    client.post(URL, {**RHYTHM, "test.reply:bell": "on"})
    client.post(URL, {**RHYTHM, "test.reply:email": "on"})

    mine = dict(Preference.objects.filter(user=olga_with_mail, kind="test.reply").values_list("channel", "on"))
    assert (mine["bell"], mine["email"], mine["sms"]) == (False, True, False)
    assert len(mine) == 5


def test_what_cannot_be_used_yet_keeps_its_choice(olga, client_for):
    client_for(olga).post(URL, RHYTHM)

    mine = dict(Preference.objects.filter(user=olga, kind="test.reply").values_list("channel", "on"))
    assert (mine["bell"], mine["email"]) == (False, True)


def test_hours_and_pace_are_kept(olga, client_for):
    hours = {"quiet_from": "23:00", "quiet_until": "06:00", "mail": "daily", "digest_hour": "7"}
    client_for(olga).post(URL, hours)

    kept = Rhythm.objects.get(user=olga)
    assert (kept.quiet, kept.quiet_from, kept.quiet_until) == (False, time(23), time(6))
    assert (kept.mail, kept.digest_hour) == ("daily", 7)


def test_a_broken_form_writes_nothing(olga, client_for):
    response = client_for(olga).post(URL, {**RHYTHM, "digest_hour": "25"})

    assert response.status_code == 200
    assert "digest_hour" in response.context["rhythm"].errors
    assert not Preference.objects.exists()


def test_page_says_where_text_messages_go_without_the_whole_number(olga, client_for):
    html = client_for(olga).get(URL).content.decode()

    assert "138 **** 1501" in html
    assert "13800001501" not in html


@pytest.mark.parametrize(("channel", "remedy"), [("sms", "account_change_phone"), ("email", "account_email")])
def test_what_cannot_be_used_says_why_and_what_to_do(channel, remedy, db, client_for):
    nobody = User.objects.create(username="nobody")

    channels = {row.channel: row for row in client_for(nobody).get(URL).context["channels"]}

    assert channels[channel].usable is False
    assert channels[channel].action_url == reverse(remedy)


def test_preferences_are_not_for_visitors(db, client_for):
    assert client_for(None).get(URL).headers["Location"].startswith("/accounts/login/")
    assert Preference.objects.count() == 0


def test_kinds_for_staff_are_offered_to_staff_only(olga, dana, client_for):
    assert "test.watch:bell" not in client_for(olga).get(URL).context["form"].fields
    assert "test.watch:bell" in client_for(dana).get(URL).context["form"].fields


@pytest.mark.parametrize("devices", [1, 3])
def test_page_costs_the_same_with_one_device_and_with_three(devices, olga, client_for, django_assert_num_queries):
    client = client_for(olga)
    client.get(URL)
    for number in range(devices):
        PushDevice.objects.create(user=olga, endpoint=f"https://x/{number}", endpoint_digest=str(number), name="Chrome")

    with django_assert_num_queries(8):
        client.get(URL)
