"""The lines under a result, with what was searched for marked."""

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search import asking
from search.folding import fold
from search.synonyms import variants_of

BEFORE = 30
LENGTH = 110


def pattern_of(query: str) -> re.Pattern[str] | None:
    """What to mark in folded text; None when nothing was asked."""
    wanted = {variant for phrase in asking.read(query).wanted for variant in variants_of(phrase)}
    if not wanted:
        return None
    return re.compile("|".join(re.escape(word) for word in sorted(wanted, key=len, reverse=True)))


def marked(text: str, pattern: re.Pattern[str] | None) -> SafeString:
    """`text` escaped, with `<mark>` around each match (found in its folded form, shown as written)."""
    parts: list[tuple[str]] = []
    end = 0
    for match in pattern.finditer(fold(text)) if pattern else ():
        parts.append((format_html("{}<mark>{}</mark>", text[end : match.start()], text[match.start() : match.end()]),))
        end = match.end()
    return format_html("{}{}", format_html_join("", "{}", parts), text[end:])


def snippet(text: str, pattern: re.Pattern[str] | None) -> SafeString:
    """About two lines around the first match, or the beginning where only the title matched."""
    line = " ".join(text.split())
    first = pattern.search(fold(line)) if pattern else None
    start = max(0, first.start() - BEFORE) if first else 0
    cut = line[start : start + LENGTH]
    before, after = "…" if start else "", "…" if start + LENGTH < len(line) else ""
    return format_html("{}{}{}", before, marked(cut, pattern), after)
