"""Names as they are compared and found."""

import re
import unicodedata

_BETWEEN = re.compile(r"[\s·•.‧・]+")


def name_key(name: str) -> str:
    """For comparing: no spaces, dots, width or case."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", name)).casefold()


def suffixes(name: str) -> tuple[str, str, str]:
    """The key from its first, second and third character on: 欧阳丽佳, 阳丽佳, 丽佳.

    Longer names, which are not Chinese, are found from their first words on: the third column then
    begins with the last word.
    """
    key = name_key(name)[:60]
    words = _BETWEEN.split(name.strip())
    last = name_key(words[-1])[:60] if len(key) > 4 and len(words) > 1 else key[2:]
    return key, key[1:], last
