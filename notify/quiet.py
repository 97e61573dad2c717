"""When something may leave: quiet hours and the hour of the daily mail. Pure functions on China's clock."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def quiet_until(moment: datetime, *, start: time, end: time) -> datetime:
    """When the quiet hours end that `moment` falls into; `moment` itself outside of them.

    From `start` on it is quiet, at `end` it is not any more; a start after the end goes over midnight.
    """
    local = moment.astimezone(CHINA)
    clock = local.time()
    over_midnight = start > end
    is_quiet = (clock >= start or clock < end) if over_midnight else start <= clock < end
    if not is_quiet:
        return moment
    day = local.date() + timedelta(days=1 if over_midnight and clock >= start else 0)
    return datetime.combine(day, end, CHINA).astimezone(moment.tzinfo)


def next_hour(moment: datetime, hour: int) -> datetime:
    """The next time after `moment` that China's clocks show `hour`:00."""
    local = moment.astimezone(CHINA)
    due = datetime.combine(local.date(), time(hour), CHINA)
    if due <= local:
        due = datetime.combine(local.date() + timedelta(days=1), time(hour), CHINA)
    return due.astimezone(moment.tzinfo)
