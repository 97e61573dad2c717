"""What the demonstration promises by hand: an event to try the door of, and talk that doesn't repeat itself."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from portal.demo.club_story import _soon
from portal.demo.world import CHINA, World, content


@pytest.mark.parametrize(
    ("now", "starts"),
    [
        ("2026-11-27 01:47", "2026-11-27 10:00"),
        ("2026-11-27 09:10", "2026-11-27 11:30"),
        ("2026-11-27 14:40", "2026-11-27 17:00"),
        ("2026-11-27 19:20", "2026-11-28 10:00"),
        ("2026-11-27 23:30", "2026-11-27 10:00"),
    ],
)
def test_next_event_starts_soon_and_at_a_decent_hour(now, starts):
    moment = datetime.fromisoformat(now).replace(tzinfo=CHINA)

    soon = _soon(moment)

    assert soon > moment
    assert f"{soon:%H:%M}" == starts[11:]


def test_subjects_come_in_turn_and_in_the_order_of_time():
    today = datetime(2026, 11, 27, 12, tzinfo=CHINA)
    world = World(seed=1, began=today - timedelta(days=368), today=today)
    seeds = content("topic")

    line = world.in_turn(seeds, 120, within=345)

    assert all(earlier <= later for (earlier, _), (later, _) in pairwise(line))
    assert [seed["title"] for _, seed in line[: len(seeds)]] == [
        s["title"] for _, s in line[len(seeds) : 2 * len(seeds)]
    ]
