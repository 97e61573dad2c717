from django.urls import reverse

import notify
from notify.models import Notification, Preference

URL = reverse("notify:preference-edit")


def test_page_shows_the_defaults_of_somebody_who_never_chose(olga, client_for):
    form = client_for(olga).get(URL).context["form"]

    assert form["test.reply:email"].initial is True
    assert form["test.reply:sms"].initial is False


def test_choices_hold_for_what_is_sent_afterwards(olga_with_mail, client_for):
    client_for(olga_with_mail).post(URL, {"test.reply:bell": "on", "test.reply:sms": "on"})

    notify.send([olga_with_mail], kind="test.reply", params={"who": "a", "topic": "b"}, url="/me/", dedupe="n:1")

    sent = Notification.objects.get()
    assert (sent.on_bell, sent.wants_email, sent.wants_sms) == (True, False, True)


def test_saving_twice_keeps_one_row_per_choice(olga, client_for):
    client = client_for(olga)

    client.post(URL, {"test.reply:bell": "on"})
    client.post(URL, {"test.reply:email": "on"})

    mine = Preference.objects.filter(user=olga, kind="test.reply")
    assert dict(mine.values_list("channel", "on")) == {"bell": False, "email": True, "sms": False}


def test_page_says_where_text_messages_go_without_the_whole_number(olga, client_for):
    html = client_for(olga).get(URL).content.decode()

    assert "138 **** 1501" in html
    assert "13800001501" not in html


def test_preferences_are_not_for_visitors(db, client_for):
    assert client_for(None).get(URL).headers["Location"].startswith("/accounts/login/")
    assert Preference.objects.count() == 0


def test_kinds_for_staff_are_offered_to_staff_only(olga, dana, client_for):
    assert "test.watch:bell" not in client_for(olga).get(URL).context["form"].fields
    assert "test.watch:bell" in client_for(dana).get(URL).context["form"].fields
