"""What somebody wrote, cleaned, measured and checked against the watched words."""

import re
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from forum.errors import TextRefused
from forum.models import WatchedWord, WordAction
from portal import richtext

MAX_CHARACTERS = 10_000
# What an editor leaves behind the last word.
_EMPTY_END = re.compile(r"(?:\s|&nbsp;|<br>|<(div|p)>(?:\s|&nbsp;|<br>)*</\1>)+$")
MAX_HTML = 80_000
# Between the characters of a watched word people put spaces, dots and stars.
_FILLING = re.compile(r"[\s\W_]+")


@dataclass(frozen=True, slots=True)
class Wording:
    """A text fit to be stored. `held` asks for somebody to read it before it is published."""

    html: SafeString
    text: str
    held: bool

    @property
    def excerpt(self) -> str:
        return richtext.excerpt(self.html, 120)


def read(html: str, *, title: str = "", has_files: bool = False) -> Wording:
    """Cleans and checks. Raises TextRefused when empty, too long, or with a word that is not published."""
    if len(html) > MAX_HTML:
        raise TextRefused(_("The text is too long. Please keep it under 10,000 characters."))
    cleaned = SafeString(_EMPTY_END.sub("", richtext.clean(html)))
    text = richtext.to_text(cleaned)
    if not text and "<img" not in cleaned and not has_files:
        raise TextRefused(_("Please write something first."))
    if len(text) > MAX_CHARACTERS:
        raise TextRefused(_("The text is too long. Please keep it under 10,000 characters."))
    return Wording(html=cleaned, text=text, held=_must_be_held(f"{title}\n{text}"))


def squeezed(text: str) -> str:
    """Lower case, nothing but letters, digits and Chinese characters."""
    return _FILLING.sub("", text.lower())


def _must_be_held(text: str) -> bool:
    found = list(WatchedWord.objects.found_in(squeezed(text)))
    if any(word.action == WordAction.BLOCK for word in found):
        raise TextRefused(_("The text holds words that are not published here. Please put it another way."))
    return bool(found)
