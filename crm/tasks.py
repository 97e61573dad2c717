"""What runs by itself."""

from datetime import timedelta

from crm import actions
from portal import jobs


@jobs.periodic("crm.escalate", every=timedelta(minutes=5))
def escalate() -> None:
    """Warns before and escalates after; a run that is missed or repeated changes nothing."""
    actions.escalate_due_clocks()
