"""Watched words, found however they are written.

A text is read as its letters: width, case, script, accents and look-alikes are folded, everything invisible and
every sign or blank between two letters is passed over. `退 费`, `退*費` and `退-费` all read 退费. A word counts in
each of its spellings (`spellings.toml`, and what its own row adds), unless a phrase that is named as harmless runs
over it: 毒品 in 消毒品.

**Sentences end.** Across a mark that ends a sentence or clause (。！？，；：… or a new line; `.` with a blank behind
a Latin letter) a word is read on only where its letters were plainly strewn: a word of two letters, or a number, if
both stand alone between marks (退。费), a longer word if one of the two beside the mark does (代。开。发。票).
能退。费用多少 is two sentences. **Latin words are whole words**: `wx` is not in `show xmas`, but in `加wx` and `w x`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from owners.nicknames import LATIN_LOOKS_LIKE
from search.folding import fold

_DATA = tomllib.loads((Path(__file__).parent / "spellings.toml").read_text(encoding="utf-8"))
_SPELLINGS: dict[str, list[str]] = _DATA["spellings"]
_HARMLESS: dict[str, list[str]] = _DATA["harmless"]

_LATIN = {ord(one): target for many, target in LATIN_LOOKS_LIKE for one in many}
_OTHER = str.maketrans(_DATA["characters"])
# The letters of flags: 🇼🇽.
_FIRST_FLAG = 0x1F1E6
# Between two letters: nothing, something to pass over, a mark that ends a sentence or clause.
_NOTHING, _FILLING, _SENTENCE = range(3)
_ENDS = re.compile(r"[。！？，；：、…!?,;\n\r\u2028\u2029｡︒﹒﹐]|(?<=[A-Za-z])[.:]\s")
# Who puts more than this between two letters isn't writing one word.
_MOST_FILLING = 12
# Long numbers are found after a country's prefix too.
_LONG_NUMBER = 7


@dataclass(frozen=True, slots=True)
class Reading:
    """The letters of a text. `places`: where each stood; `gaps`: what stood before each, and after the last."""

    written: str
    letters: str
    places: tuple[int, ...]
    gaps: tuple[int, ...]

    def is_alone(self, at: int) -> bool:
        """One letter between two marks that end sentences."""
        return self.gaps[at] == _SENTENCE == self.gaps[at + 1]

    def touches(self, at: int, step: int) -> bool:
        """The letter's neighbour, with nothing between, is of the same kind: a Latin letter, or a digit."""
        gap = self.gaps[at + 1] if step > 0 else self.gaps[at]
        if gap != _NOTHING or not 0 <= at + step < len(self.letters):
            return False
        own, other = self.kind(at), self.kind(at + step)
        return own == other != ""

    def kind(self, at: int) -> str:
        sign = _narrow(self.written[self.places[at]])
        if sign.isdecimal():
            return "digit"
        return "latin" if self.letters[at] < "\u0250" else ""

    def passage(self, start: int, end: int) -> str:
        return self.written[self.places[start] : self.places[end - 1] + 1]

    def without_stutter(self) -> Reading:
        """开开开发票 as 开发票. Chinese characters only: Latin words double their letters by themselves."""
        kept = [
            at
            for at, letter in enumerate(self.letters)
            if at == 0 or letter != self.letters[at - 1] or letter < "\u2e80" or self.gaps[at] == _SENTENCE
        ]
        return Reading(
            self.written,
            "".join(self.letters[at] for at in kept),
            tuple(self.places[at] for at in kept),
            (*(self.gaps[at] for at in kept), self.gaps[-1]),
        )


def read(text: str) -> Reading:
    letters: list[str] = []
    places: list[int] = []
    gaps: list[int] = []
    ends = {match.start() for match in _ENDS.finditer(text)}
    gap, filling = _SENTENCE, 0
    for place, sign in enumerate(text):
        letter = "" if place in ends else _letter(text, place)
        if not letter:
            filling += 1
            if place in ends or filling > _MOST_FILLING:
                gap = _SENTENCE
            elif gap == _NOTHING and not _is_mark_on(sign):
                gap = _FILLING
            continue
        letters.append(letter)
        places.append(place)
        gaps.append(gap)
        gap, filling = _NOTHING, 0
    gaps.append(_SENTENCE)
    return Reading(text, "".join(letters), tuple(places), tuple(gaps))


