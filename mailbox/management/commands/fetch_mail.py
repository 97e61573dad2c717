import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from mailbox.fetching import fetch_all


class Command(BaseCommand):
    help = "Fetches the mail of every mailbox over IMAP, each minute until it is ended, or once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="fetch once and end")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            self.stdout.write(f"{fetch_all()} taken in")
            if options["once"]:
                return
            time.sleep(60)
