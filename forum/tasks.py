from datetime import time, timedelta

from forum.actions import forget_old_bursts, forget_taken_back, lapse_bursts, lapse_removals
from forum.actions.drafts import forget_old_drafts
from portal import jobs


@jobs.periodic("forum.lapse_removals", every=timedelta(minutes=5))
def show_what_nobody_confirmed() -> None:
    """A removal that no second person confirmed within a working day is undone."""
    lapse_removals()


@jobs.periodic("forum.lapse_bursts", every=timedelta(minutes=5))
def free_whom_nobody_looked_at() -> None:
    """Accounts that came in a burst and were not looked at within a working day are free again."""
    lapse_bursts()


@jobs.periodic("forum.forget_old_bursts", daily_at=time(4, 15))
def forget_who_came_together() -> None:
    forget_old_bursts()


@jobs.periodic("forum.forget_old_drafts", daily_at=time(4, 10))
def forget_drafts() -> None:
    while forget_old_drafts():
        pass


@jobs.periodic("forum.forget_taken_back", daily_at=time(4, 20))
def erase_what_was_taken_back() -> None:
    while forget_taken_back():
        pass
