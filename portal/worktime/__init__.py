"""The clock and the Chinese business calendar. Every time in Linli comes from here."""

from portal.worktime.calendar import WorkCalendar, calendar
from portal.worktime.clock import at_clock, now, today

__all__ = ["WorkCalendar", "at_clock", "calendar", "now", "today"]
