"""Reasons for which an account can't be erased yet: a matter is open, a court asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from owners.rights.whose import Whose

type Applies = Callable[[Whose], bool]


@dataclass(frozen=True, slots=True)
class LegalHold:
    code: str
    text: Any
    applies: Applies


_holds: dict[str, LegalHold] = {}


def keep_while(code: str, *, text: Any, applies: Applies) -> None:
    """Registers a reason; `text` is read by the person and says what has to happen first."""
    if code in _holds:
        raise ValueError(f"two legal holds are named {code!r}")
    _holds[code] = LegalHold(code, text, applies)


def hold_on(whose: Whose) -> str:
    """The code of the first reason that applies, or an empty string."""
    return next((hold.code for hold in _holds.values() if hold.applies(whose)), "")


def hold_text(code: str) -> str:
    """In the reader's language; empty for no hold, or one that nobody registers any more."""
    return str(_holds[code].text) if code in _holds else ""
