"""Times as cursors carry them: whole microseconds, which a float would round."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)


def moment(stamp: int) -> datetime:
    return _EPOCH + timedelta(microseconds=stamp)
