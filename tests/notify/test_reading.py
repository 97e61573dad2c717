"""Marking as read; and that the bell's count and the list never disagree."""

import notify
from notify import actions
from notify.context import BellCount
from notify.models import Notification


def tell(user, count, start=1):
    for number in range(start, start + count):
        notify.send([user], kind="test.quiet", params={}, url="/me/", dedupe=f"n:{number}")


def test_reading_one_leaves_the_others(olga, viewer_of):
    tell(olga, 3)

    actions.mark_read(notification=Notification.objects.get(user=olga, number=2))

    unread = Notification.objects.visible_to(viewer_of(olga)).unread().newest()
    assert [n.number for n in unread] == [3, 1]


def test_reading_all_is_one_write_however_many_there_are(olga, viewer_of, django_assert_num_queries):
    tell(olga, 5)

    with django_assert_num_queries(3):  # savepoint, one row, release
        actions.mark_all_read(user=olga, through=5)

    assert BellCount(viewer_of(olga)).count == 0


def test_what_came_in_after_the_page_was_shown_stays_unread(olga, viewer_of):
    tell(olga, 2)
    tell(olga, 1, start=3)

    actions.mark_all_read(user=olga, through=2)

    assert BellCount(viewer_of(olga)).count == 1


def test_reading_all_never_goes_back_and_never_ahead(olga, viewer_of):
    tell(olga, 3)

    actions.mark_all_read(user=olga, through=3)
    actions.mark_all_read(user=olga, through=1)
    actions.mark_all_read(user=olga, through=900)
    tell(olga, 1, start=4)

    assert BellCount(viewer_of(olga)).count == 1


def test_the_bell_says_99_plus(olga, viewer_of):
    tell(olga, 101)

    bell = BellCount(viewer_of(olga))

    assert bell.count == 100
    assert bell.shown == "99+"


def test_a_visitor_has_no_bell(db, viewer_of, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert BellCount(viewer_of(None)).count == 0


def test_nobody_sees_another_persons_notifications(olga, nina, viewer_of):
    tell(olga, 1)

    assert Notification.objects.visible_to(viewer_of(nina)).count() == 0
    assert Notification.objects.visible_to(viewer_of(None)).count() == 0
