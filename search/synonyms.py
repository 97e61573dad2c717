"""Different words for one thing. 升降機 is no script variant of 电梯: people decide, in a table."""

from django.core.cache import cache

from search.folding import fold

_KEY = "search.synonyms"
_SECONDS = 300
MOST_VARIANTS = 6


def forget() -> None:
    """Call after the table changed."""
    cache.delete(_KEY)


def _groups() -> list[list[str]]:
    groups = cache.get(_KEY)
    if groups is None:
        from search.models import SearchSynonym

        groups = [fold(words).split() for words in SearchSynonym.objects.values_list("words", flat=True)]
        cache.set(_KEY, groups, _SECONDS)
    return groups


def variants_of(phrase: str) -> list[str]:
    """The folded phrase first, then the phrase with a word of it exchanged for each of its synonyms."""
    variants = [phrase]
    for group in _groups():
        word = max((word for word in group if word in phrase), key=len, default=None)
        if word is not None:
            variants += [phrase.replace(word, other) for other in group if other != word]
    return list(dict.fromkeys(variants))[:MOST_VARIANTS]
