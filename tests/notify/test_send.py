"""Sending: once each, on the channels that the person wants."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

import notify
from notify import actions
from notify.kinds import kinds_for
from notify.models import Bell, Delivery, DeliveryState, Notification
from notify.tasks import deliver
from owners.models import Residency, SmsMessage
from owners.viewers import estate_key
from portal import realtime
from portal.mailwire.models import OutgoingMail
from portal.worktime import today

PARAMS = {"who": "倪娜", "topic": "地下车库的灯"}


def send(*users, kind="test.reply", dedupe="post:1", params=PARAMS):
    return notify.send(users, kind=kind, params=params, url="/forum/t/abc/", dedupe=dedupe)


def test_send_puts_it_on_the_bell_in_the_readers_words(olga):
    send(olga)

    notification = Notification.objects.get(user=olga)

    assert notification.title == "倪娜 replied to “地下车库的灯”"
    assert notification.number == 1


def test_sending_twice_is_once(olga_with_mail, drain):
    first = send(olga_with_mail)
    second = send(olga_with_mail)
    drain()

    assert (len(first), len(second)) == (1, 0)
    assert Notification.objects.count() == 1
    assert OutgoingMail.objects.count() == 1


def test_the_same_matter_reaches_each_person_once(olga, nina):
    send(olga, nina, olga)
    send(nina, olga)

    assert Notification.objects.filter(user=olga).count() == 1
    assert Notification.objects.filter(user=nina).count() == 1


def test_numbers_go_up_by_one_per_person(olga, nina):
    send(olga, dedupe="post:1")
    send(olga, nina, dedupe="post:2")

    assert list(Notification.objects.filter(user=olga).values_list("number", flat=True)) == [1, 2]
    assert Bell.objects.get(user=olga).last_number == 2
    assert Bell.objects.get(user=nina).last_number == 1


def test_mail_goes_to_the_proven_address_with_the_link(olga_with_mail, drain, settings):
    settings.CANONICAL_URL = "https://www.example.com"
    send(olga_with_mail)
    drain()

    mail = OutgoingMail.objects.get()

    assert mail.to == "olga@example.com"
    assert mail.subject == "倪娜 replied to “地下车库的灯”"
    assert "https://www.example.com/forum/t/abc/" in mail.text
    assert mail.auto is True


def test_no_mail_goes_to_an_address_that_nobody_proved(olga, drain):
    send(olga)
    drain()

    assert OutgoingMail.objects.count() == 0
    assert Notification.objects.count() == 1
    assert Delivery.objects.count() == 0


def test_mail_is_written_in_the_readers_language(olga_with_mail, drain):
    olga_with_mail.language = "en"
    olga_with_mail.save(update_fields=["language"])
    send(olga_with_mail)
    drain()

    assert "/en/forum/t/abc/" in OutgoingMail.objects.get().text


def test_an_address_made_in_english_is_kept_without_a_language(olga):
    with translation.override("en"):
        [sent] = notify.send([olga], kind="test.quiet", params={}, url=reverse("forum:index"), dedupe="n:1")

    assert sent.url == "/forum/"


def test_a_delivery_that_runs_twice_sends_one_mail(olga_with_mail, drain):
    [notification] = send(olga_with_mail)
    deliver.enqueue(list(notification.deliveries.values_list("pk", flat=True)))
    drain()

    assert OutgoingMail.objects.count() == 1


def test_text_message_goes_out_when_chosen(olga, drain, morning):
    actions.choose(user=olga, kinds=kinds_for(staff=False), wanted={("test.quiet", "bell"), ("test.quiet", "sms")})
    send(olga, kind="test.quiet", params={})
    drain()

    message = SmsMessage.objects.get()

    assert message.phone == "+8613800001501"
    assert "Quiet news" in message.text.open()


def test_a_kind_taken_off_the_bell_is_not_listed_nor_counted(olga, viewer_of):
    actions.choose(user=olga, kinds=kinds_for(staff=False), wanted=set())
    send(olga)

    mine = Notification.objects.visible_to(viewer_of(olga))

    assert mine.on_the_bell().count() == 0
    assert mine.unread().count_capped() == 0


def test_a_closed_account_is_told_nothing(olga):
    olga.is_active = False

    assert send(olga) == []


def test_open_pages_are_told_after_commit(olga, nina, monkeypatch, django_capture_on_commit_callbacks):
    told = []
    monkeypatch.setattr(realtime, "tell", lambda group, kind, data: told.append((group, kind, data)))

    send(olga)

    assert told == [(f"user:{olga.public_id}", "bell", {})]


def test_nobody_joins_another_persons_group(olga, nina, viewer_of):
    assert realtime.may_join(viewer_of(olga), f"user:{olga.public_id}") is True
    assert realtime.may_join(viewer_of(nina), f"user:{olga.public_id}") is False
    assert realtime.may_join(viewer_of(None), f"user:{olga.public_id}") is False


def test_an_undeclared_kind_is_refused(olga):
    with pytest.raises(KeyError):
        send(olga, kind="test.unheard")


def test_params_that_the_title_lacks_are_refused_before_anything_is_written(olga):
    with pytest.raises(KeyError):
        send(olga, params={"who": "倪娜"})

    assert Notification.objects.count() == 0


def test_params_are_plain_data(olga):
    with pytest.raises(TypeError):
        send(olga, params={"who": olga, "topic": "x"})


def test_declaring_a_kind_twice_is_a_mistake():
    with pytest.raises(ValueError, match="two notifications"):
        notify.declare("test.reply", label="x", title="x")


def test_declaring_an_unknown_channel_is_a_mistake():
    with pytest.raises(ValueError, match="pigeon"):
        notify.declare("test.other", label="x", title="x", default=("pigeon",))


def test_what_asks_for_a_key_goes_with_the_key(olga, unit, viewer_of):
    key = estate_key(unit.estate_id)
    notify.send([olga], kind="test.quiet", params={}, url="/forum/", dedupe="n:1", audience=key)
    assert Notification.objects.visible_to(viewer_of(olga)).unread().count_capped() == 1

    Residency.objects.filter(person=olga.person).update(until=today() - timedelta(days=1))

    assert not Notification.objects.visible_to(viewer_of(olga)).exists()


def test_a_mail_that_waits_is_not_sent_to_somebody_who_lost_the_key(olga_with_mail, unit, drain):
    key = estate_key(unit.estate_id)
    notify.send([olga_with_mail], kind="test.reply", params=PARAMS, url="/forum/", dedupe="n:1", audience=key)
    Residency.objects.filter(person=olga_with_mail.person).update(until=today() - timedelta(days=1))

    drain()

    assert not OutgoingMail.objects.exists()
    assert Delivery.objects.get(channel="email").state == DeliveryState.SKIPPED


def test_what_was_read_meanwhile_is_not_sent(olga_with_mail, drain):
    [notification] = send(olga_with_mail)
    actions.mark_read(notification=notification)

    drain()

    assert not OutgoingMail.objects.exists()
    assert Delivery.objects.get().problem == "read already"


@pytest.mark.parametrize("people", [1, 3])
def test_sending_costs_the_same_for_one_and_for_three(people, olga, nina, otto, django_assert_num_queries):
    users = [olga, nina, otto][:people]

    # A savepoint opened and closed; bells made, locked, counted up; who was told; choices; the rows.
    with django_assert_num_queries(10):
        send(*users)


def test_outside_nobody_is_named(olga):
    [notification] = send(olga)

    assert "倪娜" in notification.title
    assert notification.outside_title == "Replies"
