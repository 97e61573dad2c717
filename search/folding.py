"""How text is made comparable, and cut into the pieces that the index recalls by.

Chinese has no spaces and segmenters lose names, so runs of characters are indexed as overlapping pairs
(漏水管 → 漏水, 水管, 管); words in other scripts are indexed whole. Traditional folds to Simplified.
"""

import re
import unicodedata
from dataclasses import dataclass

import opencc

_T2S = opencc.OpenCC("t2s")
_HAN = "々〇㐀-䶿一-鿿豈-﫿぀-ヿ\U00020000-\U0003ffff"
_PIECES = re.compile(f"(?P<han>[{_HAN}]+)|(?P<word>[^\\W_{_HAN}]+)")
_BREAKS = re.compile(r"[\s\"'“”‘’「」《》，。！？；、,;!?|&()（）*]+")
_WORD_LENGTH = 40

MOST_PHRASES = 6
LONGEST_QUERY = 80


class _Narrow(dict[int, str]):
    """Maps a character to its half-width lower-case form where that is one character too."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char).lower()
        self[code] = folded if len(folded) == 1 else char
        return self[code]


_NARROW = _Narrow()


def fold(text: str) -> str:
    """Simplified, half-width, lower case — and exactly as long as `text`, so that positions agree."""
    simple = _T2S.convert(text)
    if len(simple) != len(text):
        simple = "".join(_fold_one(char) for char in text)
    return simple.translate(_NARROW)


def _fold_one(char: str) -> str:
    simple = _T2S.convert(char)
    return simple if len(simple) == 1 else char


def grams(folded: str) -> str:
    """The distinct pieces of a folded text, separated by blanks, as the index stores them."""
    found: set[str] = set()
    for piece in _PIECES.finditer(folded):
        if run := piece["han"]:
            found.update(run[at : at + 2] for at in range(len(run)))
        else:
            found.add(piece["word"][:_WORD_LENGTH])
    return " ".join(sorted(found))


@dataclass(frozen=True, slots=True)
class Piece:
    """One token of a query; `prefix` if tokens that merely begin with it count too."""

    token: str
    prefix: bool = False


def pieces_of(phrase: str) -> list[Piece]:
    """The pieces that an entry must have to hold the (folded) phrase; empty for mere punctuation."""
    pieces: list[Piece] = []
    for match in _PIECES.finditer(phrase):
        if run := match["han"]:
            pairs = [Piece(run[at : at + 2]) for at in range(len(run) - 1)]
            pieces += pairs or [Piece(run, prefix=True)]
        else:
            ends_phrase = match.end() == len(phrase)
            pieces.append(Piece(match["word"][:_WORD_LENGTH], prefix=ends_phrase))
    return pieces


def phrases(query: str) -> list[str]:
    """The folded phrases of what somebody typed: parted at blanks and punctuation, all of them wanted."""
    parts = (part for part in _BREAKS.split(fold(query[:LONGEST_QUERY])) if pieces_of(part))
    return list(dict.fromkeys(parts))[:MOST_PHRASES]
