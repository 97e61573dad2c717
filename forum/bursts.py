"""By what a burst of sign-ups is told from a busy day. Pure: what is known of each account comes in, signs go out.

| sign                                                        | within     | accounts |
|-------------------------------------------------------------|------------|----------|
| one browser                                                 | 6 hours    | 6        |
| telephone numbers from one hundred                          | 6 hours    | 6        |
| one address (a household's line), nicknames almost the same | 6 hours    | 5        |
| one network (the lines beside it), nicknames almost the same| 1 hour     | 8        |
| one address, nothing else in common                         | 10 minutes | 20       |
| first posts almost the same                                 | 3 days     | 4        |

A grandmother, her children and theirs may sign up on one tablet in one evening; all of a mobile network stands
behind one address. Whoever signs up where a counter's form is open has neither browser nor address held against
them. Accounts with a verified home, and those that were cleared, never come in here.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from forum.models import Sign
from owners.nicknames import skeleton

LONGEST = timedelta(days=3)
# Shorter first posts (求助, 同问) are said by honest people in the same words.
SAID_FROM = 20
ALIKE = 0.8
_COUNTING = str.maketrans("", "", "零〇一二三四五六七八九十号第")
# Names that half of an estate chooses.
_ANYBODY = re.compile(r"(?:业主|住户|邻居|居民|用户)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What is known of one sign-up; an empty mark is not known. `words` is the text of the account's first post."""

    user_id: int
    at: datetime
    browser: str = ""
    address: str = ""
    network: str = ""
    numbers: str = ""
    nickname: str = ""
    words: str = ""
    at_counter: bool = False


@dataclass(frozen=True, slots=True)
class _Rule:
    sign: Sign
    within: timedelta
    least: int
    # What those who belong together have in common; empty for somebody whom the rule doesn't meet.
    of: Callable[[Arrival], str]


def _both(one: str, other: str) -> str:
    return f"{one} {other}" if one and other else ""


def _elsewhere(arrival: Arrival, mark: str) -> str:
    return "" if arrival.at_counter else mark


_RULES = (
    _Rule(Sign.BROWSER, timedelta(hours=6), 6, lambda one: _elsewhere(one, one.browser)),
    _Rule(Sign.NUMBERS, timedelta(hours=6), 6, lambda one: one.numbers),
    _Rule(
        Sign.ADDRESS_NAMES,
        timedelta(hours=6),
        5,
        lambda one: _elsewhere(one, _both(one.address, name_bones(one.nickname))),
    ),
    _Rule(
        Sign.NETWORK_NAMES,
        timedelta(hours=1),
        8,
        lambda one: _elsewhere(one, _both(one.network, name_bones(one.nickname))),
    ),
    _Rule(Sign.ADDRESS, timedelta(minutes=10), 20, lambda one: _elsewhere(one, one.address)),
)
_WORDS_LEAST = 4


def signs_of(newest: Arrival, earlier: Iterable[Arrival]) -> dict[Sign, frozenset[int]]:
    """By which signs somebody belongs to a burst, and with which accounts (itself among them)."""
    others = [one for one in earlier if one.user_id != newest.user_id and one.at <= newest.at]
    found: dict[Sign, frozenset[int]] = {}
    for rule in _RULES:
        mark = rule.of(newest)
        alike = {one.user_id for one in others if one.at >= newest.at - rule.within and rule.of(one) == mark}
        if mark and len(alike) + 1 >= rule.least:
            found[rule.sign] = frozenset(alike | {newest.user_id})
    if same := who_said_alike(newest, earlier):
        found[Sign.WORDS] = same
    return found


def who_said_alike(speaker: Arrival, others: Iterable[Arrival]) -> frozenset[int]:
    """The accounts whose first posts say almost the same, if they are enough; whoever signed up first."""
    bones = text_bones(speaker.words)
    if len(bones) < SAID_FROM:
        return frozenset()
    pairs = _pairs(bones)
    near = (one for one in others if one.words and abs(one.at - speaker.at) <= LONGEST)
    alike = {one.user_id for one in near if _share(pairs, _pairs(text_bones(one.words))) >= ALIKE}
    alike.add(speaker.user_id)
    return frozenset(alike) if len(alike) >= _WORDS_LEAST else frozenset()


def name_bones(nickname: str) -> str:
    """What is left of a nickname without what counts it (福满多01, 福满多2号); empty where anybody may be called so."""
    bones = text_bones(nickname.translate(_COUNTING))
    bones = re.sub(r"(?<=[^a-z])[a-z]$", "", bones)
    return "" if len(bones) < 2 or _ANYBODY.search(bones) else bones


def text_bones(text: str) -> str:
    """Letters and characters in the one form that stands for all that look like it; no digits."""
    return skeleton("".join(one for one in text if unicodedata.category(one)[0] != "N"))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
