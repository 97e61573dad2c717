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
SEATS = 1.5  # that a registration takes, on the average
CAST_AT = 13  # the coming event at which the cast is registered, to show a ticket
HESITANT = 9  # one account in so many joins late


def schedule(world: World, timeline: Timeline) -> None:
    for days in range(352, 2, -3):
        timeline.at(world.office(world.days_ago(days)), lambda: _some_join(world, timeline))
    timeline.at(world.today - timedelta(hours=5), lambda: _latecomers_apply(world))
    timeline.at(world.days_ago(340), lambda: _cast_joins(world))
    for seed in content("event"):
        day = world.today + timedelta(days=seed["offset"])
        starts_at = datetime.combine(day.astimezone(CHINA).date(), time(14, 30), CHINA)
        if seed["offset"] == 0:
            starts_at = _soon(world.today)
        announced = min(starts_at - timedelta(days=20), world.today - timedelta(hours=30))
        timeline.at(announced, _announce(world, timeline, seed, starts_at))


def _soon(today: datetime) -> datetime:
    """Two hours from now on the half hour, or tomorrow morning: the event whose door is tried."""
    soon = (today + timedelta(hours=2)).astimezone(CHINA)
    soon = soon.replace(minute=30 if soon.minute < 30 else 0, second=0, microsecond=0) + (
        timedelta(hours=1) if soon.minute >= 30 else timedelta()
    )
    if 9 <= soon.hour < 20:
        return soon
    day = soon.date() + timedelta(days=1 if soon.hour >= 20 else 0)
    return datetime.combine(day, time(10), CHINA)


def _cast_joins(world: World) -> None:
    """All but the neighbour, who can still be seen applying."""
    for username in ("owner-olga", "owner-otto"):
        _join(world, world.known[username])
    for membership in Membership.objects.filter(state="applied"):
        _accept(world, membership)


def _some_join(world: World, timeline: Timeline) -> None:
    """Those who came lately apply; the steward decides within two days. Some take their time."""
    for slug in world.estates:
        for user in [user for user in _not_yet(world, slug) if user.pk % HESITANT][:4]:
            if world.chance.random() < MEMBERS:
                _join(world, user)
    timeline.at(now() + timedelta(hours=world.chance.randint(3, 50)), lambda: _decide(world))


def _latecomers_apply(world: World) -> None:
    """What the steward finds this morning."""
    for user in _not_yet(world, "jinshuiwan")[:3]:
        _join(world, user)


def _not_yet(world: World, slug: str) -> list[User]:
    members = set(Membership.objects.values_list("user_id", flat=True))
    return [user for user in world.owners[slug] if user.pk not in members and user not in world.known.values()]


def _join(world: World, user: User) -> None:
    viewer = world.viewer(user)
    estate = next(e for e in world.estates.values() if viewer.is_resident_of(e.pk))
    interests = world.chance.sample(list(ClubInterest.objects.all()), k=2)
    try:
        apply(viewer=viewer, estate=estate, interests=interests, contact_by=["email"], consent=True)
    except Refused:
        return


def _decide(world: World) -> None:
    for membership in Membership.objects.filter(state="applied", applied_at__lt=now() - timedelta(hours=2)):
        _accept(world, membership)


def _accept(world: World, membership: Membership) -> None:
    decide_application(viewer=world.viewer(world.staff["stella"]), membership=membership, accept=True)
    world.standing_changed(membership.user_id)


def _announce(world: World, timeline: Timeline, seed: dict[str, Any], starts_at: datetime) -> Callable[[], None]:
    def announce() -> None:
        stella = world.viewer(world.staff["stella"])
        facts = EventFacts(
            title=seed["title"], title_zh_hant=seed["title_zh_hant"], title_en=seed["title_en"],
            description=richtext.from_text(seed["summary"]), place=seed["place"],
            starts_at=starts_at, ends_at=starts_at + timedelta(hours=2, minutes=30), capacity=seed["capacity"],
            per_member_limit=3, opens_at=now(), closes_at=starts_at - timedelta(minutes=30),
            cancel_until=starts_at - timedelta(hours=12), cost_points=seed.get("cost", 0),
            award_points=seed["award"], audience=PUBLIC,
        )  # fmt: skip
        event = create_event(viewer=stella, estate=world.estates["jinshuiwan"], facts=facts)
        picture = picture_of(seed["motif"], abs(seed["offset"]))
        set_cover(viewer=stella, event=event, file=BytesIO(picture), name="封面.jpg")
        publish_event(viewer=stella, event=event)
        # Today's has seats left, so that somebody can register and be let in.
        share = 0.6 if seed["offset"] == 0 else world.chance.uniform(0.5, 1.2)
        wanted = int(seed["capacity"] * share / SEATS)
        span = (min(starts_at, world.today) - now()).total_seconds()
        for at in range(min(wanted, 55)):
            when = now() + timedelta(seconds=span * 0.9 * world.chance.random())
            cast = ("owner-olga", "owner-otto")[at : at + 1] if seed["offset"] < 0 or seed["offset"] == CAST_AT else ()
            timeline.at(when, partial(_register, world, event, *cast))
        timeline.at(starts_at + timedelta(minutes=20), lambda: _people_come(world, event))

    return announce


def _register(world: World, event: Event, username: str = "") -> None:
    slug = "jinshuiwan" if world.chance.random() < 0.8 else "yunqitai"
    user = world.known.get(username) if username else world.neighbour(slug, *world.known.values())
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
