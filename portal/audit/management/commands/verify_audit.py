import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit.models import AuditPartition
from portal.audit.sealing import seal
from portal.audit.verifying import Break, NoSuchPartition, breaks


class Command(BaseCommand):
    help = "Walks the audit chain and names the first row that was changed, moved, removed or put in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--partition", default="", metavar="YYYY-MM", help="one month alone")
        parser.add_argument("--json", action="store_true", help="one object with `holds`, `rows`, `first_bad`, `heads`")

    def handle(self, *args: Any, **options: Any) -> None:
        while seal():
            pass
        first, more = None, 0
        try:
            for place in breaks(options["partition"]):
                first, more = first or place, more + (first is not None)
        except NoSuchPartition as missing:
            raise CommandError(f"No month {missing} was ever sealed.") from None
        heads = AuditPartition.objects.order_by("first")
        heads = heads.filter(month=options["partition"]) if options["partition"] else heads
        rows = sum(head.last - head.first + 1 for head in heads)
        if options["json"]:
            self.stdout.write(json.dumps(self._said(first, more, rows, list(heads))))
        if first is not None:
            raise CommandError(
                f"The audit chain is broken in {more + 1} place{'s' if more else ''}. First bad row: {first}"
            )
        if not options["json"]:
            self.stdout.write(f"The audit chain holds: {rows} rows in {len(heads)} months.")

    def _said(self, first: Break | None, more: int, rows: int, heads: list[AuditPartition]) -> dict[str, Any]:
        """The heads are worth noting elsewhere: a copy that somebody else keeps proves the end of the chain."""
        bad = {name: getattr(first, name) for name in Break.__slots__} if first else None
        return {
            "holds": first is None,
            "broken_in": more + (first is not None),
            "rows": rows,
            "first_bad": bad,
            "heads": [{"partition": one.month, "position": one.last, "chain": one.chain} for one in heads],
        }
