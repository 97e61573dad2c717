"""One click that ends one kind of mail: for exactly that kind, that channel, that person."""

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

import notify
from notify import actions
from notify.models import Notification, Preference, Rhythm
from notify.planning import is_on
from notify.unsubscribing import DIGEST, off_token
from portal.mailwire.models import OutgoingMail
from portal.mailwire.tasks import as_message

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def url(user, kind="test.reply", channel="email"):
    return reverse("notify:mail-off", args=[off_token(user, kind=kind, channel=channel)])


def test_the_mail_carries_the_headers_of_one_click(olga_with_mail, drain):
    notify.send([olga_with_mail], kind="test.reply", params={"who": "a", "topic": "b"}, url="/me/", dedupe="n:1")
    drain()

    mail = OutgoingMail.objects.get()
    headers = as_message(mail).message()
    assert headers["List-Unsubscribe"] == f"<{mail.unsubscribe_url}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Client(enforce_csrf_checks=True).post(mail.unsubscribe_url, ONE_CLICK).status_code == 200
    assert not is_on(olga_with_mail, "test.reply", "email")


@pytest.mark.parametrize(
    "kind", ["answered", "official", "status", "mention", "quote", "reply", "followed", "moderated"]
)
def test_each_kind_of_the_forum_is_ended_by_one_click(kind, olga_with_mail, drain):
    kind = f"forum.{kind}"
    everything = {"who": "a", "topic": "b", "excerpt": "c", "company": "d", "state": "e", "number": "f", "reason": "g"}
    actions.switch(user=olga_with_mail, kind=kind, channel="email", on=True)
    notify.send([olga_with_mail], kind=kind, params=everything, url="/forum/", dedupe="n:1", bundle="forum.topic:1")
    drain()
    mail = OutgoingMail.objects.get()
    headers = as_message(mail).message()

    answer = Client(enforce_csrf_checks=True).post(headers["List-Unsubscribe"].strip("<>"), ONE_CLICK)
    notify.visit(olga_with_mail, "forum.topic:1")
    notify.send([olga_with_mail], kind=kind, params=everything, url="/forum/", dedupe="n:2", bundle="forum.topic:1")
    drain()

    assert (answer.status_code, headers["List-Unsubscribe-Post"]) == (200, "List-Unsubscribe=One-Click")
    assert OutgoingMail.objects.count() == 1
    assert Notification.objects.filter(user=olga_with_mail, on_bell=True).count() == 2


def test_it_ends_exactly_that_kind_on_that_channel(olga, nina):
    Client(enforce_csrf_checks=True).post(url(olga), ONE_CLICK)

    assert list(Preference.objects.values_list("user", "kind", "channel", "on")) == [
        (olga.pk, "test.reply", "email", False)
    ]
    assert is_on(nina, "test.reply", "email")


def test_looking_changes_nothing(olga):
    response = Client().get(url(olga))

    assert response.status_code == 200
    assert not Preference.objects.exists()


def test_a_person_can_undo_it_on_the_page(olga):
    client = Client(enforce_csrf_checks=True)
    stopped = client.post(url(olga), {"on": "0"})
    assert stopped.context["is_on"] is False

    back = client.post(url(olga), {"on": "1"})

    assert back.context["is_on"] is True
    assert is_on(olga, "test.reply", "email")


def test_the_daily_mail_is_ended_and_taken_up(olga):
    Client().post(url(olga, kind=DIGEST), ONE_CLICK)
    assert Rhythm.objects.get(user=olga).mail == "off"

    Client().post(url(olga, kind=DIGEST), {"on": "1"})
    assert Rhythm.objects.get(user=olga).mail == "daily"


@pytest.mark.parametrize("spoil", ["cut", "swap", "other_salt", "plain"])
def test_a_forged_token_is_nothing(spoil, olga, nina):
    good = off_token(olga, kind="test.reply", channel="email")
    head, _, tail = good.partition(":")
    other = off_token(nina, kind="test.reply", channel="email")
    token = {
        "cut": good[:-1],
        "swap": f"{other.partition(':')[0]}:{tail}",
        "other_salt": signing.dumps([olga.public_id, "test.reply", "email"], salt="elsewhere"),
        "plain": f"{head}::",
    }[spoil]

    response = Client().post(reverse("notify:mail-off", args=[token]), ONE_CLICK)

    assert response.status_code == 404
    assert not Preference.objects.exists()


def test_it_signs_nobody_in(olga):
    client = Client()
    client.post(url(olga), ONE_CLICK)

    assert client.get(reverse("notify:preference-edit")).status_code == 302
