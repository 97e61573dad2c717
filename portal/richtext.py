"""The one sanitiser: what people write in posts, mails and cases becomes safe HTML here.

The allow-list knows no class, no style and no id, so that nothing written by a person can look like
the company's seal or leave its place on the page.
"""

import re
from html import escape, unescape
from html.parser import HTMLParser

import nh3
from django.utils.safestring import SafeString

TAGS = {
    "a", "blockquote", "br", "code", "del", "div", "em", "figcaption", "figure", "h3", "hr", "img", "li", "ol",
    "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"}, "img": {"src", "alt", "width", "height"}, "span": {"data-mention"},
    "td": {"colspan", "rowspan"},
}  # fmt: skip
# What a name in a text may be marked as; whoever sets the mark makes sure that it is true.
MENTIONS = {"person", "company"}
# Their text is not what anybody wrote to be read.
DROPPED_WITH_CONTENT = {"script", "style", "title", "svg", "math", "iframe", "object", "template", "noscript"}
_OWN_FILE = re.compile(r"^/files/[a-z0-9]+/(?:[a-z]+/)?$")
_LINK = re.compile(r"(?<![\w@/\"'=])https?://[^\s<>\"'，。；、）】》]+")
_SAME_AS = {"b": "strong", "i": "em", "strike": "del", "h1": "h3", "h2": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
_RENAMED = re.compile(r"<(/?)(b|i|strike|h[12456])(?=[\s>/])", re.IGNORECASE)


def clean(html: str) -> SafeString:
    """Safe HTML of what somebody wrote. Idempotent. Images stay only if they are files of ours."""
    renamed = _RENAMED.sub(lambda m: f"<{m[1]}{_SAME_AS[m[2].lower()]}", html.replace("\x00", ""))
    cleaned = nh3.clean(
        renamed,
        tags=TAGS,
        attributes=ATTRIBUTES,
        clean_content_tags=DROPPED_WITH_CONTENT,
        attribute_filter=_keep_attribute,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow ugc noopener",
    )
    cleaned = _only_mentions(cleaned) if "<span" in cleaned else cleaned
    # An image that lost its address shows nothing but a broken frame.
    return SafeString(re.sub(r"<img(?![^>]*\ssrc=)[^>]*>", "", cleaned))


def from_text(text: str) -> SafeString:
    """Plain text as safe HTML: paragraphs, line breaks, links."""
    paragraphs = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    rendered = (
        _LINK.sub(lambda m: f'<a href="{m[0]}">{m[0]}</a>', escape(paragraph.strip())).replace("\n", "<br>")
        for paragraph in paragraphs
    )
    return clean("".join(f"<p>{paragraph}</p>" for paragraph in rendered if paragraph))


class _TextOf(HTMLParser):
    _BLOCKS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "pre", "figure", "ul", "ol", "table"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in DROPPED_WITH_CONTENT:
            self._silent += 1
        elif tag == "br" or tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in DROPPED_WITH_CONTENT:
            self._silent = max(0, self._silent - 1)
        elif tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def to_text(html: str) -> str:
    """The words of HTML, lines kept, runs of space folded."""
    parser = _TextOf()
    parser.feed(html)
    parser.close()
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(parser.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def excerpt(html: str, length: int) -> str:
    """The first `length` characters of the words, on one line, with … where cut."""
    words = unescape(re.sub(r"\s+", " ", to_text(html)))
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"


def _only_mentions(html: str) -> str:
    """Spans stay where they mark a name; all others are mere wrapping. nh3 has closed each of them."""
    kept: list[bool] = []

    def one(tag: re.Match[str]) -> str:
        if tag[0] == "</span>":
            return tag[0] if kept.pop() else ""
        kept.append("data-mention=" in tag[0])
        return tag[0] if kept[-1] else ""

    return re.sub(r"<span(?: [^>]*)?>|</span>", one, html)


def _keep_attribute(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src":
        return value if _OWN_FILE.match(value) else None
    if attribute == "data-mention":
        return value if value in MENTIONS else None
    if attribute in {"width", "height", "colspan", "rowspan"}:
        return value if value.isdigit() and len(value) <= 4 else None
    return value
