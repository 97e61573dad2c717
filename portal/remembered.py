"""What every page needs and hardly anybody changes, kept in this process for a few seconds.

A change shows at once in the process that made it, and elsewhere when `seconds` have passed. Nothing that decides
who may see what is kept here.
"""

from collections.abc import Callable, Iterable
from threading import Lock
from time import monotonic
from typing import Any
from weakref import WeakSet

from django.db import transaction
from django.db.models.signals import post_delete, post_save

_all: WeakSet["Remembered[Any]"] = WeakSet()


class Remembered[T]:
    """`load()` once, then the same value for `seconds`, or until a row of one of the models is saved or deleted.

    `models` are labels (`owners.Estate`); what a queryset's `update` does is seen after `seconds`.
    """

    def __init__(self, load: Callable[[], T], *, models: Iterable[str] = (), seconds: float = 15) -> None:
        self._load, self._seconds = load, seconds
        self._kept: tuple[float, T] | None = None
        self._lock = Lock()
        self._forgotten = 0
        self._read = 0
        _all.add(self)
        for label in models:
            for signal in (post_save, post_delete):
                signal.connect(self._on_change, sender=label, weak=False)

    def get(self) -> T:
        kept = self._kept
        if kept is not None and kept[0] > monotonic():
            return kept[1]
        before = self._forgotten
        value = self._load()
        with self._lock:
            # What was forgotten while it was being read may be old already: used now, not kept.
            if before == self._forgotten:
                self._kept = (monotonic() + self._seconds, value)
                self._read += 1
        return value

    @property
    def stamp(self) -> int:
        """Another number for each value that was read: what was made of an older one is told apart by it."""
        self.get()
        return self._read

    def forget(self) -> None:
        with self._lock:
            self._kept = None
            self._forgotten += 1

    def _on_change(self, **kwargs: Any) -> None:
        # Now, for the rest of this transaction; and again when others can see what was written.
        self.forget()
        transaction.on_commit(self.forget)


def forget_all() -> None:
    """For tests: each begins with nothing remembered."""
    for remembered in _all:
        remembered.forget()
