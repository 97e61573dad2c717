"""`parse(raw)`: a raw mail as a ParsedMail. Pure, without Django; raises nothing on any bytes.

`parse_apart(raw)` does the same in a process of its own with limits on time and memory. Whatever takes
mail from outside uses that one; what it can't read it reports as `Unreadable`, and the raw mail is kept.
"""

import mimetypes
import re
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

from portal.mailreader import authentication, charsets, headers, html_text, quoting, robots
from portal.mailreader.mime import Part, Structure, open_mail, split_fields
from portal.mailreader.parsed import Attachment, ParsedMail

TIMEOUT = 30.0  # seconds for one mail
SUBJECT_CAP = 300
TEXT_CAP = 200_000  # characters
_SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
_ROOT = Path(__file__).resolve().parent.parent.parent
_UNSAFE_NAME = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")


class Unreadable(RuntimeError):
    """The parser did not come back: it ran out of time or memory, or it broke."""


def parse(raw: bytes, *, trusted_servers: Collection[str] = ()) -> ParsedMail:
    """`trusted_servers` are the authserv-ids whose Authentication-Results count."""
    structure = open_mail(raw)
    root = structure.root
    hint = _charset_hint(structure)
    sender = headers.sender(root.value("from"), hint)
    subject = headers.decode_words(root.value("subject"), hint)[:SUBJECT_CAP]
    text, fresh = _texts(structure)
    in_reply_to = tuple(headers.identifiers(root.value("in-reply-to")))
    if not fresh and not in_reply_to:
        fresh = text
    return ParsedMail(
        from_address=sender.address,
        from_name=sender.name,
        subject=subject,
        text=text[:TEXT_CAP],
        fresh_text=fresh[:TEXT_CAP],
        message_id=next(iter(headers.identifiers(root.value("message-id"))), ""),
        in_reply_to=in_reply_to,
        references=tuple(headers.identifiers(root.value("references"))),
        recipients=_recipients(root),
        sent_at=headers.moment(root.value("date")),
        attachments=_attachments(structure, hint),
        verdict=robots.judge(structure, from_address=sender.address, subject=subject, text=text),
        authentication=authentication.read(root.values("authentication-results"), trusted_servers),
        defects=tuple(structure.defects),
    )


def parse_apart(raw: bytes, *, trusted_servers: Collection[str] = (), timeout: float = TIMEOUT) -> ParsedMail:
    """`parse` in another process. Raises Unreadable where that doesn't end well and in time."""
    command = [sys.executable, "-m", "portal.mailreader.parse_process", *trusted_servers]
    try:
        # The command is our own; the mail goes in on standard input.
        done = subprocess.run(command, input=raw, capture_output=True, timeout=timeout, cwd=_ROOT, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Unreadable(f"no result within {timeout:g} s") from None
    if done.returncode != 0:
        raise Unreadable(f"the parser ended with {done.returncode}")
    try:
        return ParsedMail.unpack(done.stdout)
    except (ValueError, KeyError, TypeError):
        raise Unreadable("the parser's result is broken") from None


def _charset_hint(structure: Structure) -> str:
    """The charset of the first text, by which bare 8-bit header fields are read."""
    return next((leaf.charset for leaf in structure.leaves[:5] if leaf.content_type.startswith("text/")), "")


def _recipients(root: Part) -> tuple[str, ...]:
    found: list[str] = []
    for name in ("delivered-to", "x-original-to", "envelope-to", "to", "cc"):
        for value in root.values(name)[:5]:
            found.extend(headers.addresses(value))
    return tuple(dict.fromkeys(found))[:200]


# ── text ────────────────────────────────────────────────────────────────────────────────────


def _texts(structure: Structure) -> tuple[str, str]:
    """(whole, fresh): of alternatives the plain text where it says anything, else what the HTML says."""
    bodies = [leaf for leaf in structure.leaves if _is_body(leaf)]
    has_plain = any(leaf.alternative and leaf.content_type != "text/html" and _plain(leaf) for leaf in bodies)
    whole, fresh = [], []
    for leaf in bodies:
        if leaf.content_type != "text/html":
            text = before_quote = _plain(leaf)
        elif leaf.alternative and has_plain:
            continue
        else:
            text, before_quote = html_text.to_text(leaf.text())
        whole.append(text)
        fresh.append(before_quote)
        if before_quote != text:
            break  # what follows the history in other parts belongs to it
    return _paragraphs(whole), quoting.fresh_text(_paragraphs(fresh))


def _paragraphs(texts: list[str]) -> str:
    return "\n\n".join(text for text in texts if text.strip()).strip()


def _is_body(leaf: Part) -> bool:
    if leaf.disposition == "attachment" or "filename" in leaf.disposition_parameters:
        return False
    if leaf.within == "multipart/report" and leaf.content_type != "text/plain":
        return False
    return leaf.content_type in {"text/plain", "text/html", "text/enriched", "text/richtext"} and not _named(leaf)


def _named(leaf: Part) -> bool:
    return bool(leaf.parameters.get("name")) and leaf.depth > 0


def _plain(leaf: Part) -> str:
    text = leaf.text().strip()
    flowed = headers.parameter_text(leaf.parameters.get("format")).lower() == "flowed"
    return _unflowed(text) if flowed else text


def _unflowed(text: str) -> str:
    """Lines that format=flowed (RFC 3676) broke with a blank at the end, joined again."""
    lines: list[str] = []
    soft = False
    for line in text.split("\n"):
        if soft and not line.startswith(">"):
            lines[-1] += line.removeprefix(" ")
        else:
            lines.append(line)
        soft = line.endswith(" ") and line != "-- " and not line.startswith(">")
    return "\n".join(lines)


# ── attachments ─────────────────────────────────────────────────────────────────────────────


def _attachments(structure: Structure, hint: str) -> tuple[Attachment, ...]:
    found: list[Attachment] = []
    for leaf in structure.leaves:
        if _is_body(leaf) or leaf.content_type in _SIGNATURES or leaf.within == "multipart/report":
            continue
        content = leaf.content()
        if content:
            name = _file_name(leaf, hint, number=len(found) + 1)
            found.append(Attachment(name=name, content_type=leaf.content_type, content=content))
    return tuple(found)


def _file_name(leaf: Part, hint: str, *, number: int) -> str:
    given = headers.parameter_text(leaf.disposition_parameters.get("filename"), hint)
    given = given or headers.parameter_text(leaf.parameters.get("name"), hint)
    if not given and leaf.content_type == "message/rfc822":
        given = f"{headers.decode_words(Part(*_inner(leaf)).value('subject'), hint)[:80] or 'mail'}.eml"
    return safe_name(given) or f"attachment-{number}{mimetypes.guess_extension(leaf.content_type) or '.bin'}"


def _inner(leaf: Part) -> tuple[list[tuple[str, bytes]], bytes]:
    return split_fields(leaf.content()[:65_536].lstrip(b"\r\n"))


def safe_name(name: str) -> str:
    """A file name without folders, control and direction characters, at most 120 long, its ending kept."""
    last = re.split(r"[/\\]", charsets.clean(name))[-1]
    cleaned = _UNSAFE_NAME.sub("_", last).strip(" ._") if last.strip(" .") else ""
    stem, dot, ending = cleaned.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[: 119 - len(ending)]}.{ending}"
    return cleaned[:120]
