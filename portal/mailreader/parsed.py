"""What `parse` gives back: plain data that travels between processes."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

from portal.mailreader.authentication import Authentication
from portal.mailreader.robots import PERSON, Verdict


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail. `name` is safe to show and to store; `content_type` is only what the mail claims."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A mail as Linli understands it. Every text is clean Unicode within limits; nothing here is HTML.

    `text` is all of it, `fresh_text` without quoted history. `message_id`, `in_reply_to` and
    `references` keep their angle brackets. `defects` names what was left out: bytes, parts, depth …
    """

    from_address: str
    from_name: str
    subject: str
    text: str
    fresh_text: str
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    sent_at: datetime | None = None
    attachments: tuple[Attachment, ...] = ()
    verdict: Verdict = field(default_factory=lambda: Verdict(PERSON))
    authentication: Authentication = field(default_factory=Authentication)
    defects: tuple[str, ...] = ()

    @property
    def refers_to(self) -> list[str]:
        """Message-IDs that this mail answers, the nearest first."""
        return list(dict.fromkeys([*self.in_reply_to, *reversed(self.references)]))

    def pack(self) -> bytes:
        """As one line of JSON and the attachments' bytes behind it; `unpack` reads it."""
        head = asdict(self)
        head["sent_at"] = self.sent_at.isoformat() if self.sent_at else None
        head["attachments"] = [[a.name, a.content_type, len(a.content)] for a in self.attachments]
        return json.dumps(head).encode() + b"\n" + b"".join(a.content for a in self.attachments)

    @classmethod
    def unpack(cls, packed: bytes) -> "ParsedMail":
        line, _newline, contents = packed.partition(b"\n")
        head = json.loads(line)
        attachments, at = [], 0
        for name, content_type, size in head["attachments"]:
            attachments.append(Attachment(name=name, content_type=content_type, content=contents[at : at + size]))
            at += size
        head["attachments"] = tuple(attachments)
        head["sent_at"] = datetime.fromisoformat(head["sent_at"]) if head["sent_at"] else None
        for key in ("in_reply_to", "references", "recipients", "defects"):
            head[key] = tuple(head[key])
        head["verdict"] = Verdict(**head["verdict"])
        head["authentication"] = Authentication(**head["authentication"])
        return cls(**head)