@dataclass(frozen=True, slots=True)
class Word:
    """A watched word in all its spellings, ready to be looked for."""

    spellings: tuple[str, ...]
    harmless: tuple[str, ...]

    @classmethod
    def of(cls, word: str, *, spellings: Iterable[str] = (), harmless: Iterable[str] = ()) -> Word:
        known = [phrase for term, phrases in _HARMLESS.items() if term in bare(word) for phrase in phrases]
        return cls(
            tuple(dict.fromkeys(bare(one) for one in [*_respelt(word), *spellings] if bare(one))),
            tuple(dict.fromkeys(bare(one) for one in [*known, *harmless] if bare(one))),
        )

    def found_in(self, *readings: Reading) -> str:
        """The passage in which it stands first, as it was written; empty if nowhere."""
        for reading in readings:
            for spelling in self.spellings:
                for start in _occurrences(spelling, reading.letters):
                    if _stands(reading, start, len(spelling)) and not self._is_harmless(reading, start, spelling):
                        return reading.passage(start, start + len(spelling))
        return ""

    def _is_harmless(self, reading: Reading, start: int, spelling: str) -> bool:
        """A phrase runs over the word and beyond it, written in one."""
        end = start + len(spelling)
        for phrase in self.harmless:
            window = max(0, start - len(phrase) + 1)
            for offset in _occurrences(phrase, reading.letters[window : end + len(phrase) - 1]):
                begin, stop = window + offset, window + offset + len(phrase)
                if (begin < start or stop > end) and not any(reading.gaps[begin + 1 : stop]):
                    return True
        return False


def bare(text: str) -> str:
    """Letters, digits and characters only, folded as in a reading."""
    return read(text).letters


def _respelt(word: str) -> Iterator[str]:
    plain = bare(word)
    yield plain
    for term, others in _SPELLINGS.items():
        if term in plain:
            yield from (plain.replace(term, bare(other)) for other in others)


def _occurrences(spelling: str, letters: str) -> Iterator[int]:
    start = letters.find(spelling)
    while start >= 0:
        yield start
        start = letters.find(spelling, start + 1)


def _stands(reading: Reading, start: int, length: int) -> bool:
    last = start + length - 1
    if not (length >= _LONG_NUMBER and reading.kind(start) == "digit") and (
        reading.touches(start, -1) or reading.touches(last, 1)
    ):
        return False
    return all(_reads_on(reading, left, right, length) for left, right in pairwise(range(start, last + 1)))


def _reads_on(reading: Reading, left: int, right: int, length: int) -> bool:
    gap = reading.gaps[right]
    latin = reading.kind(left) == reading.kind(right) == "latin"
    if gap == _NOTHING:
        return True
    if gap == _FILLING:
        # `w x` is strewn, `b as` is two words.
        blank = any(sign.isspace() for sign in reading.written[reading.places[left] : reading.places[right]])
        return not (latin and blank and (reading.touches(left, -1) or reading.touches(right, 1)))
    if latin:
        return False
    alone = reading.is_alone(left), reading.is_alone(right)
    return all(alone) if length == 2 or reading.kind(left) == "digit" else any(alone)


def _letter(text: str, place: int) -> str:
    """The one letter that this sign is read as; empty for blanks, signs and marks."""
    sign = text[place]
    if sign in "@$":
        within = 0 < place < len(text) - 1 and text[place - 1].isascii() and text[place + 1].isascii()
        return _LATIN[ord(sign)] if within and text[place - 1].isalpha() and text[place + 1].isalpha() else ""
    return _folded(sign)


@cache
def _folded(sign: str) -> str:
    if sign.isascii():
        return sign.lower().translate(_LATIN) if sign.isalnum() else ""
    if 0 <= ord(sign) - _FIRST_FLAG < 26:
        return chr(ord("a") + ord(sign) - _FIRST_FLAG).translate(_LATIN)
    if sign in _DATA["characters"]:
        return str(_DATA["characters"][sign])
    letter = fold(_narrow(sign)).translate(_LATIN).translate(_OTHER)
    return letter if len(letter) == 1 and letter.isalnum() else ""


@cache
def _narrow(sign: str) -> str:
    """Without width, accent and circle."""
    plain = unicodedata.normalize("NFKD", sign).casefold()
    letters = [one for one in plain if unicodedata.category(one)[0] in "LN"]
    return letters[0] if len(letters) == 1 else sign


def _is_mark_on(sign: str) -> bool:
    """An accent, or something invisible: it stands on its letter rather than between two."""
    return unicodedata.category(sign) in {"Mn", "Me", "Cf"}
