import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from club.verification import faults, totals


class Command(BaseCommand):
    help = "Checks that the points ledger agrees with itself: legs, balances, lots. Exit code 1 if it doesn't."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(faults())
        if options["json"]:
            problems = [{"what": fault.what, "problem": fault.problem} for fault in found]
            self.stdout.write(json.dumps({"totals": totals(), "problems": problems}))
        else:
            for fault in found:
                self.stdout.write(f"{fault.what}: {fault.problem}")
            held = ", ".join(f"{kind} {total:+d}" for kind, total in totals().items())
            self.stdout.write(f"Points: {held}.")
        if found:
            raise CommandError(f"The ledger has {len(found)} faults.")
