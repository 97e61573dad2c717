"""HTML of a mail as plain text, and the part of it that isn't quoted history.

A small scanner of our own: mail HTML is hostile as a rule, and the parsers at hand are quadratic on
nesting or on broken comments. It reads forward only. No mark-up, script, style or image survives;
with the images the tracking pixels are gone.
"""

import html
import re
from dataclasses import dataclass, field

MAX_CHARACTERS = 2_000_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_DROPPED = {"script", "style", "title", "head", "svg", "math", "template", "noscript", "object", "iframe", "select"}
_RAW = {"script", "style", "title"}
_VOID = {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "wbr"}
_BREAKS = {"br", "div", "p", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table", "ul", "ol"}
_PARAGRAPHS = {"p", "h1", "h2", "h3", "blockquote", "table", "pre"}
# Wrappers in which mail programs put what they quote.
_QUOTE_MARK = re.compile(
    r"gmail_quote|gmail_extra|isReplyContent|divRplyFwdMsg|yahoo_quoted|protonmail_quote|moz-cite-prefix"
    r"|qm_original|ntes_not_fresh|aliyun_quote|xm_mail_oringinal_describe|history-quote-wrapper|type\s*=\s*[\"']?cite",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|font-size\s*:\s*0(?:px)?\s*[;\"']", re.IGNORECASE)


@dataclass(slots=True)
class _Text:
    """Text as it grows; `quoted_from` is where history begins."""

    pieces: list[str] = field(default_factory=list)
    dropping: str = ""
    drop_depth: int = 0
    preformatted: int = 0
    quoted_from: int | None = None
    next_end: int = 0

    def tag_end(self, source: str, at: int) -> int:
        """Position of the next `>`, -1 for none; looked for once, so that a mail of open tags costs one pass."""
        if 0 <= self.next_end < at:
            self.next_end = source.find(">", at)
        return self.next_end

    def write(self, text: str) -> None:
        if self.dropping or not text:
            return
        text = html.unescape(text)
        self.pieces.append(text if self.preformatted else re.sub(r"[ \t\r\n\f]+", " ", text))


def to_text(source: str) -> tuple[str, str]:
    """(whole text, text before the quoted history) of an HTML mail."""
    source = source[:MAX_CHARACTERS]
    out = _Text()
    at, no_comment_end = 0, False
    while at < len(source):
        opening = source.find("<", at)
        if opening < 0:
            out.write(source[at:])
            break
        out.write(source[at:opening])
        if source.startswith("<!--", opening):
            end = -1 if no_comment_end else source.find("-->", opening + 4)
            no_comment_end = end < 0
            at = end + 3 if end >= 0 else opening + 4
            continue
        at = _markup(source, opening, out)
    whole = _tidy("".join(out.pieces))
    if out.quoted_from is None:
        return whole, whole
    return whole, _tidy("".join(out.pieces[: out.quoted_from]))


def _markup(source: str, at: int, out: _Text) -> int:
    """Takes one tag at `at`; returns where reading goes on."""
    named = _TAG.match(source, at)
    if not named:
        if source[at + 1 : at + 2] in {"!", "?", "/"}:
            end = source.find(">", at, at + 4096)
            return end + 1 if end >= 0 else at + 2
        out.write("<")
        return at + 1
    end = out.tag_end(source, named.end())
    attributes = source[named.end() : end if end >= 0 else named.end()][:4096]
    name = named[2].lower().rpartition(":")[2]
    after = end + 1 if end >= 0 else named.end()
    if named[1]:
        _close(name, out)
        return after
    _open(name, attributes, out)
    return after


def _open(name: str, attributes: str, out: _Text) -> None:
    if out.dropping:
        out.drop_depth += name == out.dropping and name not in _RAW and not attributes.endswith("/")
        return
    if name not in _VOID and (name in _DROPPED or _HIDDEN.search(attributes)):
        if not attributes.endswith("/"):
            out.dropping, out.drop_depth = name, 1
        return
    if out.quoted_from is None and _QUOTE_MARK.search(attributes):
        out.quoted_from = len(out.pieces)
    if name == "pre":
        out.preformatted += 1
    if name == "li":
        out.pieces.append("\n· ")
    elif name == "hr":
        out.pieces.append("\n")
    elif name in {"td", "th"}:
        out.pieces.append(" ")
    elif name in _BREAKS:
        out.pieces.append("\n")


def _close(name: str, out: _Text) -> None:
    if out.dropping:
        if name == out.dropping:
            out.drop_depth -= 1
            if out.drop_depth <= 0:
                out.dropping = ""
        return
    if name == "pre" and out.preformatted:
        out.preformatted -= 1
    if name in _PARAGRAPHS:
        out.pieces.append("\n\n")
    elif name in _BREAKS:
        out.pieces.append("\n")


def _tidy(text: str) -> str:
    lines = [re.sub(r"[ \t\xa0\u200b\ufeff]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
