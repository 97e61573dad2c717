"""Who may fetch a file: asked of the app that owns what the file is bound to."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.uploads.models import Upload

FetchRule = Callable[[Any, str], bool]
_rules: dict[str, FetchRule] = {}


def register_scope(kind: str, may_fetch: FetchRule) -> None:
    """Says who may fetch files bound to `kind:<ref>`: `may_fetch(viewer, ref)`."""
    if kind in _rules:
        raise ValueError(f"two rules for files of kind {kind!r}")
    _rules[kind] = may_fetch


def may_fetch(viewer: Any, upload: "Upload", *, owner: str) -> bool:
    """True for whoever the scope's rule admits; a file bound to nothing is its maker's alone."""
    if not upload.scope:
        return upload.owner == owner
    kind, _, ref = upload.scope.partition(":")
    rule = _rules.get(kind)
    return bool(rule and rule(viewer, ref))
