"""Who may join which group, and how a socket's viewer is found. Apps above register both."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

JoinRule = Callable[[Any, str], bool]
# The same for many groups of one kind at once, where one query answers for all.
JoinRuleForMany = Callable[[Any, Iterable[str]], set[str]]
ViewerOfScope = Callable[[Mapping[str, Any]], Any]

_rules: dict[str, JoinRule] = {}
_rules_for_many: dict[str, JoinRuleForMany] = {}
_viewer_of_scope: list[ViewerOfScope] = []


def register_group(kind: str, may_join: JoinRule, *, of_many: JoinRuleForMany | None = None) -> None:
    """Says who may join groups `kind:<ref>`: `may_join(viewer, ref)`, synchronous, may query.

    `of_many(viewer, refs)` gives those that the viewer may join, for pages that join many of one kind.
    """
    if kind in _rules:
        raise ValueError(f"two rules for groups of kind {kind!r}")
    _rules[kind] = may_join
    if of_many is not None:
        _rules_for_many[kind] = of_many


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


def which_may_join(viewer: Any, groups: Iterable[str]) -> set[str]:
    """Those of the groups that the viewer may join."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for group in groups:
        kind, _, ref = group.partition(":")
        if kind in _rules and ref:
            by_kind[kind].append(ref)
    allowed: set[str] = set()
    for kind, refs in by_kind.items():
        of_many = _rules_for_many.get(kind) if len(refs) > 1 else None
        open_refs = of_many(viewer, refs) if of_many else {ref for ref in refs if _rules[kind](viewer, ref)}
        allowed.update(f"{kind}:{ref}" for ref in open_refs)
    return allowed
