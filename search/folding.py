"""How text is made comparable, and cut into the pieces that the index recalls by.

Segmenters lose names, so every run of letters, digits and Chinese characters is indexed as overlapping
pairs and as single characters (漏水管 → 漏水, 水管, 漏, 水, 管; 3栋 → 3栋, 3, 栋): whatever stands in a text is
found, from one character on. Traditional folds to Simplified, wide to narrow, capital to small.
"""

import re
import unicodedata

import opencc

_T2S = opencc.OpenCC("t2s")
_RUNS = re.compile(r"[^\W_]+")
# Joiners, byte-order marks and soft hyphens that chat programs leave within words.
_INVISIBLE = re.compile("[\x00\u00ad\u200b-\u200f\u2060\ufeff]")

# Characters that OpenCC leaves alone outside certain words, or knows from one region only. What counts
# is that both ways to write a word end alike, not that the outcome is good Simplified.
_ALIKE = str.maketrans(
    "著瞭藉覆衞甦峯暱簷枱痺缐戸隣録妳衹祇牠邨砲霑疎揹馀锺钜讬谘迳侭敍麺汚喒朶賸",
    "着了借复卫苏峰昵檐台痹线户邻录你只只它村炮沾疏背余钟巨托咨径尽叙面污咱朵剩",
)


class _Folded(dict[int, str]):
    """Maps a character to its simplified, half-width, lower-case form where that is one character too.

    One by one: OpenCC converts words by their neighbours, and a query has not those of the text.
    """

    def __missing__(self, code: int) -> str:
        char = chr(code)
        for fold_one in (_narrow, _T2S.convert, _T2S.convert, _alike):
            folded = fold_one(char)
            char = folded if len(folded) == 1 else char
        self[code] = char
        return char


def _narrow(char: str) -> str:
    return unicodedata.normalize("NFKC", char).lower()


def _alike(char: str) -> str:
    return char.translate(_ALIKE)


_FOLDED = _Folded()


def tidy(text: str) -> str:
    """The text without what nobody sees, each accent joined to its letter."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def fold(text: str) -> str:
    """Simplified, half-width, lower case — and exactly as long as `text`, so that positions agree."""
    return text.translate(_FOLDED)


def grams(folded: str) -> str:
    """The distinct pieces of a folded text, separated by blanks, as the index stores them."""
    found: set[str] = set()
    for match in _RUNS.finditer(folded):
        found.update(match[0], _pairs(match[0]))
    return " ".join(sorted(found))


def pieces_of(phrase: str) -> list[str]:
    """The pieces that an entry must have to hold the (folded) phrase; empty for mere punctuation."""
    pieces: list[str] = []
    for match in _RUNS.finditer(phrase):
        pieces += _pairs(match[0]) or [match[0]]
    return pieces


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]
