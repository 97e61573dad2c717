from datetime import timedelta

from club import actions
from club.querysets import day_start
from club.tasks import expire_points, remind_of_events
from notify.models import Notification
from portal.worktime import at_clock, now, today


def test_reminder_goes_to_who_has_a_seat_tomorrow_and_only_once(many_members, make_event, viewer_of):
    first, second = many_members(2)
    tomorrow = make_event(capacity=1, starts_at=day_start(today() + timedelta(days=1)) + timedelta(hours=19))
    later = make_event(starts_at=day_start(today() + timedelta(days=2)))
    for user in (first, second):
        actions.register(viewer=viewer_of(user), event=tomorrow, key=f"a{user.pk}")
        actions.register(viewer=viewer_of(user), event=later, key=f"b{user.pk}")

    remind_of_events()
    remind_of_events()

    assert [told.user for told in Notification.objects.filter(kind="club.event-reminder")] == [first]


def test_expiry_runs_by_itself(member, olga, balance):
    with at_clock(now() + timedelta(days=900)):
        expire_points()

    assert balance(olga) == 0
