"""Raw mails for tests: the samples, and builders for what clients and attackers send."""

import json
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from portal.worktime import now

SAMPLES = Path(__file__).parents[2] / "samples/mail"


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.eml").read_bytes()


def expected() -> dict[str, dict[str, Any]]:
    return json.loads((SAMPLES / "expected.json").read_text())


def squeeze(text: str) -> str:
    return "".join(text.split())


def mail(body: str | bytes = "漏水了", *, charset: str = "utf-8", **headers: str | bytes) -> bytes:
    """A plain mail of one text. Header names are given with underscores; None is not possible, "" is."""
    fields: dict[str, str | bytes] = {
        "From": "Olga <olga@example.com>",
        "To": "tousu@jinshuiwan.example",
        "Subject": "漏水",
        "Message-ID": "<m1@example.com>",
        "Date": format_datetime(now()),
        "MIME-Version": "1.0",
        "Content-Type": f"text/plain; charset={charset}",
        "Content-Transfer-Encoding": "8bit",
    }
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [name.encode() + b": " + (v if isinstance(v, bytes) else v.encode()) for name, v in fields.items() if v]
    return b"\r\n".join(lines) + b"\r\n\r\n" + (body if isinstance(body, bytes) else body.encode(charset))


def multipart(*parts: bytes, kind: str = "mixed", **headers: str | bytes) -> bytes:
    """A multipart mail; each part is its header lines, an empty line, its body."""
    body = b"".join(b"--BB\r\n" + part + b"\r\n" for part in parts) + b"--BB--\r\n"
    return mail(body, **{"Content_Type": f"multipart/{kind}; boundary=BB", "Content_Transfer_Encoding": "", **headers})


def nested(levels: int) -> bytes:
    """A text inside that many multiparts."""
    body = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(levels))
    return b"From: a@b.example\r\nSubject: s\r\n" + body + b"Content-Type: text/plain\r\n\r\nhello\r\n"
