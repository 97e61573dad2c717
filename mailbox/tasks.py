from datetime import timedelta

from mailbox.fetching import fetch_all
from portal import jobs


@jobs.periodic("mailbox.fetch", every=timedelta(minutes=1))
def fetch() -> None:
    fetch_all()
