"""What a way beyond the bell promises, and how it says that it could not."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from notify.models import Delivery
from owners.models import User


class NotDelivered(Exception):
    """Why not, in words that name no person and quote no text."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem[:200]


class Unreachable(NotDelivered):
    """This person can't be reached this way any more; nobody needs to try again."""


class Rejected(NotDelivered):
    """The service refuses for good: our mistake, to be seen by whoever runs the installation."""


class TryAgain(NotDelivered):
    """A hitch: the task tries again, with growing pauses."""


class TryLater(NotDelivered):
    """Not before `at`."""

    def __init__(self, problem: str, *, at: datetime) -> None:
        super().__init__(problem)
        self.at = at


class Way(Protocol):
    """`keeps_quiet`: waits for the end of quiet hours. `hands_over`: delivers by storing a row of ours,
    in the transaction that marks the delivery; the others speak to a service."""

    keeps_quiet: bool
    hands_over: bool

    def reachable(self, users: Sequence[User]) -> set[int]:
        """Ids of those who have what it takes: an address, a number, a device."""

    def deliver(self, delivery: Delivery) -> None:
        """Hands one over, in its reader's language, which is active. Raises NotDelivered."""
