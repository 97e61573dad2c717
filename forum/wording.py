"""What somebody wrote, cleaned, measured and checked against the watched words."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from forum import watchlist
from forum.errors import TextRefused
from forum.models import WordAction
from forum.watchlist import Hit
from portal import richtext

MAX_CHARACTERS = 10_000
# What an editor leaves behind the last word.
_EMPTY_END = re.compile(r"(?:\s|&nbsp;|<br>|<(div|p)>(?:\s|&nbsp;|<br>)*</\1>)+$")
MAX_HTML = 80_000
# With or without its scheme, and where the text hides it behind other words.
_LINK = re.compile(
    r"(?:https?:|\")//(?:[^\s/@\"<>]*@)?(?P<host>[^\s/:?#\"'<>]+)"
    r"|(?<![a-z0-9@.-])(?P<bare>(?:[a-z0-9-]+\.)+(?:com|cn|net|org|top|xyz|vip|cc|shop|club|site|info|me|io))(?![a-z0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wording:
    """A text fit to be stored. `held` asks for somebody to read it before it is published.

    `watched` are the words of the list that stand in it, for those who look at it, before or after;
    `complaints` those by which people call the company.
    `linked` says that it leads away from this site.
    """

    html: SafeString
    text: str
    held: bool
    watched: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()
    linked: bool = False

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
    in_title, in_text = watchlist.hits(title, text)
    _refuse_blocked(in_title, field="title")
    _refuse_blocked(in_text, field="body")
    hits = in_title + in_text
    calls = [hit for hit in hits if hit.action == WordAction.COMPLAINT]
    watched = tuple(dict.fromkeys(hit.word for hit in hits if hit.action not in watchlist.ABOUT_ANSWERS))
    complaints = tuple(dict.fromkeys(hit.word for hit in calls))
    held = any(hit.action == WordAction.HOLD for hit in hits)
    return Wording(
        html=cleaned,
        text=text,
        held=held,
        watched=watched,
        complaints=complaints,
        linked=_leads_away(f"{cleaned}\n{text}"),
    )


def _leads_away(written: str) -> bool:
    own = urlsplit(settings.CANONICAL_URL).hostname
    return any((match["host"] or match["bare"]).lower() != own for match in _LINK.finditer(written))


def _refuse_blocked(hits: list[Hit], *, field: str) -> None:
    """Raises TextRefused, naming the words as they were written, where one is not published at all."""
    refused = dict.fromkeys(hit.passage for hit in hits if hit.action == WordAction.BLOCK)
    if refused:
        message = _("The text holds words that are not published here: %(words)s. Please put it another way.")
        raise TextRefused(message % {"words": "、".join(f"“{passage}”" for passage in refused)}, field=field)
