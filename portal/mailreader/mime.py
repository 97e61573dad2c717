"""The parts of a raw mail, cut by position. No recursion, nothing quadratic, nothing raised.

Limits: 25 MB, 200 parts, 20 levels, 1 MB of header block, 500 fields. What lies beyond a limit is left
out and named in `Structure.defects`; the raw mail itself is kept elsewhere and loses nothing.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from portal.mailreader import charsets, headers

MAX_BYTES = 25 * 1024 * 1024
MAX_PARTS = 200
MAX_DEPTH = 20
MAX_HEADER_BLOCK = 1024 * 1024
MAX_FIELDS = 500
_FIELD = re.compile(rb"([!-9;-~]{1,80})[ \t]*:[ \t]?(.*)", re.DOTALL)
_LINE_END = re.compile(rb"[ \t]{0,200}(?:\r\n|\n|\r|\Z)")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|$)")


@dataclass(slots=True)
class Part:
    """One MIME part; `parts` is filled for a multipart that was opened."""

    fields: list[tuple[str, bytes]]
    body: bytes
    depth: int = 0
    within: str = ""  # type of the multipart around it
    alternative: bool = False  # somewhere inside a multipart/alternative
    parts: list["Part"] = field(default_factory=list)
    content_type: str = "text/plain"
    parameters: dict[str, bytes | tuple[str, bytes]] = field(default_factory=dict)
    disposition: str = ""
    disposition_parameters: dict[str, bytes | tuple[str, bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        default = "message/rfc822" if self.within == "multipart/digest" else "text/plain"
        kind, self.parameters = headers.parameters(self.value("content-type"))
        kind_text = kind.decode("ascii", "replace").lower()
        self.content_type = kind_text if re.fullmatch(r"[\w.+-]+/[\w.+-]+", kind_text) else default
        disposition, self.disposition_parameters = headers.parameters(self.value("content-disposition"))
        self.disposition = disposition.decode("ascii", "replace").lower()

    def value(self, name: str) -> bytes:
        """The first field of that (lower-case) name, or empty."""
        return next((value for key, value in self.fields if key == name), b"")

    def values(self, name: str) -> list[bytes]:
        return [value for key, value in self.fields if key == name]

    @property
    def charset(self) -> str:
        return headers.parameter_text(self.parameters.get("charset"))

    @property
    def boundary(self) -> bytes:
        found = self.parameters.get("boundary", b"")
        return (found[1] if isinstance(found, tuple) else found).rstrip()[:300]

    def content(self) -> bytes:
        """The body with its transfer encoding undone."""
        encoding = self.value("content-transfer-encoding").strip().lower().rstrip(b";")
        if encoding == b"base64":
            return headers.base64_bytes(self.body)
        if encoding == b"quoted-printable":
            return binascii.a2b_qp(self.body)
        if encoding in {b"x-uuencode", b"uuencode", b"x-uue"}:
            return _uudecoded(self.body)
        return self.body

    def text(self) -> str:
        return charsets.decode(self.content(), self.charset)


@dataclass(slots=True)
class Structure:
    root: Part
    leaves: list[Part]  # in the order of the mail, multiparts left out
    defects: list[str]


def open_mail(raw: bytes) -> Structure:
    defects = ["bytes"] if len(raw) > MAX_BYTES else []
    root = _part(raw[:MAX_BYTES].lstrip(b"\r\n"), around=None)
    leaves: list[Part] = []
    waiting, count = [root], 1
    while waiting:
        part = waiting.pop()
        if not part.content_type.startswith("multipart/"):
            leaves.append(part)
            continue
        if part.depth >= MAX_DEPTH:
            defects.append("depth")
            continue
        part.parts, more = _children(part, room=MAX_PARTS - count)
        count += len(part.parts)
        if more:
            defects.append("parts")
        if not part.parts and part.body.strip():
            part.content_type = "text/plain"  # a multipart without parts is read as what it is: text
            leaves.append(part)
        if part.parts:
            part.body = b""  # its children hold it now
        waiting.extend(reversed(part.parts))
    return Structure(root=root, leaves=leaves, defects=sorted(set(defects)))


def _part(data: bytes, *, around: Part | None) -> Part:
    fields, body = split_fields(data)
    if around is None:
        return Part(fields=fields, body=body)
    alternative = around.alternative or around.content_type == "multipart/alternative"
    return Part(fields, body, depth=around.depth + 1, within=around.content_type, alternative=alternative)


def _children(part: Part, *, room: int) -> tuple[list[Part], bool]:
    """The parts between boundary lines, at most `room`, and whether there were more."""
    boundary = part.boundary
    if not boundary:
        return [], False
    marks = list(islice(_boundary_lines(part.body, b"--" + boundary), room + 2))
    children: list[Part] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        if mark.closing or len(children) >= room:
            break
        data = part.body[mark.end : following.start if following else len(part.body)]
        children.append(_part(_without_line_end(data), around=part))
    return children, len(marks) >= room + 2


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    closing: bool


def _boundary_lines(body: bytes, delimiter: bytes) -> Iterator[_Mark]:
    """Lines that are the delimiter, alone or closing. By `find`: a regular expression takes seconds for 25 MB."""
    at = body.find(delimiter)
    while at >= 0:
        after = at + len(delimiter)
        closing = body.startswith(b"--", after)
        rest = _LINE_END.match(body, after + 2 * closing)
        if rest and (at == 0 or body[at - 1] in b"\r\n"):
            yield _Mark(at, rest.end(), closing)
        at = body.find(delimiter, after)


def _without_line_end(data: bytes) -> bytes:
    """The line end before a boundary belongs to the boundary."""
    if data.endswith(b"\r\n"):
        return data[:-2]
    return data[:-1] if data.endswith((b"\n", b"\r")) else data


def split_fields(data: bytes) -> tuple[list[tuple[str, bytes]], bytes]:
    """(header fields, body). A line that is no field joins the one before it if more fields follow,
    else the body begins there: both are done by programs that fold or end headers wrongly."""
    fields: list[tuple[str, bytes]] = []
    at = 0
    while at < len(data) and at < MAX_HEADER_BLOCK:
        match = _LINE.match(data, at)
        line = match[0] if match else b""
        if not line.strip(b"\r\n"):
            return fields, data[at + len(line) :]
        named = _FIELD.match(line)
        if line[:1] in b" \t" and fields:
            _lengthen(fields, line)
        elif named and len(fields) < MAX_FIELDS:
            fields.append((named[1].decode("ascii").lower(), named[2]))
        elif not named and not line.startswith((b"From ", b">From ")):
            if not fields or not _field_follows(data, at + len(line)):
                return fields, data[at:]
            _lengthen(fields, b" " + line)
        at += len(line)
    return fields, data[at:]


def _field_follows(data: bytes, at: int) -> bool:
    match = _LINE.match(data, at)
    return bool(match and match[0].strip() and _FIELD.match(match[0]))


def _lengthen(fields: list[tuple[str, bytes]], line: bytes) -> None:
    name, value = fields[-1]
    if len(value) < headers.VALUE_CAP:
        fields[-1] = (name, value + line[: headers.VALUE_CAP])


def _uudecoded(body: bytes) -> bytes:
    out = bytearray()
    for line in body.splitlines():
        if line.startswith((b"begin ", b"end")) or not line:
            continue
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            continue
    return bytes(out)
