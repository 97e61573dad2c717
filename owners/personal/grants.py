"""Writing what work in hand opens. Floors above call this by plain calls down, in their own transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from owners.models import Grant


def grant(*, key: str, subjects: Iterable[Any], source: str, until: datetime | None = None) -> None:
    """Opens names and numbers of `subjects` (people, contacts; None is passed over) to holders of `key`.

    Again from the same source moves `until`. Never opens L3.
    """
    rows = [
        Grant(key=key, subject=subject, source=source, until=until)
        for subject in dict.fromkeys(thing.subject for thing in subjects if thing is not None)
    ]
    Grant.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["subject", "key", "source"], update_fields=["until"]
    )


def end(*, source: str, until: datetime | None = None) -> int:
    """The work is over: what it had opened closes now, or at `until`. Says how many grants ended."""
    grants = Grant.objects.filter(source=source)
    return grants.update(until=until) if until else grants.delete()[0]
