"""Makes the search index anew: after folding or synonyms' rules changed, or when an entry is missing."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import rebuilding, sources
from search.sources import Source

_TELL_EVERY_SECONDS = 5


class Command(BaseCommand):
    help = "Puts everything findable into the search index again. The site stays searchable; it may be stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = [source.kind for source in sources.declared()]
        parser.add_argument("--kind", choices=kinds, help="this kind of entries alone")
        parser.add_argument("--from-id", type=int, default=0, metavar="N", help="go on at the number last told")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["from_id"] and not options["kind"]:
            raise CommandError("Each kind has numbers of its own: say --kind with --from-id.")
        for source in sources.declared():
            if options["kind"] in (None, source.kind):
                self._rebuild(source, options["from_id"])

    def _rebuild(self, source: Source, start: int) -> None:
        done, following, told = 0, start, monotonic()
        try:
            for numbers in rebuilding.put_again(source, start):
                done, following = done + len(numbers), numbers[-1] + 1
                if monotonic() - told > _TELL_EVERY_SECONDS:
                    self.stdout.write(f"{source.kind}: {done} rows, next --from-id {following}")
                    told = monotonic()
        except KeyboardInterrupt:
            raise CommandError(f"Stopped; go on with --kind {source.kind} --from-id {following}") from None
        removed = rebuilding.take_out_left_over(source)
        self.stdout.write(f"{source.kind}: {done} rows put again, {removed} entries without a row taken out")
