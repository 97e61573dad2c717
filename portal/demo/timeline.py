"""A year in a minute: what happens when, run in order under a set clock."""

import heapq
import itertools
from collections.abc import Callable
from datetime import datetime, timedelta

from notify.tasks import release
from portal.jobs.running import Rounds
from portal.worktime import at_clock

Act = Callable[[], None]
Progress = Callable[[int, int, datetime], None]
# Background work of the past is done this often: fine enough that clocks and mails look right.
WORK_EVERY = timedelta(hours=3)
# Notices that waited for quiet hours to end or for their digest.
RELEASE_EVERY = timedelta(hours=12)
_A_ROUND = 500


class Timeline:
    """Happenings in the order of their time. An act may put further ones on the line."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        self._line: list[tuple[datetime, int, Act]] = []
        self._count = itertools.count()
        self._rounds = Rounds("demo")
        self._worked_at: datetime | None = None
        self._released_at: datetime | None = None

    def at(self, when: datetime, act: Act) -> None:
        """Puts an act on the line. What would happen after today is left out."""
        if when <= self.until:
            heapq.heappush(self._line, (when, next(self._count), act))

    def run(self, progress: Progress) -> int:
        """Lets everything happen. Returns how many acts it was."""
        done = 0
        while self._line:
            when, _, act = heapq.heappop(self._line)
            if self._worked_at is None or when - self._worked_at >= WORK_EVERY:
                self.work(when)
            with at_clock(when):
                act()
            done += 1
            progress(done, len(self._line), when)
        self._finish()
        return done

    def work(self, when: datetime) -> None:
        """Does the background work that is due at a moment. What that work itself asks for is done
        with the next: looking once more each time would cost as much as the work."""
        self._worked_at = when
        with at_clock(when):
            if self._released_at is None or when - self._released_at >= RELEASE_EVERY:
                self._released_at = when
                release()
            while self._rounds.round(limit=_A_ROUND) >= _A_ROUND:
                continue

    def _finish(self) -> None:
        """Leaves nothing of the past undone."""
        with at_clock(self.until):
            release()
            while self._rounds.round(limit=_A_ROUND):
                continue
