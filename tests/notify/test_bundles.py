"""One matter is one entry on the bell, and one message on each way until the person has visited it."""

from datetime import timedelta

import pytest

import notify
from notify import actions
from notify.digests import send_digest
from notify.kinds import kind_named
from notify.models import Delivery, DeliveryState, Notification
from notify.tasks import start_digests
from owners.models import SmsMessage
from portal.mailwire.models import OutgoingMail
from portal.worktime import at_clock

from .conftest import MORNING
from .test_digests import SIX, rhythm

TOPIC = "forum.topic:1"


def talk(*users, number, who="倪娜", kind="test.talk", bundle=TOPIC):
    params = {"who": who} if kind == "test.talk" else {}
    return notify.send(
        users, kind=kind, params=params, url=f"/forum/t/abc/?from={number}", dedupe=f"n:{bundle}:{number}",
        bundle=bundle, actor=who,
    )  # fmt: skip


def entries(user, viewer_of):
    return list(Notification.objects.visible_to(viewer_of(user)).unread().newest())


def test_twenty_replies_are_one_entry_that_counts_people(olga, viewer_of):
    for number in range(20):
        talk(olga, number=number, who=["倪娜", "欧图", "石黛"][number % 3])

    [entry] = entries(olga, viewer_of)
    assert (entry.title, entry.people, entry.number) == ("3 people wrote", 3, 20)


def test_one_person_who_writes_again_is_one_person(olga, viewer_of):
    talk(olga, number=1)
    talk(olga, number=2)

    assert [entry.title for entry in entries(olga, viewer_of)] == ["倪娜 wrote"]


def test_same_event_twice_counts_once(olga, nina, viewer_of):
    for _ in range(2):
        talk(olga, number=1)
        talk(olga, number=2, who="欧图")

    [entry] = entries(olga, viewer_of)
    assert entry.people == 2
    assert Notification.objects.count() == 2


@pytest.mark.parametrize("order", [("test.word", "test.talk"), ("test.talk", "test.word")])
def test_the_more_important_one_gives_the_title_whatever_came_first(order, olga, viewer_of):
    for number, kind in enumerate(order):
        talk(olga, number=number, kind=kind)

    [entry] = entries(olga, viewer_of)
    assert (entry.title, entry.more) == ("The company's word", 1)


def test_matters_are_told_apart(olga, viewer_of):
    talk(olga, number=1)
    talk(olga, number=1, bundle="forum.topic:2")

    assert len(entries(olga, viewer_of)) == 2


def test_twenty_replies_are_one_mail_and_one_text(olga_with_mail, drain, morning):
    for number in range(20):
        talk(olga_with_mail, number=number, who=f"邻居{number}")
        drain()

    assert (OutgoingMail.objects.count(), SmsMessage.objects.count()) == (1, 1)


def test_after_a_visit_the_next_one_is_told_again(olga_with_mail, drain, viewer_of, morning):
    talk(olga_with_mail, number=1)
    drain()

    assert notify.visit(olga_with_mail, TOPIC) == 1
    assert entries(olga_with_mail, viewer_of) == []
    talk(olga_with_mail, number=2)
    drain()

    assert OutgoingMail.objects.count() == 2
    assert [entry.people for entry in entries(olga_with_mail, viewer_of)] == [1]


def test_reading_the_bell_is_no_visit(olga_with_mail, drain, morning):
    talk(olga_with_mail, number=1)
    drain()
    actions.mark_all_read(user=olga_with_mail, through=1)

    talk(olga_with_mail, number=2)
    drain()

    assert OutgoingMail.objects.count() == 1


def test_what_never_left_keeps_nothing_back(olga_with_mail, drain, morning):
    [first] = talk(olga_with_mail, number=1)
    actions.mark_read(notification=first)
    drain()
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SKIPPED}

    talk(olga_with_mail, number=2)
    drain()

    assert OutgoingMail.objects.count() == 1


def test_what_insists_leaves_once_more_but_once_only(olga_with_mail, drain, morning):
    talk(olga_with_mail, number=1)
    talk(olga_with_mail, number=2, kind="test.word")
    drain()
    assert OutgoingMail.objects.count() == 1

    talk(olga_with_mail, number=3, kind="test.asked")
    talk(olga_with_mail, number=4, kind="test.asked")
    drain()

    assert list(OutgoingMail.objects.order_by("pk").values_list("subject", flat=True)) == [
        "倪娜 wrote",
        "You are answered",
    ]


def test_opening_an_entry_reads_all_it_stands_for(olga, viewer_of):
    for number in range(3):
        talk(olga, number=number, who=f"邻居{number}")
    actions.mark_read(notification=entries(olga, viewer_of)[0])

    talk(olga, number=9)

    assert [entry.people for entry in entries(olga, viewer_of)] == [1]


def test_a_bundle_off_the_bell_is_mailed_once_until_visited(olga_with_mail, drain, viewer_of, morning):
    kinds = [kind_named("test.talk")]
    actions.choose(user=olga_with_mail, kinds=kinds, wanted={("test.talk", "email")})
    for number in range(3):
        talk(olga_with_mail, number=number)
    drain()
    assert (OutgoingMail.objects.count(), entries(olga_with_mail, viewer_of)) == (1, [])

    notify.visit(olga_with_mail, TOPIC)
    talk(olga_with_mail, number=9)
    drain()

    assert OutgoingMail.objects.count() == 2


def test_a_visit_before_the_mail_has_left_makes_it_needless(olga_with_mail, drain, morning):
    talk(olga_with_mail, number=1)
    notify.visit(olga_with_mail, TOPIC)
    drain()

    assert not OutgoingMail.objects.exists()


def test_daily_mail_names_a_matter_once_with_its_count(olga_with_mail, drain):
    rhythm(olga_with_mail, "daily")
    with at_clock(MORNING):
        for number in range(3):
            talk(olga_with_mail, number=number, who=f"邻居{number}")
        talk(olga_with_mail, number=7, bundle="forum.topic:2", who="欧图")
    with at_clock(SIX):
        start_digests()
        drain()
        send_digest(olga_with_mail.pk)

    mail = OutgoingMail.objects.get()
    assert "3 people wrote" in mail.text
    assert "欧图 wrote" in mail.text
    assert "邻居" not in mail.text.replace("3 people wrote", "")


def test_daily_mail_leaves_out_what_was_visited(olga_with_mail, drain):
    rhythm(olga_with_mail, "daily")
    with at_clock(MORNING):
        talk(olga_with_mail, number=1)
        talk(olga_with_mail, number=2, who="欧图")
        notify.visit(olga_with_mail, TOPIC)
    with at_clock(SIX + timedelta(minutes=1)):
        start_digests()
        drain()

    assert not OutgoingMail.objects.exists()


def test_nobody_visits_for_somebody_else(olga, nina, viewer_of):
    talk(olga, nina, number=1, who="欧图")

    notify.visit(nina, TOPIC)

    assert len(entries(olga, viewer_of)) == 1
    assert entries(nina, viewer_of) == []


@pytest.mark.parametrize("people", [1, 3])
def test_bundling_costs_the_same_for_one_and_for_three(people, olga, nina, otto, django_assert_num_queries):
    users = [olga, nina, otto][:people]
    talk(*users, number=1, who="石黛")

    # As sending does; and what is unread of it, folded away; what has left.
    with django_assert_num_queries(14):
        talk(*users, number=2, who="石黛")
