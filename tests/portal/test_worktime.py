from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.worktime import WorkCalendar, at_clock, calendar, now, today
from portal.worktime.calendar import _parse_hours, forget_calendar
from portal.worktime.models import CalendarDay

CHINA = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkCalendar(hours=((time(9), time(12)), (time(13, 30), time(18))))


def china(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def test_clock_can_be_set_and_goes_on_afterwards() -> None:
    moment = datetime(2026, 3, 1, 20, tzinfo=UTC)

    with at_clock(moment):
        assert (now(), today()) == (moment, date(2026, 3, 2))

    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_clock_refuses_a_naive_moment() -> None:
    with pytest.raises(ValueError, match="aware"), at_clock(datetime(2026, 1, 1)):
        pass


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-02-17", False),  # Spring Festival
        ("2026-02-14", True),  # a Saturday worked in its place
        ("2026-10-01", False),  # National Day
        ("2026-11-21", False),  # an ordinary Saturday
        ("2026-11-23", True),  # an ordinary Monday
    ],
)
def test_holidays_and_make_up_days_follow_the_yearly_notice(day: str, works: bool) -> None:
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is works


def test_year_not_announced_yet_is_provisional_monday_to_friday() -> None:
    friday = date(2031, 10, 3)

    assert CALENDAR.is_provisional(friday)
    assert CALENDAR.is_working_day(friday)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23 10:00", 1, "2026-11-23 11:00"),
        ("2026-11-23 11:30", 1, "2026-11-23 14:00"),  # over the lunch break
        ("2026-11-20 17:30", 1, "2026-11-23 09:30"),  # over the week-end
        ("2026-11-21 12:00", 2, "2026-11-23 11:00"),  # from a Saturday
        ("2026-02-13 17:00", 2, "2026-02-14 10:00"),  # into a make-up Saturday
    ],
)
def test_add_working_counts_open_hours_only(start: str, hours: int, end: str) -> None:
    assert CALENDAR.add_working(china(start), timedelta(hours=hours)) == china(end)


def test_add_working_refuses_negative_time() -> None:
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.add_working(china("2026-11-23 10:00"), timedelta(seconds=-1))


def test_working_between_is_zero_backwards() -> None:
    later, earlier = china("2026-11-23 10:00"), china("2026-11-20 10:00")

    assert CALENDAR.working_between(later, earlier) == timedelta(0)


@given(
    start=st.datetimes(min_value=datetime(2024, 6, 1), max_value=datetime(2026, 6, 1), timezones=st.just(UTC)),
    minutes=st.integers(min_value=1, max_value=6000),
)
def test_working_time_added_is_working_time_between(start: datetime, minutes: int) -> None:
    amount = timedelta(minutes=minutes)

    assert CALENDAR.working_between(start, CALENDAR.add_working(start, amount)) == amount


@pytest.mark.parametrize("text", ["18:00-09:00", "09:00-12:00,11:00-18:00", "nine to five"])
def test_working_hours_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"ascend|isoformat"):
        _parse_hours(text)


@pytest.mark.django_db
def test_days_that_staff_imported_stand_above_the_package() -> None:
    CalendarDay.objects.create(day=date(2026, 11, 23), is_working=False, name="停电检修")
    forget_calendar()

    assert not calendar().is_working_day(date(2026, 11, 23))
