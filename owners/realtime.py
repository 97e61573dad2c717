"""Who is behind a socket, and who may fetch what claimants send in: the same Viewer as behind a page."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from owners.models import Claim, User
from owners.second_factor import second_factor_used
from owners.viewers import Viewer, viewer_for_user
from portal import audit, uploads
from portal.realtime.groups import register_viewer

if TYPE_CHECKING:
    from portal.uploads.models import Upload


def viewer_of_scope(scope: Mapping[str, Any]) -> Viewer:
    user, session = scope.get("user"), scope.get("session")
    # A socket outlives its page's requests: a session that was ended elsewhere must not keep it open.
    ended = session is not None and session.session_key and not session.exists(session.session_key)
    fresh = None
    if user is not None and user.is_authenticated and not ended:
        fresh = User.objects.filter(pk=user.pk).first()
    return viewer_for_user(fresh, second_factor=bool(session is not None and second_factor_used(session, fresh)))


def may_see_evidence(viewer: Viewer, ref: str) -> bool:
    """The claimant and whoever reviews the claim; nobody else, and nobody once it is decided."""
    return ref.isdecimal() and Claim.objects.waiting().visible_to(viewer).filter(pk=ref).exists()


def note_fetch_of_evidence(viewer: Viewer, upload: "Upload") -> None:
    """Who but the claimant gets to see a document is written down, before they do."""
    if upload.owner != viewer.pseudonym:
        claim = Claim.objects.get(pk=upload.scope.partition(":")[2])
        audit.record(
            actor=viewer.pseudonym,
            action="evidence.fetched",
            subject=f"claim:{claim.pk}",
            estate_id=claim.estate_id,
            file=upload.public_id,
        )


register_viewer(viewer_of_scope)
uploads.register_scope("owners.claim", may_see_evidence, sealed=True, note_fetch=note_fetch_of_evidence)
