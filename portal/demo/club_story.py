"""A year of the club: members join, events fill, people come, points are earned."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from io import BytesIO
from typing import Any

from club.actions import (
    EventFacts,
    apply,
    check_in,
    create_event,
    decide_application,
    publish_event,
    register,
    set_cover,
)
from club.models import ClubInterest, Event, Membership, Registration, RegistrationState
from owners.models import User
from owners.viewers import PUBLIC
from portal import richtext
from portal.demo.pictures import picture_of
from portal.demo.timeline import Timeline
from portal.demo.world import CHINA, World, content
from portal.errors import Refused
from portal.worktime import now

MEMBERS = 0.7


def schedule(world: World, timeline: Timeline) -> None:
    for days in range(352, 1, -3):
        timeline.at(world.office(world.days_ago(days)), lambda: _some_join(world, timeline))
    timeline.at(world.days_ago(340), lambda: _cast_joins(world))
    for seed in content("event"):
        day = world.today + timedelta(days=seed["offset"])
        starts_at = datetime.combine(day.astimezone(CHINA).date(), time(14, 30), CHINA)
        if seed["offset"] == 0:
            starts_at = world.today + timedelta(hours=2)
        announced = min(starts_at - timedelta(days=20), world.today - timedelta(hours=30))
        timeline.at(announced, _announce(world, timeline, seed, starts_at))


def _cast_joins(world: World) -> None:
    for username in ("owner-olga", "owner-nina", "owner-otto"):
        _join(world, world.known[username])
    for membership in Membership.objects.filter(state="applied"):
        decide_application(viewer=world.viewer(world.staff["stella"]), membership=membership, accept=True)


def _some_join(world: World, timeline: Timeline) -> None:
    """Those who came lately apply; the steward decides within two days, the last ones still wait."""
    members = set(Membership.objects.values_list("user_id", flat=True))
    for owners in world.owners.values():
        for user in [user for user in owners if user.pk not in members][:4]:
            if world.chance.random() < MEMBERS:
                _join(world, user)
    timeline.at(now() + timedelta(hours=world.chance.randint(3, 50)), lambda: _decide(world))


def _join(world: World, user: User) -> None:
    viewer = world.viewer(user)
    estate = next(e for e in world.estates.values() if viewer.is_resident_of(e.pk))
    interests = world.chance.sample(list(ClubInterest.objects.all()), k=2)
    try:
        apply(viewer=viewer, estate=estate, interests=interests, contact_by=["email"], consent=True)
    except Refused:
        return


def _decide(world: World) -> None:
    stella = world.viewer(world.staff["stella"])
    for membership in Membership.objects.filter(state="applied", applied_at__lt=now() - timedelta(hours=2)):
        decide_application(viewer=stella, membership=membership, accept=True)


def _announce(world: World, timeline: Timeline, seed: dict[str, Any], starts_at: datetime) -> Callable[[], None]:
    def announce() -> None:
        stella = world.viewer(world.staff["stella"])
        facts = EventFacts(
            title=seed["title"], description=richtext.from_text(seed["summary"]), place=seed["place"],
            starts_at=starts_at, ends_at=starts_at + timedelta(hours=2, minutes=30), capacity=seed["capacity"],
            per_member_limit=3, opens_at=now(), closes_at=starts_at - timedelta(minutes=30),
            cancel_until=starts_at - timedelta(hours=12), cost_points=seed.get("cost", 0),
            award_points=seed["award"], audience=PUBLIC,
        )  # fmt: skip
        event = create_event(viewer=stella, estate=world.estates["jinshuiwan"], facts=facts)
        picture = picture_of(seed["motif"], abs(seed["offset"]))
        set_cover(viewer=stella, event=event, file=BytesIO(picture), name="封面.jpg")
        publish_event(viewer=stella, event=event)
        wanted = int(seed["capacity"] * world.chance.uniform(0.5, 1.2))
        span = (min(starts_at, world.today) - now()).total_seconds()
        for at in range(min(wanted, 55)):
            when = now() + timedelta(seconds=span * 0.9 * world.chance.random())
            timeline.at(when, partial(_register, world, event, at))
        timeline.at(starts_at + timedelta(minutes=20), lambda: _people_come(world, event))

    return announce


def _register(world: World, event: Event, at: int) -> None:
    cast = ("owner-olga", "owner-nina", "owner-otto")
    slug = "jinshuiwan" if world.chance.random() < 0.8 else "yunqitai"
    user = world.known.get(cast[at]) if at < len(cast) else world.neighbour(slug)
    if user is None:
        return
    seats = world.chance.choices([1, 2, 3], weights=[6, 3, 1])[0]
    try:
        register(viewer=world.viewer(user), event=event, seats=seats, key=f"demo-{event.pk}-{user.pk}")
    except Refused:
        return


def _people_come(world: World, event: Event) -> None:
    """At the door: nine of ten come."""
    by = world.staff["stella"].pseudonym
    for registration in Registration.objects.filter(event=event, state=RegistrationState.CONFIRMED):
        if world.chance.random() < 0.9:
            check_in(event=event, text=registration.code, by=by)
