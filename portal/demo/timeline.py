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
WORK_EVERY = timedelta(minutes=90)


class Timeline:
    """Happenings in the order of their time. An act may put further ones on the line."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        self._line: list[tuple[datetime, int, Act]] = []
        self._count = itertools.count()
        self._rounds = Rounds("demo")
        self._worked_at: datetime | None = None

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
        self.work(self.until)
        return done

    def work(self, when: datetime) -> None:
        """Does the background work that is due at a moment."""
        self._worked_at = when
        with at_clock(when):
            release()
            while self._rounds.round(limit=500):
                continue
