import json
import sys
import uuid
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mailbox import intake
from mailbox.models import Mailbox, Outcome
from portal.mailreader.parsed import ParsedMail


class Command(BaseCommand):
    help = (
        "Takes in raw mails from files or standard input, as a mail server's pipe would deliver them. "
        "The mailbox is the one that a mail is addressed to, else the first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", default=["-"], help="- is standard input")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen; write nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object per mail and line")
        parser.add_argument("--mailbox", metavar="SLUG", help="deliver to this mailbox")

    def handle(self, *args: Any, **options: Any) -> None:
        boxes = list(Mailbox.objects.in_use().select_related("estate"))
        if options["mailbox"]:
            boxes = [box for box in boxes if box.slug == options["mailbox"]]
        if not boxes and not options["dry_run"]:
            raise CommandError("There is no mailbox to deliver to. Make one at /cms/ first.")
        seen: set[str] = set()
        for name, raw in _mails(options["files"]):
            found = _rehearse(raw, boxes, seen) if options["dry_run"] else _deliver(raw, boxes)
            line = {"file": name, **found}
            text = json.dumps(line, ensure_ascii=False) if options["json"] else _human(line)
            self.stdout.write(text)


def _mails(names: list[str]) -> Iterator[tuple[str, bytes]]:
    for name in names:
        try:
            yield name, sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as problem:
            raise CommandError(f"{name} can't be read: {problem.strerror}") from None


def _deliver(raw: bytes, boxes: list[Mailbox]) -> dict[str, Any]:
    parsed = intake.read(raw, boxes[0])
    mailbox = _addressed(parsed, boxes)
    received = intake.receive(raw, mailbox, source=f"file:{mailbox.slug}:{uuid.uuid4()}")
    number = received.conversation.number if received.conversation else None
    return _described(received.outcome, number, received.parsed or parsed)


def _rehearse(raw: bytes, boxes: list[Mailbox], seen: set[str]) -> dict[str, Any]:
    """What `_deliver` would say; `seen` stands for the mails that came earlier in this run."""
    parsed = intake.read(raw, boxes[0] if boxes else None)
    if isinstance(parsed, str):
        return _described(Outcome.QUARANTINED, None, parsed)
    fingerprint = intake.fingerprint_of(parsed)
    decision = intake.decide(parsed, _addressed(parsed, boxes) if boxes else None, fingerprint)
    outcome = Outcome.DUPLICATE if fingerprint in seen else decision.outcome
    seen.add(fingerprint)
    return _described(outcome, decision.conversation.number if decision.conversation else None, parsed)


def _addressed(parsed: ParsedMail | str, boxes: list[Mailbox]) -> Mailbox:
    recipients = () if isinstance(parsed, str) else parsed.recipients
    by_address = {box.address.lower(): box for box in boxes}
    return next((by_address[address] for address in recipients if address in by_address), boxes[0])


def _described(outcome: Outcome, number: str | None, parsed: ParsedMail | str) -> dict[str, Any]:
    if isinstance(parsed, str):
        return {
            "outcome": str(outcome), "number": number, "from_address": "", "from_name": "", "subject": "", "text": "",
            "fresh_text": "", "attachments": [], "reason": parsed,
        }  # fmt: skip
    return {
        "outcome": str(outcome),
        "number": number,
        "from_address": parsed.from_address,
        "from_name": parsed.from_name,
        "subject": parsed.subject,
        "text": parsed.text,
        "fresh_text": parsed.fresh_text,
        "attachments": [[attachment.name, len(attachment.content)] for attachment in parsed.attachments],
        "failed_recipient": parsed.verdict.failed_recipient,
        "about": parsed.verdict.about,
    }


def _human(line: dict[str, Any]) -> str:
    return f"{line['file']}: {line['outcome']} {line['number'] or ''} {line['from_address']} {line['subject']}".strip()
