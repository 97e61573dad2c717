"""Who may join which group, and how a socket's viewer is found. Apps above register both."""

from collections.abc import Callable, Mapping
from typing import Any

JoinRule = Callable[[Any, str], bool]
ViewerOfScope = Callable[[Mapping[str, Any]], Any]

_rules: dict[str, JoinRule] = {}
_viewer_of_scope: list[ViewerOfScope] = []


def register_group(kind: str, may_join: JoinRule) -> None:
    """Says who may join groups `kind:<ref>`: `may_join(viewer, ref)`, synchronous, may query."""
    if kind in _rules:
        raise ValueError(f"two rules for groups of kind {kind!r}")
    _rules[kind] = may_join


def register_viewer(viewer_of_scope: ViewerOfScope) -> None:
    """Says how the viewer behind a socket's ASGI scope is found (by `owners`)."""
    _viewer_of_scope[:] = [viewer_of_scope]


def viewer_of(scope: Mapping[str, Any]) -> Any:
    return _viewer_of_scope[0](scope)


def may_join(viewer: Any, group: str) -> bool:
    """True if the viewer may join. A group of an unregistered kind is open to nobody."""
    kind, _, ref = group.partition(":")
    rule = _rules.get(kind)
    return bool(rule and ref and rule(viewer, ref))
