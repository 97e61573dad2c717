"""What somebody typed, read: words wanted, phrases in quotation marks, words not wanted.

漏水 3栋          both
“3栋 漏水”        exactly this, blanks and all; "…" 「…」 『…』 do the same
漏水 -卫生间      the first without the second; －卫生间 and -“…” do the same
"""

import re
from dataclasses import dataclass

from search.folding import fold, pieces_of, tidy

MOST_PHRASES = 6
LONGEST_QUERY = 80

_QUOTED = re.compile(r'(?:(?<!\S)(?P<no>[-−]))?(?:"(?P<a>[^"]+)"|“(?P<b>[^”]+)”|「(?P<c>[^」]+)」|『(?P<d>[^』]+)』)')
_BREAKS = re.compile(r"[\s\"'“”‘’「」『』《》，。！？；、,;!?|&()（）*]+")
_MINUS = re.compile(r"(?<!\S)[-−](?=\S)")


@dataclass(frozen=True, slots=True)
class Asked:
    """Folded phrases, in the order they were typed. Without a wanted one nothing is asked."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)


def read(query: str) -> Asked:
    """At most six phrases of each sort count, in 80 characters."""
    folded = fold(tidy(query)[:LONGEST_QUERY])
    wanted: list[str] = []
    unwanted: list[str] = []
    end = 0
    for match in _QUOTED.finditer(folded):
        _loose(folded[end : match.start()], wanted, unwanted)
        phrase = " ".join((match["a"] or match["b"] or match["c"] or match["d"]).split())
        (unwanted if match["no"] else wanted).append(phrase)
        end = match.end()
    _loose(folded[end:], wanted, unwanted)
    return Asked(_distinct(wanted), _distinct(unwanted))


def _loose(text: str, wanted: list[str], unwanted: list[str]) -> None:
    """Words outside quotation marks; the sign for “without” counts for its own word only."""
    for word in text.split():
        if _MINUS.match(word):
            unwanted += _BREAKS.split(word[1:])
        else:
            wanted += _BREAKS.split(word)


def _distinct(phrases: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrase for phrase in phrases if pieces_of(phrase)))[:MOST_PHRASES]
