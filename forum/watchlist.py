"""The watched words of the CMS, made ready once for each state of the list in each process."""

from dataclasses import dataclass
from functools import lru_cache

from forum.evasion import Word, read
from forum.models import WatchedWord, WordAction

type Prepared = tuple[tuple[str, WordAction, Word], ...]


# Words that say nothing against a text: by the one people complain, by the other the company answers with care.
ABOUT_ANSWERS = (WordAction.COMPLAINT, WordAction.APPROVAL)


@dataclass(frozen=True, slots=True)
class Hit:
    """A watched word in a text. `passage` is how the text has it."""

    word: str
    action: WordAction
    passage: str


def hits(*texts: str) -> list[list[Hit]]:
    """For each text the watched words in it, however written. One query for all, unless the list has changed."""
    prepared = _prepared(WatchedWord.objects.stamp())
    return [_hits(text, prepared) if prepared and text else [] for text in texts]


def _hits(text: str, prepared: Prepared) -> list[Hit]:
    reading = read(text)
    readings = reading, reading.without_stutter()
    found = [(word, action, spelt.found_in(*readings)) for word, action, spelt in prepared]
    return [Hit(word, action, passage) for word, action, passage in found if passage]


def split_phrases(written: str) -> list[str]:
    """What staff list in one field, between commas of either width."""
    return [phrase.strip() for phrase in written.replace("，", ",").replace("、", ",").split(",") if phrase.strip()]


@lru_cache(maxsize=2)
def _prepared(stamp: str) -> Prepared:
    """`stamp` is the list's own: another process sees a change by it with its next text."""
    if not stamp:
        return ()
    return tuple(
        (
            row.word,
            WordAction(row.action),
            Word.of(row.word, spellings=split_phrases(row.spellings), harmless=split_phrases(row.harmless)),
        )
        for row in WatchedWord.objects.all()
    )
