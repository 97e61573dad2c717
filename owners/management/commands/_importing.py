"""What the three import commands have in common."""

import json
import re
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.coreutils import string_to_ascii

from owners.actions.imports import import_list
from owners.actions.undo_import import undo_import
from owners.models import Estate, ImportKind, ImportRun
from owners.registry.report import ImportReport
from portal.errors import Refused

_EVERY_SECONDS = 2.0


class ImportCommand(BaseCommand):
    """`FILE --estate SLUG [--dry-run] [--json]`, or `--undo ID`. Subclasses name the kind of list."""

    kind: ImportKind
    makes_estates = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--estate", metavar="SLUG", help="the estate's address, e.g. jinshuiwan")
        if self.makes_estates:
            parser.add_argument("--name", default="", help="makes the estate, with this name, if there is none yet")
        parser.add_argument("--dry-run", action="store_true", help="says what would happen, and changes nothing")
        parser.add_argument("--json", action="store_true", help="prints the report as one JSON object")
        parser.add_argument(
            "--undo", type=int, metavar="ID", help="takes an import of the last 7 days back, by its number"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["undo"] is not None:
                self._undo(options)
            else:
                self._take(options)
        except Refused as refused:
            raise CommandError(refused.message) from None

    def _take(self, options: dict[str, Any]) -> None:
        if options["file"] is None or not options["estate"]:
            raise CommandError("Give a FILE and --estate SLUG, or --undo ID.")
        with transaction.atomic():
            # Nothing of a dry run stays, the estate included.
            estate = self._estate(options["estate"], options.get("name", ""))
            report = self._import(estate, options) if options["dry_run"] else None
            transaction.set_rollback(options["dry_run"])
        report = report or self._import(estate, options)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self._tell(report, dry_run=options["dry_run"])

    def _undo(self, options: dict[str, Any]) -> None:
        run = ImportRun.objects.filter(pk=options["undo"], kind=self.kind).first()
        if run is None:
            raise CommandError(f"There is no import {options['undo']} of this kind.")
        undone = undo_import(run=run, actor="command")
        if options["json"]:
            self.stdout.write(json.dumps(undone.as_json(), ensure_ascii=False))
            return
        for sheet, row, reason in undone.kept:
            self.stdout.write(f"{f'{sheet} ' if sheet else ''}row {row}: stays ({reason})")
        self.stdout.write(f"{undone.rows} rows taken back, {len(undone.kept)} stay.")

    def _estate(self, slug: str, name: str) -> Estate:
        estate = Estate.objects.filter(slug=slug).first()
        if estate is None and not name:
            hint = " Give --name to make it." if self.makes_estates else ""
            raise CommandError(f"There is no estate “{slug}”.{hint}")
        return estate or Estate.objects.create(slug=slug, name=name, code=new_code(name, slug))

    def _import(self, estate: Estate, options: dict[str, Any]) -> ImportReport:
        report = import_list(
            kind=self.kind,
            path=options["file"],
            estate=estate,
            actor="command",
            dry_run=options["dry_run"],
            progress=self._progress(),
        )
        sys.stderr.write("\n" if sys.stderr.isatty() else "")
        return report

    def _progress(self) -> Callable[[int], None]:
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
            cell = f" ({problem.cell})" if problem.column else ""
            self.stdout.write(f"{place}row {problem.row}{cell}: {problem.problem} ({problem.severity})")
        self.stdout.write(
            f"{report.data_rows} rows read: {report.new} new, {report.changed} changed, {report.same} unchanged, "
            f"{report.rejected} rejected."
        )
        self._tell_figures(report, dry_run=dry_run)
        if not dry_run:
            self.stdout.write(f"To take it back within 7 days: --undo {report.number}")

    def _tell_figures(self, report: ImportReport, *, dry_run: bool) -> None:
        """What the registry holds afterwards."""


def new_code(name: str, slug: str) -> str:
    """A free prefix for case numbers: the initials of the name's sound (金水湾 → JSW), or the slug's start."""
    initials = re.sub(r"[^A-Z]", "", string_to_ascii(name))[:5] or re.sub(r"[^A-Z]", "", slug.upper())[:3] or "E"
    code, number = initials, 2
    while Estate.objects.filter(code=code).exists():
        code, number = f"{initials[:4]}{number}", number + 1
    return code
