"""What can be sent. Each app declares its kinds in `notifications.py`, which loads by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

CHANNELS = ("bell", "email", "sms")


@dataclass(frozen=True, slots=True)
class Kind:
    """`label` names it in the preferences; `title` and `text` are lazy msgids with %(name)s params."""

    name: str
    label: Any
    title: Any
    text: Any
    default: frozenset[str]

    def title_with(self, params: Mapping[str, str | int]) -> str:
        """The title in the language that is active now."""
        return str(self.title) % params

    def text_with(self, params: Mapping[str, str | int]) -> str:
        return str(self.text) % params if self.text else ""


_kinds: dict[str, Kind] = {}


def declare(name: str, *, label: Any, title: Any, text: Any = "", default: Iterable[str] = ("bell",)) -> Kind:
    """Declares a kind, once. `default` are the channels of a user who never chose."""
    channels = frozenset(default)
    if unknown := channels.difference(CHANNELS):
        raise ValueError(f"{name!r} names unknown channels: {sorted(unknown)}")
    if name in _kinds:
        raise ValueError(f"two notifications are declared as {name!r}")
    _kinds[name] = Kind(name, label, title, text, channels)
    return _kinds[name]


def kind_named(name: str) -> Kind:
    """The declared kind; KeyError for one that nobody declared."""
    return _kinds[name]


def find_kind(name: str) -> Kind | None:
    """The kind, or None for a row whose kind is not declared any more."""
    return _kinds.get(name)


def all_kinds() -> list[Kind]:
    """Every kind, those of one app beside each other."""
    return [_kinds[name] for name in sorted(_kinds)]
