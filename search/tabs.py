"""The tabs of the results page. Search knows no room by name: the faces declare them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Tab:
    prefix: str
    label: StrOrPromise
    icon: str


_TABS: dict[str, Tab] = {}


def declare(prefix: str, label: StrOrPromise, icon: str) -> None:
    """`prefix` as in `find(kinds=[…])`: `forum.` or a whole kind; `label` may be lazy."""
    _TABS[prefix] = Tab(prefix, label, icon)


def declared() -> list[Tab]:
    return list(_TABS.values())


def tab_of(kind: str) -> Tab | None:
    """The tab that shows entries of this kind; the longest declared prefix wins."""
    fitting = [tab for tab in _TABS.values() if kind == tab.prefix or kind.startswith(tab.prefix)]
    return max(fitting, key=lambda tab: len(tab.prefix), default=None)
