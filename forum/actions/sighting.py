"""What is said about an estate outside this house enters the same stream as what is said here."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from forum import watchlist
from forum.errors import NotAllowed, TextRefused
from forum.models import Sighting, WordAction
from forum.permissions import can_note_sighting
from owners.models import Estate
from owners.viewers import Viewer
from portal import audit, outbox, uploads
from portal.domain_events import OutsideSeen
from portal.worktime import now


@transaction.atomic
def note_sighting(
    *,
    viewer: Viewer,
    estate: Estate,
    seen_in: str,
    note: str,
    place: str = "",
    url: str = "",
    upload_ids: Iterable[str] = (),
) -> Sighting:
    """Notes what somebody saw, with link and screenshots, and tells the company's floor of it.

    Raises NotAllowed (no staff of this estate), TextRefused.
    """
    if viewer.user is None or not can_note_sighting(viewer, estate.pk):
        raise NotAllowed
    note = note.strip()
    if not note:
        raise TextRefused(_("Please say what is being said there."), field="note")
    sighting = Sighting.objects.create(
        estate=estate, seen_in=seen_in, place=place.strip()[:80], url=url, note=note[:1000], noted_by=viewer.user,
        noted_at=now(),
    )  # fmt: skip
    uploads.attach(upload_ids, owner=viewer.pseudonym, scope=sighting.upload_scope)
    (hits,) = watchlist.hits(note)
    words = dict.fromkeys(hit.word for hit in hits if hit.action == WordAction.COMPLAINT)
    outbox.record(
        OutsideSeen(sighting_id=sighting.pk, estate_id=estate.pk, seen_in=sighting.seen_in, said="、".join(words)),
        key=f"estate:{estate.pk}",
    )
    audit.record(
        actor=viewer.pseudonym, action="forum.sighting.noted", subject=f"sighting:{sighting.pk}", estate_id=estate.pk
    )
    return sighting
