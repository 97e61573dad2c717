"""What the club's tests start from: members, and events to go to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from club import actions
from club.models import Event, EventState, Membership, PointAccount
from owners.models import Estate, Person, Residency, ResidencyRole, User
from owners.viewers import MEMBERS
from portal.worktime import now


@pytest.fixture
def join(viewer_of: Any, stella: User, estate: Estate) -> Callable[..., Membership]:
    """Lets a resident of the estate apply and Stella accept."""

    def make(user: User) -> Membership:
        stay = actions.apply(viewer=viewer_of(user), estate=estate, consent=True)
        return actions.decide_application(viewer=viewer_of(stella), membership=stay, accept=True)

    return make


@pytest.fixture
def member(join: Any, olga: User) -> Membership:
    """Olga, accepted, with her card and the hundred points of the welcome."""
    return join(olga)


@pytest.fixture
def make_event(estate: Estate, stella: User) -> Callable[..., Event]:
    """An event of tomorrow night, published, for members; any field can be given."""

    def make(**given: Any) -> Event:
        starts_at = given.pop("starts_at", now() + timedelta(days=1))
        facts: dict[str, Any] = {
            "estate": estate,
            "title": "邻里茶会",
            "title_en": "Tea among neighbours",
            "place": "会所一层",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2),
            "capacity": 10,
            "per_member_limit": 4,
            "audience": MEMBERS,
            "state": EventState.PUBLISHED,
            "responsible": stella,
        }
        return Event.objects.create(**facts | given)

    return make


@pytest.fixture
def event(make_event: Any) -> Event:
    return make_event()


@pytest.fixture
def many_members(estate: Estate, unit: Any) -> Callable[[int], list[User]]:
    """So many members at once, without the steward: for races and sets."""

    def make(count: int) -> list[User]:
        from club.models import Tier
        from owners.models import KeyGrant

        users = []
        for number in range(count):
            person = Person.objects.make(f"邻{number}")
            Residency.objects.create(unit=unit, person=person, role=ResidencyRole.FAMILY)
            user = User.objects.create(username=f"neighbour{number}", nickname=f"邻{number}", person=person)
            stay = Membership.objects.create(
                user=user,
                person=person,
                estate=estate,
                state="active",
                tier=Tier.objects.first_of_all(),
                consented_at=now(),
            )
            KeyGrant.objects.create(user=user, key=MEMBERS, source=stay.grant_source)
            users.append(user)
        return users

    return make


@pytest.fixture
def balance() -> Callable[[User], int]:
    def of(user: User) -> int:
        return PointAccount.objects.filter(user=user).values_list("balance", flat=True).first() or 0

    return of


@dataclass(frozen=True)
class Asked:
    """How many queries a page took: all of them, and those about the club's own tables."""

    all: int
    club: int


@pytest.fixture
def asked() -> Callable[[Client, str], Asked]:
    """Fetches a page and counts. The frame around it may ask for itself; the club's part is exact."""

    def count(client: Client, url: str) -> Asked:
        client.get(url)  # what is remembered from the first time on is no concern of the list
        with CaptureQueriesContext(connection) as context:
            assert client.get(url).status_code == 200
        sql = [query["sql"] for query in context.captured_queries]
        return Asked(len(sql), sum(any(table in one for table in ('"club_', '"uploads_')) for one in sql))

    return count
