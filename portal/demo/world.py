"""What the story modules share: who is there, and the dice that fall the same way each time."""

import random
import tomllib
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from owners.models import Estate, User
from owners.viewers import Viewer, viewer_for_user

CHINA = ZoneInfo("Asia/Shanghai")
_CONTENT = Path(__file__).parent / "content"


def content(name: str) -> list[dict[str, Any]]:
    """The entries of `content/<name>s.toml`."""
    with (_CONTENT / f"{name}s.toml").open("rb") as file:
        return tomllib.load(file)[name]


@dataclass
class World:
    """The state of a build. `owners` are verified residents by estate slug, in the order they came."""

    seed: int
    began: datetime
    today: datetime
    estates: dict[str, Estate] = field(default_factory=dict)
    staff: dict[str, User] = field(default_factory=dict)
    owners: dict[str, list[User]] = field(default_factory=lambda: {"jinshuiwan": [], "yunqitai": []})
    known: dict[str, User] = field(default_factory=dict)
    _viewers: dict[int, Viewer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def viewer(self, user: User) -> Viewer:
        """The account as it stands, its second factor used. Whoever changes somebody's standing says
        so with `standing_changed`: asking the database for each of two thousand acts takes seconds."""
        if user.pk not in self._viewers:
            self._viewers[user.pk] = viewer_for_user(user, second_factor=True)
        return self._viewers[user.pk]

    def standing_changed(self, user_id: int) -> None:
        self._viewers.pop(user_id, None)

    def neighbour(self, slug: str, *besides: User) -> User | None:
        """Somebody verified at the estate, other than `besides`; None while there is nobody yet."""
        there = [user for user in self.owners[slug] if user not in besides]
        return self.chance.choice(there) if there else None

    def waking(self, day: datetime) -> datetime:
        """A moment of that day at which people are awake, evenings more than mornings."""
        hour = self.chance.choices(range(7, 23), weights=[1, 2, 3, 3, 3, 3, 2, 2, 2, 2, 3, 4, 5, 6, 5, 3])[0]
        at = time(hour, self.chance.randrange(60), self.chance.randrange(60))
        return datetime.combine(day.astimezone(CHINA).date(), at, CHINA)

    def office(self, day: datetime) -> datetime:
        """A moment in the office hours of that day."""
        at = time(self.chance.randrange(9, 18), self.chance.randrange(60))
        return datetime.combine(day.astimezone(CHINA).date(), at, CHINA)

    def days_ago(self, days: float) -> datetime:
        return self.today - timedelta(days=days)

    def in_turn(
        self, subjects: list[dict[str, Any]], count: int, *, within: int
    ) -> list[tuple[datetime, dict[str, Any]]]:
        """`count` waking moments of the year, each subject once before any comes again: neighbours
        don't ask the same thing twice in a week."""
        moments = sorted(self.waking(self.some_day(within=within)) for _ in range(count))
        order = self.chance.sample(subjects, k=len(subjects))
        return [(moment, order[at % len(order)]) for at, moment in enumerate(moments)]

    def some_day(self, *, within: int = 330, not_before: int = 0) -> datetime:
        """A day of the year, recent ones more often: a place that grows."""
        share = self.chance.random() ** 1.6
        return self.days_ago(not_before + share * within)
