"""Who may fetch a file: asked of the app that owns what the file is bound to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.uploads.models import Upload

FetchRule = Callable[[Any, str], bool]
NoteFetch = Callable[[Any, "Upload"], None]


@dataclass(frozen=True, slots=True)
class Scope:
    may_fetch: FetchRule
    sealed: bool = False
    note_fetch: NoteFetch | None = None


_scopes: dict[str, Scope] = {}


def register_scope(
    kind: str, may_fetch: FetchRule, *, sealed: bool = False, note_fetch: NoteFetch | None = None
) -> None:
    """Says who may fetch files bound to `kind:<ref>`: `may_fetch(viewer, ref)`.

    `sealed`: only sealed files are ever bound to it. `note_fetch(viewer, upload)` writes down a fetch
    that is allowed; where it fails, nothing is served.
    """
    if kind in _scopes:
        raise ValueError(f"two rules for files of kind {kind!r}")
    _scopes[kind] = Scope(may_fetch, sealed, note_fetch)


def must_be_sealed(scope: str) -> bool:
    known = _scopes.get(scope.partition(":")[0])
    return bool(known and known.sealed)


def may_fetch(viewer: Any, upload: "Upload", *, owner: str) -> bool:
    """True for whoever the scope's rule admits; a file bound to nothing is its maker's alone."""
    if not upload.scope:
        return upload.owner == owner
    kind, _, ref = upload.scope.partition(":")
    scope = _scopes.get(kind)
    return bool(scope and scope.may_fetch(viewer, ref))


def note_fetch(viewer: Any, upload: "Upload") -> None:
    """Writes down that the viewer is about to get the file, where its scope asks for that."""
    scope = _scopes.get(upload.scope.partition(":")[0])
    if scope and scope.note_fetch:
        scope.note_fetch(viewer, upload)
