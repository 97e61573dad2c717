from datetime import timedelta

from forum.actions import lapse_removals
from portal import jobs


@jobs.periodic("forum.lapse_removals", every=timedelta(minutes=5))
def show_what_nobody_confirmed() -> None:
    """A removal that no second person confirmed within a working day is undone."""
    lapse_removals()
