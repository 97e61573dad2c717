from django.db import transaction

from owners.viewers import Viewer
from portal import audit


@transaction.atomic
def record_export(*, viewer: Viewer, cases: int, chosen: dict[str, str], number: str) -> None:
    """Keeps a record that the ledger left the house: by whom, with which filter, how many cases, under which mark."""
    audit.record(
        actor=viewer.pseudonym, action="ledger.exported", subject=f"ledger:{number}", cases=cases, chosen=chosen
    )
