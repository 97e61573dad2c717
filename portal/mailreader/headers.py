"""Header fields as people meant them: RFC 2047 words, RFC 2231 parameters, addresses, identifiers.

Everything here is linear in the length of the field and raises nothing; fields are capped before.
"""

import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from portal.mailreader import charsets

_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
VALUE_CAP = 16_384  # bytes of one field that are read
_WORD = re.compile(rb"=\?([A-Za-z0-9_.:*+-]{1,40})\?([BbQq])\?([^?]*)\?=")
_PARAMETER = re.compile(rb";\s*([A-Za-z0-9_*!#$&+.^`{}~-]{1,60})\s*=\s*(\"(?:[^\"\\]|\\.)*\"?|[^;]*)", re.DOTALL)
_IDENTIFIER = re.compile(r"<\s*([^<>\s]{1,900})\s*>")
_ADDRESS = re.compile(r"[^\s<>()\",;:\\\[\]@]{1,200}@[^\s<>()\",;:\\\[\]@]{1,250}")


def unfold(value: bytes) -> bytes:
    """The field on one line, cut at the cap."""
    return re.sub(rb"\r?\n[ \t]*|\r[ \t]*", b" ", value[:VALUE_CAP]).strip()


def decode_words(value: bytes, hint: str = "") -> str:
    """A field with its encoded words read. Neighbouring words of one charset are joined as bytes first:
    several programs cut in the middle of a character. Bare 8-bit text is read by `hint` or guessed."""
    value = unfold(value)
    out: list[str] = []
    held, held_charset, at = b"", "", 0
    for match in _WORD.finditer(value):
        between = value[at : match.start()]
        charset = match[1].decode("ascii").lower()
        if between.strip() or charset != held_charset:
            out.append(charsets.decode(held, held_charset))
            held = b""
        if between.strip() or (at == 0 and between):
            out.append(charsets.decode(between, hint))
        held, held_charset, at = held + _word_bytes(match[2], match[3]), charset, match.end()
    out.append(charsets.decode(held, held_charset))
    out.append(charsets.decode(value[at:], hint))
    return re.sub(r"\s+", " ", "".join(out)).strip()


def _word_bytes(encoding: bytes, payload: bytes) -> bytes:
    if encoding in b"Bb":
        return base64_bytes(payload)
    return binascii.a2b_qp(payload, header=True)


def base64_bytes(data: bytes) -> bytes:
    """Base64 as found: line noise skipped, padding missing or too much, a last broken group dropped."""
    letters = data.translate(None, delete=_NOT_BASE64)
    letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def parameters(value: bytes) -> tuple[bytes, dict[str, bytes | tuple[str, bytes]]]:
    """(main value, parameters) of Content-Type and Content-Disposition.

    A parameter is bytes still to be read (perhaps with RFC 2047 words), or for RFC 2231 a pair
    (charset, bytes), continuations joined.
    """
    value = unfold(value)
    main = value.partition(b";")[0].strip()
    plain: dict[str, bytes] = {}
    pieces: dict[str, list[tuple[int, bool, bytes]]] = {}
    for match in list(_PARAMETER.finditer(value))[:100]:
        name, content = match[1].decode("ascii").lower(), _unquote(match[2].strip())
        stem, star, rest = name.partition("*")
        if not star:
            plain.setdefault(stem, content)
            continue
        number, extended = (rest.rstrip("*") or "0"), name.endswith("*")
        pieces.setdefault(stem, []).append((int(number) if number.isdigit() else 0, extended, content))
    found: dict[str, bytes | tuple[str, bytes]] = dict(plain)
    for stem, parts in pieces.items():
        found[stem] = _joined(sorted(parts, key=lambda part: part[0]))
    return main, found


