import json
import re
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.coreutils import string_to_ascii

from owners.actions.registry import ImportReport, import_register
from owners.models import Estate
from portal.errors import Refused

_EVERY_SECONDS = 2.0


class Command(BaseCommand):
    help = "Takes a register of owners (.xlsx or CSV) over into the registry of an estate."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--estate", required=True, metavar="SLUG", help="the estate's address, e.g. jinshuiwan")
        parser.add_argument("--name", default="", help="makes the estate, with this name, if there is none yet")
        parser.add_argument("--dry-run", action="store_true", help="says what would happen, and changes nothing")
        parser.add_argument("--json", action="store_true", help="prints the report as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                # Nothing of a dry run stays, the estate included.
                estate = self._estate(options["estate"], options["name"])
                report = self._import(estate, options) if options["dry_run"] else None
                transaction.set_rollback(options["dry_run"])
            report = report or self._import(estate, options)
        except Refused as refused:
            raise CommandError(refused.message) from None
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self._tell(report, dry_run=options["dry_run"])

    def _estate(self, slug: str, name: str) -> Estate:
        estate = Estate.objects.filter(slug=slug).first()
        if estate is None and not name:
            raise CommandError(f"There is no estate “{slug}”. Give --name to make it.")
        return estate or Estate.objects.create(slug=slug, name=name, code=new_code(name, slug))

    def _import(self, estate: Estate, options: dict[str, Any]) -> ImportReport:
        report = import_register(
            path=options["file"], estate=estate, actor="command", dry_run=options["dry_run"], progress=self._progress()
        )
        sys.stderr.write("\n" if sys.stderr.isatty() else "")
        return report

    def _progress(self) -> Any:
        """Rows so far on stderr: in place on a terminal, every two seconds elsewhere."""
        started = told = time.monotonic()
        terminal = sys.stderr.isatty()

        def tell(rows: int) -> None:
            nonlocal told
            moment = time.monotonic()
            if terminal or moment - told >= _EVERY_SECONDS:
                told = moment
                speed = rows / max(moment - started, 0.001)
                self.stderr.write(f"\r{rows} rows, {speed:.0f} a second", ending="" if terminal else "\n")

        return tell

    def _tell(self, report: ImportReport, *, dry_run: bool) -> None:
        for problem in report.problems:
            place = f"{problem.sheet} " if problem.sheet else ""
            self.stdout.write(f"{place}row {problem.row}: {problem.problem} ({problem.severity})")
        rejected = len({(found.sheet, found.row) for found in report.problems if found.severity == "rejected"})
        self.stdout.write(
            f"{report.data_rows} rows read, {rejected} rejected. "
            f"In the registry{' there would be' if dry_run else ''}: {report.units} units, {report.people} people. "
            f"Former owners{' who would be' if dry_run else ''} ended: {report.ended}."
        )


def new_code(name: str, slug: str) -> str:
    """A free prefix for case numbers: the initials of the name's sound (金水湾 → JSW), or the slug's start."""
    initials = re.sub(r"[^A-Z]", "", string_to_ascii(name))[:5] or re.sub(r"[^A-Z]", "", slug.upper())[:3] or "E"
    code, number = initials, 2
    while Estate.objects.filter(code=code).exists():
        code, number = f"{initials[:4]}{number}", number + 1
    return code
