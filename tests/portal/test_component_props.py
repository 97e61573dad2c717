"""What components derive from their props."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from portal.component_props import avatar_props, clock_chip_props, qr_props, seal_props, span, status_rail_props
from portal.worktime import at_clock

# A Monday, 10:00 in China; work goes from 9:00 to 18:00.
MONDAY_10 = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def chip(moment: datetime = MONDAY_10, **props: object) -> dict[str, object]:
    everything = {"due_at": None, "started_at": None, "paused": False, "stopped_at": None, **props}
    with at_clock(moment), translation.override("en"):
        return clock_chip_props(everything)


def test_clock_with_time_left_is_plain_and_says_how_much():
    due = MONDAY_10 + timedelta(hours=6)

    assert chip(due_at=due, started_at=MONDAY_10) == {"tone": "plain", "words": "6 hours left"}


def test_clock_counts_working_time_only():
    due = MONDAY_10 + timedelta(hours=24)

    assert chip(due_at=due)["words"] == "9 hours left"


def test_clock_under_a_quarter_warns():
    started, due = MONDAY_10 - timedelta(minutes=50), MONDAY_10 + timedelta(minutes=10)

    assert chip(due_at=due, started_at=started) == {"tone": "warn", "words": "10 minutes left"}


def test_clock_past_its_end_is_late_and_says_so():
    due = MONDAY_10 - timedelta(minutes=30)

    assert chip(due_at=due) == {"tone": "late", "words": "30 minutes late"}


def test_paused_clock_does_not_run_late():
    assert chip(due_at=MONDAY_10 - timedelta(days=1), paused=True)["tone"] == "paused"


def test_a_clock_late_for_weeks_says_so_in_working_days():
    assert chip(due_at=MONDAY_10 - timedelta(days=14))["words"] == "10 working days late"


@pytest.mark.parametrize(("minutes", "tone"), [(-5, "done"), (0, "done"), (5, "late")])
def test_stopped_clock_keeps_what_it_was(minutes: int, tone: str):
    stopped = MONDAY_10 + timedelta(minutes=minutes)

    assert chip(due_at=MONDAY_10, stopped_at=stopped)["tone"] == tone


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=20), "less than a minute"),
        (timedelta(hours=3, minutes=20), "3 hours 20 minutes"),
        (timedelta(days=2, hours=1, minutes=59), "2 days 1 hour"),
    ],
)
def test_span_says_at_most_two_units(length: timedelta, said: str):
    with translation.override("en"):
        assert span(length) == said


def test_avatar_tone_follows_the_seed_not_the_name():
    before = avatar_props({"name": "小周", "seed": "k3f"})
    after = avatar_props({"name": "老周", "seed": "k3f"})

    assert before["tone"] == after["tone"]
    assert (before["letter"], after["letter"]) == ("小", "老")


def test_rail_takes_dicts_and_objects_and_treats_an_unknown_state_as_next():
    class Step:
        label, at, state = "已受理", None, "done"

    rows = status_rail_props({"steps": [Step(), {"label": "处理中", "state": "odd"}]})["rows"]

    assert [(row["label"], row["state"]) for row in rows] == [("已受理", "done"), ("处理中", "next")]


@pytest.mark.parametrize(
    ("company", "crowding"),
    [
        ("邻里置业物业服务", ""),
        ("邻里置业集团物业服务公司", "close"),
        ("金水湾物业服务有限公司华东区域分公司", "tight"),
    ],
)
def test_a_long_company_name_is_set_smaller(company: str, crowding: str):
    assert seal_props({"company": company})["crowding"] == crowding


def test_qr_has_a_quiet_zone_around_it():
    code = qr_props({"data": "LL1:8800126400170023"})

    assert "M0 " not in code["path"]
    assert "M1 " not in code["path"]
    assert code["side"] == 25