def _joined(parts: list[tuple[int, bool, bytes]]) -> bytes | tuple[str, bytes]:
    charset, data, any_extended = "", b"", False
    for index, (_number, extended, content) in enumerate(parts):
        if extended and index == 0 and content.count(b"'") >= 2:
            label, _language, content = content.split(b"'", 2)
            charset = label.decode("ascii", "replace")
        any_extended = any_extended or extended
        data += unquote_to_bytes(content) if extended else content
    return (charset, data) if any_extended else data


def _unquote(content: bytes) -> bytes:
    if content.startswith(b'"'):
        content = content[1:].removesuffix(b'"')
        return re.sub(rb"\\([\"\\])", rb"\1", content)
    return content


def parameter_text(found: bytes | tuple[str, bytes] | None, hint: str = "") -> str:
    """A parameter as text, whichever of the three ways its program wrote it."""
    if found is None:
        return ""
    if isinstance(found, tuple):
        charset, data = found
        # Some programs put RFC 2047 words inside an RFC 2231 value.
        return decode_words(data, hint) if data.startswith(b"=?") else charsets.decode(data, charset or hint)
    text = decode_words(found, hint)
    if re.search(r"%[0-9A-Fa-f]{2}%[0-9A-Fa-f]{2}", text):
        return charsets.decode(unquote_to_bytes(text), hint)
    return text


@dataclass(frozen=True, slots=True)
class Sender:
    name: str
    address: str  # lower case; "" where none can be read


def sender(value: bytes, hint: str = "") -> Sender:
    """The first mailbox of a From field. The address is taken before words are decoded, so that an
    encoded name can't pose as an address; only where there is none at all the decoded text is searched."""
    value = unfold(value)
    display, angle, comments = _pieces(value)
    address = _first_address(charsets.decode(angle)) or _first_address(charsets.decode(display))
    if address and not angle:
        display = comments or re.sub(re.escape(address.encode()), b"", display)
    name = decode_words(display.strip().strip(b","), hint)
    if not address:
        address = _first_address(decode_words(value, hint))
        name = name.partition("<")[0]
    return Sender(name=name.strip().strip("\"'").strip()[:100], address=address.lower()[:254])


def _pieces(value: bytes) -> tuple[bytes, bytes, bytes]:
    """(text outside, text in the first angle brackets, text in comments), in one pass."""
    outside, angle, comments = bytearray(), bytearray(), bytearray()
    depth, quoted, in_angle, skip = 0, False, False, False
    for byte in value:
        target = angle if in_angle else comments if depth else outside
        if skip:
            target.append(byte)
            skip = False
        elif byte == 0x5C and (quoted or depth):
            skip = True
        elif byte == 0x22 and not depth:
            quoted = not quoted
        elif quoted:
            target.append(byte)
        elif byte == 0x28 and not in_angle:
            depth += 1
        elif byte == 0x29 and depth:
            depth -= 1
        elif byte == 0x3C and not depth:
            in_angle = True
        elif byte == 0x3E and in_angle:
            break
        else:
            target.append(byte)
    return bytes(outside), bytes(angle), bytes(comments)


def _first_address(text: str) -> str:
    match = _ADDRESS.search(text)
    return match[0].strip(".'") if match else ""


def addresses(value: bytes) -> list[str]:
    """Every address in a To, Cc or Delivered-To field, lower case, at most 200."""
    return [found.lower() for found in _ADDRESS.findall(charsets.decode(unfold(value)))[:200]]


def identifiers(value: bytes) -> list[str]:
    """Message-IDs in a field, each with its angle brackets; one without brackets gets them."""
    text = charsets.decode(unfold(value))
    found = [f"<{identifier}>" for identifier in _IDENTIFIER.findall(text)]
    if not found and text and len(text) <= 900:
        found = [f"<{text.split()[0].strip('<>')}>"]
    return found[-100:]


def moment(value: bytes) -> datetime | None:
    """A Date field, aware; None where it can't be read."""
    try:
        found = parsedate_to_datetime(charsets.decode(unfold(value)[:200]))
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
