"""What can be sent. Each app declares its kinds in `notifications.py`, which loads by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

CHANNELS = ("bell", "sms", "wechat", "email", "push")


@dataclass(frozen=True, slots=True)
class Kind:
    """`label` names it in the preferences; `title` and `text` are lazy msgids with %(name)s params.

    `outside` is the title for lock screens and gateways. A kind `for_staff` is offered in the
    preferences of staff only; an `urgent` one waits for no quiet hours and no daily mail. One with a
    `purpose` (`marketing`) goes only to those whose consent to it holds at that moment.

    Of what is new in one bundle the kind with the highest `rank` gives the entry its title; `several` is
    that title where more than one person did the same (%(people)s). One that `insists` leaves although
    something else of its bundle has left already.
    """

    name: str
    label: Any
    title: Any
    text: Any
    outside: Any
    default: frozenset[str]
    for_staff: bool = False
    urgent: bool = False
    purpose: str = ""
    several: Any = ""
    rank: int = 0
    insists: bool = False

    def title_with(self, params: Mapping[str, str | int], *, people: int = 1) -> str:
        """The title in the language that is active now."""
        if self.several and people > 1:
            return str(self.several) % {**params, "people": people}
        return str(self.title) % params

    def text_with(self, params: Mapping[str, str | int]) -> str:
        return str(self.text) % params if self.text else ""

    def outside_title_with(self, params: Mapping[str, str | int]) -> str:
        """Names nobody: where no text for outside was declared, the kind's label stands for a title with a name."""
        if self.outside:
            return str(self.outside) % params
        return str(self.label) if "%(who)s" in str(self.title) else self.title_with(params)


_kinds: dict[str, Kind] = {}


def declare(
    name: str,
    *,
    label: Any,
    title: Any,
    text: Any = "",
    outside: Any = "",
    default: Iterable[str] = ("bell",),
    for_staff: bool = False,
    urgent: bool = False,
    purpose: str = "",
    several: Any = "",
    rank: int = 0,
    insists: bool = False,
) -> Kind:
    """Declares a kind, once. `default` are the channels of a user who never chose. The rest: see `Kind`.

    WeChat follows e-mail and push follows the bell: both cost nothing, and nobody is reached there who
    did not bind WeChat or switch push on for a device.
    """
    channels = frozenset(default)
    if unknown := channels.difference(CHANNELS):
        raise ValueError(f"{name!r} names unknown channels: {sorted(unknown)}")
    if name in _kinds:
        raise ValueError(f"two notifications are declared as {name!r}")
    channels |= {"wechat"} if "email" in channels else set()
    channels |= {"push"} if "bell" in channels else set()
    _kinds[name] = Kind(name, label, title, text, outside, channels, for_staff, urgent, purpose, several, rank, insists)
    return _kinds[name]


def kind_named(name: str) -> Kind:
    """The declared kind; KeyError for one that nobody declared."""
    return _kinds[name]


def find_kind(name: str) -> Kind | None:
    """The kind, or None for a row whose kind is not declared any more."""
    return _kinds.get(name)


def kinds_for(*, staff: bool) -> list[Kind]:
    """The kinds that a person can be sent, those of one app beside each other."""
    return [_kinds[name] for name in sorted(_kinds) if staff or not _kinds[name].for_staff]
