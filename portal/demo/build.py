"""Puts the demonstration together: first what stands, then a year of what happened."""

from datetime import datetime, timedelta

from django.core.management import call_command
from django.db.models import Max

from notify.models import Bell, Notification
from portal.demo import (
    club_story,
    forum_story,
    help_story,
    matter_story,
    news_story,
    order_story,
    places,
    promise_story,
    quiet_story,
    reach_story,
    reading_story,
    rights_story,
)
from portal.demo.cast import make_staff, renew_pledges
from portal.demo.timeline import Progress, Timeline
from portal.demo.world import World
from portal.worktime import at_clock, now

SEED = 20261122
BEGAN = timedelta(days=368)


def build(progress: Progress) -> World:
    """Builds everything into an empty, migrated database. Takes about a minute."""
    today = now()
    with at_clock(today - BEGAN):
        call_command("set_up_site", verbosity=0)
        world = World(seed=SEED, began=today - BEGAN, today=today)
        world.estates = places.make_estates()
        places.make_rooms(world)
        world.staff = make_staff(world.estates)
        places.import_registers(world)
        help_story.write_help(world)
    timeline = Timeline(until=today)
    timeline.at(today - timedelta(days=10), lambda: renew_pledges(world.staff))
    places.schedule_accounts(world, timeline)
    forum_story.schedule(world, timeline)
    matter_story.schedule(world, timeline)
    club_story.schedule(world, timeline)
    news_story.schedule(world, timeline)
    reach_story.schedule(world, timeline)
    rights_story.schedule(world, timeline)
    order_story.schedule(world, timeline)
    reading_story.schedule(world, timeline)
    quiet_story.schedule(world, timeline)
    promise_story.schedule(world, timeline)
    timeline.run(progress)
    _read_old_notices(today - timedelta(hours=20))
    places.post_notice(world)
    return world


def _read_old_notices(before: datetime) -> None:
    """Nobody leaves a year's notices unread: everything but the last day's is."""
    for user_id, number in (
        Notification.objects.filter(created_at__lt=before, on_bell=True)
        .values_list("user_id")
        .annotate(last=Max("number"))
    ):
        Bell.objects.filter(user_id=user_id).update(read_through=number)
